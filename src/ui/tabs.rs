//! The tab bar: the nine panes and *Today*, each with its number at any width.

use ratatui::buffer::Buffer;

use super::boxes::put;
use crate::desk::Desk;
use crate::desk::layout::Layout;
use crate::desk::pane::PaneId;
use crate::text;
use crate::theme::Role;

/// What stands before the tabs where there is room: the name of the program is the same in all languages.
const NAME: &str = " guichet  ";
/// Below this many cells a shortened name says nothing; the number stands alone.
const LEAST: usize = 3;

pub(super) fn draw(desk: &Desk, buf: &mut Buffer, layout: &Layout) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let bar = layout.tabs;
    buf.set_style(bar, style(Role::Tab));
    if layout.small {
        put(buf, bar, texts.get("screen-small"), style(Role::StatusWarn));
        return;
    }
    let mut names: Vec<(String, String)> = (1..=9)
        .chain([0])
        .map(|n: u8| (format!("{n} "), texts.get(&format!("tab-{n}")).to_string()))
        .collect();
    let active = match desk.screen.pane {
        PaneId::Tab(n) => usize::from(n.clamp(1, 9)) - 1,
        PaneId::Today => 9,
        PaneId::Kind(_) | PaneId::Trash => {
            names.push((String::new(), name(desk)));
            10
        }
    };
    let room = usize::from(bar.width);
    let numbers: usize = names.iter().map(|(number, _)| number.len()).sum();
    let whole: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
    let all: usize = whole.iter().map(|name| text::width(name)).sum();
    // The program's name and the wide gaps are the first things to give way.
    let loose = NAME.len() + numbers + all + 2 * names.len() <= room;
    let fixed = numbers + names.len() + 1;
    let shown = shortened(&whole, active, room.saturating_sub(fixed));
    let mut rest = if loose {
        put(buf, bar, NAME, style(Role::Title))
    } else {
        bar
    };
    for (at, ((number, _), name)) in names.iter().zip(shown).enumerate() {
        let label = format!("{number}{name}");
        let (open, close, role) = if at == active {
            ("[", "]", Role::TabActive)
        } else {
            (" ", " ", Role::Tab)
        };
        // Two neighbours share the cell between them where there is no room for two.
        let open = if loose || at != active + 1 { open } else { "" };
        let close = if loose || at == active { close } else { "" };
        rest = put(
            buf,
            rest,
            &format!("{open}{}{close}", label.trim_end()),
            style(role),
        );
    }
}

/// The heading of the pane on the screen.
pub(super) fn name(desk: &Desk) -> String {
    desk.scene().words().pane(desk.screen.pane)
}

/// The names in so many cells altogether: the active one whole as long as the others keep a few
/// letters, the others cut alike, and nothing of them where even that is too much.
pub fn shortened<'a>(names: &[&'a str], active: usize, cells: usize) -> Vec<&'a str> {
    let taken = |longest: usize| -> usize {
        let widths = names.iter().enumerate();
        widths
            .map(|(at, name)| {
                if at == active {
                    text::width(name)
                } else {
                    text::width(name).min(longest)
                }
            })
            .sum()
    };
    let widest = names
        .iter()
        .map(|name| text::width(name))
        .max()
        .unwrap_or(0);
    let longest = (LEAST..=widest)
        .rev()
        .find(|longest| taken(*longest) <= cells)
        .unwrap_or(0);
    let room = cells
        .saturating_sub(taken(longest) - names.get(active).map_or(0, |name| text::width(name)));
    let cut =
        |(at, name): (usize, &&'a str)| text::cut(name, if at == active { room } else { longest });
    names.iter().enumerate().map(cut).collect()
}
