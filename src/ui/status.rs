//! The status line: news first, then what the keys do here, then how the store stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{CHANGED, after, paragraph, put, put_right, row};
use crate::command::Command;
use crate::desk::{Desk, Standing, Tone};
use crate::keymap::Mode;
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// Draws the line.
pub(super) fn draw(desk: &Desk, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let standing = standing(desk);
    // News may take the whole line: what was done or refused matters more than how the store stands.
    let mut rest = after(area, 1);
    if let Some((words, role)) = news(desk) {
        rest = after(put(buf, rest, &words, style(role)), 2);
    }
    let wanted = text::width(&standing) + 2;
    if usize::from(rest.width) > wanted {
        let role = if desk.read_only.is_some() {
            Role::Badge
        } else {
            Role::Dim
        };
        rest = put_right(buf, rest, &format!(" {standing} "), style(role));
    }
    if let Some(words) = others(desk) {
        let room = usize::from(area.width) * 2 / 5;
        let words = format!(
            " {} ",
            text::fit(&words, room.min(text::width(&words))).trim_end()
        );
        if usize::from(rest.width) > text::width(&words) {
            rest = put_right(buf, rest, &words, style(Role::Others));
        }
    }
    draw_hints(desk, buf, rest);
}

/// What another has just done.
fn others(desk: &Desk) -> Option<String> {
    let heading = desk.recent.last()?;
    let step = desk.scene().words().heading(heading);
    let told = [("who", heading.who().into()), ("step", step.into())];
    let words = desk.settings.texts.format("status-others", &told);
    Some(format!("{CHANGED} {words}"))
}

/// What is said, with its sign.
fn news(desk: &Desk) -> Option<(String, Role)> {
    let status = desk.status.as_ref()?;
    let (sign, role) = match status.tone {
        Tone::Done => ("✓ ", Role::StatusOk),
        Tone::Note => ("", Role::StatusNote),
        Tone::Warning => ("! ", Role::StatusWarn),
        Tone::Error => ("✗ ", Role::StatusError),
    };
    Some((format!("{sign}{}", status.text), role))
}

/// Draws news for which the line is too short, over what stands above it, or above the cursor where that would be
/// hidden: a reason that is cut off is none. Half of the screen stays as it is.
pub(super) fn draw_long(desk: &Desk, buf: &mut Buffer, line: Rect, cursor: Option<Position>) {
    let Some((words, role)) = news(desk) else {
        return;
    };
    let room = usize::from(line.width.saturating_sub(1));
    let most = usize::from(line.y / 2);
    if text::width(&words) <= room || most < 2 {
        return;
    }
    let style = desk.settings.theme.style(role);
    // A blank stays beside the right edge too.
    let lines = paragraph(&words, room.saturating_sub(1));
    let rows = lines.len().min(most);
    let top = |bottom: u16| bottom.saturating_sub(u16::try_from(rows).unwrap_or(u16::MAX) - 1);
    let hides = |cursor: &Position| cursor.y >= top(line.y) && cursor.y < line.y;
    let bottom = match cursor.filter(hides) {
        Some(cursor) => cursor.y.saturating_sub(1),
        None => line.y,
    };
    let area = Rect {
        y: top(bottom),
        height: bottom + 1 - top(bottom),
        ..line
    };
    for at in 0..rows {
        let row = row(area, at);
        put(buf, row, &" ".repeat(usize::from(row.width)), style);
        // The last row that there is room for says that there is more.
        let words = match at + 1 == rows {
            true => lines.get(at..).unwrap_or_default().join(" "),
            false => lines.get(at).cloned().unwrap_or_default(),
        };
        put(buf, after(row, 1), &words, style);
    }
}

/// How the store stands: throw-away, read-only, loading, saved.
fn standing(desk: &Desk) -> String {
    let texts = &desk.settings.texts;
    let taking = desk.taking.progress();
    let mut parts = Vec::new();
    if desk.demo {
        parts.push(texts.get("status-demo").to_string());
    }
    if desk.read_only.is_some() {
        parts.push(texts.get("status-read-only").to_string());
    }
    if desk.scene().only_reads() {
        parts.push(texts.get("status-reader").to_string());
    }
    match (&desk.standing, &desk.saved_at) {
        (Standing::Loading, _) => {
            let (read, expected) = desk.progress;
            let arguments = [("n", Arg::from(read)), ("of", Arg::from(expected))];
            parts.push(texts.format("status-loading", &arguments));
        }
        // Records can be read and searched before they can be changed.
        (Standing::Ready, _) if desk.is_opening() => {
            parts.push(texts.get("status-opening").to_string());
        }
        _ if desk.work.changes_many() => parts.push(texts.get("status-changing").to_string()),
        _ if taking.is_some() => {
            let (done, of) = taking.unwrap_or_default();
            let arguments = [("n", Arg::from(done)), ("of", Arg::from(of))];
            parts.push(texts.format("status-taking", &arguments));
        }
        (_, Some(at)) => parts.push(texts.format("status-saved", &[("at", Arg::from(at))])),
        _ => {}
    }
    parts.join(" · ")
}

fn draw_hints(desk: &Desk, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let mode = desk.modes().first().copied().unwrap_or(Mode::Global);
    let possible = hinted(mode)
        .iter()
        .filter(|command| desk.unmet(**command).is_none());
    let mut hints: Vec<(String, &str)> = possible
        .filter_map(|command| {
            let words = desk.settings.texts.hint(done_by(mode, *command));
            Some((key_for(desk, *command)?, words))
        })
        .collect();
    let cells = |hints: &[(String, &str)]| -> usize {
        hints
            .iter()
            .map(|(key, words)| text::width(key) + text::width(words) + 3)
            .sum()
    };
    // Whole hints or none; the last one, the way out or the help, is the last to go.
    while cells(&hints) > usize::from(area.width) && !hints.is_empty() {
        hints.remove(hints.len().saturating_sub(2));
    }
    let mut rest = area;
    for (key, words) in &hints {
        rest = after(put(buf, rest, key, style(Role::HintKey)), 1);
        rest = after(put(buf, rest, words, style(Role::HintText)), 2);
    }
}

/// What a command comes to there: where records or entries are listed, to accept one is to open it.
fn done_by(mode: Mode, command: Command) -> Command {
    match (mode, command) {
        (
            Mode::Find | Mode::Journal | Mode::Entry | Mode::Views | Mode::Review,
            Command::Accept,
        ) => Command::RecordFollow,
        (Mode::Import, Command::Accept) | (Mode::ImportColumns, Command::FormSave) => {
            Command::ImportOpen
        }
        (Mode::Merge, Command::FormSave) => Command::ReviewMerge,
        _ => command,
    }
}

/// The commands worth a hint, the most useful first.
fn hinted(mode: Mode) -> &'static [Command] {
    use Command as C;
    match mode {
        Mode::Global | Mode::List => &[
            C::FilterOpen,
            C::FindOpen,
            C::RecordRestore,
            C::RecordAdd,
            C::RecordEdit,
            C::LogCall,
            C::BulkEdit,
            C::Undo,
            C::HelpOpen,
        ],
        Mode::Sheet => &[
            C::RecordFollow,
            C::TrailBack,
            C::RecordRestore,
            C::RecordEdit,
            C::LogCall,
            C::HistoryOpen,
            C::HelpOpen,
            C::Leave,
        ],
        Mode::Form => &[
            C::FormSave,
            C::FieldNext,
            C::FieldPick,
            C::Leave,
            C::DraftDiscard,
        ],
        Mode::Note => &[C::FormSave, C::FieldNext, C::FieldEditor, C::Leave],
        Mode::Conflict => &[
            C::ConflictMine,
            C::ConflictTheirs,
            C::ConflictEdit,
            C::Accept,
            C::Leave,
        ],
        Mode::Import => &[
            C::Accept,
            C::ImportThis,
            C::ImportNew,
            C::ImportSkip,
            C::ImportAlike,
            C::ImportShowNext,
            C::ImportRefused,
            C::JournalNarrow,
            C::Leave,
        ],
        Mode::Review => &[
            C::Accept,
            C::ReviewMerge,
            C::ReviewApart,
            C::ReviewSkip,
            C::ReviewMergeSame,
            C::ReviewShowNext,
            C::ReviewKind,
            C::JournalNarrow,
            C::Leave,
        ],
        Mode::Merge => &[
            C::FormSave,
            C::MergeValueNext,
            C::MergeValuePrevious,
            C::MergeStays,
            C::Leave,
        ],
        Mode::ImportColumns => &[
            C::ImportTarget,
            C::ImportLeaveOut,
            C::ImportRecognise,
            C::ImportKeep,
            C::ImportAlso,
            C::ImportClears,
            C::JournalNarrow,
            C::FormSave,
            C::Leave,
        ],
        // The question names its keys itself.
        Mode::Confirm => &[],
        Mode::History => &[C::EntryRevert, C::EntryUndo, C::Leave],
        Mode::Journal => &[C::Accept, C::EntryUndo, C::JournalNarrow, C::Leave],
        Mode::Entry => &[
            C::Accept,
            C::EntryMark,
            C::EntryRevert,
            C::EntryUndo,
            C::JournalNarrow,
            C::Leave,
        ],
        Mode::Help => &[C::Leave],
        Mode::Welcome => &[C::ReportImport, C::FindOpen, C::HelpOpen, C::Leave],
        Mode::Find | Mode::Palette | Mode::Picker => {
            &[C::Accept, C::SelectNext, C::SelectPrevious, C::Leave]
        }
        Mode::Columns => &[
            C::Accept,
            C::ColumnOrder,
            C::ColumnGroup,
            C::ColumnWider,
            C::ColumnNarrower,
            C::ColumnEarlier,
            C::ColumnLater,
            C::Leave,
        ],
        Mode::Views => &[C::Accept, C::ViewEdit, C::ViewDelete, C::Leave],
        Mode::View => &[C::Accept, C::FieldNext, C::Leave],
        Mode::Filter | Mode::Quick | Mode::Bulk | Mode::Text => &[C::Accept, C::Leave],
    }
}

/// The shortest key that runs the command here, as it is called on the screen; the way out is Esc wherever
/// that is one.
pub(super) fn key_for(desk: &Desk, command: Command) -> Option<String> {
    let keys = desk.settings.keymap.keys_for(&desk.modes(), command);
    let esc = keys.iter().find(|key| *key == "esc");
    let key = esc.or(keys.first())?;
    Some(desk.settings.texts.keys(key))
}
