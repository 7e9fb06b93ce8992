//! How the file of an import is read, and read otherwise.

use super::ImportView;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::jobs::planning::Source;
use crate::desk::jobs::rereading::{Picking, Reread};
use crate::desk::layers::chooser::{Chooser, Item};
use crate::desk::message::Effect;
use crate::desk::status::Tone;
use crate::exchange::charset::Charset;
use crate::exchange::import::Mode;
use crate::exchange::mapping::{By, Goes, Left, Mapped, Target};
use crate::exchange::options;
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::RemarkKind;
use crate::locale;
use crate::model::Kind;

/// The signs between cells that can be chosen, as they are named.
const SIGNS: [&str; 5] = [";", ",", "tab", "|", ":"];

impl ImportView {
    /// The kind of the records that the rows are about, where a file is read.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self.source.whole() {
            Source::File(collection, ..) => Some(collection.kind()),
            _ => None,
        }
    }

    fn encoding(&self) -> Option<&'static str> {
        self.plan.said.iter().find_map(|remark| match &remark.kind {
            RemarkKind::Encoding(name, _) => Some(*name),
            _ => None,
        })
    }

    fn separator(&self) -> Option<char> {
        self.plan.said.iter().find_map(|remark| match remark.kind {
            RemarkKind::Separator(sign) => Some(sign),
            _ => None,
        })
    }

    /// The sheet that is read, by its number from 1.
    fn sheet(&self) -> Option<usize> {
        let sheets = &self.read.proposed.sheets;
        let name = self
            .plan
            .said
            .iter()
            .find_map(|remark| match &remark.kind {
                RemarkKind::Sheet(name, _) => Some(name),
                _ => None,
            })?;
        Some(sheets.iter().position(|sheet| sheet == name)? + 1)
    }

    /// What the rows may change.
    pub fn mode_chosen(&self) -> Mode {
        let said = self.source.options().map(|options| options.mode);
        self.decisions.mode.or(said).unwrap_or_default()
    }

    /// How the file is read, each behind the command that changes it; nothing where it is no file.
    pub fn read_as(&self, scene: &Scene) -> Vec<(Command, String)> {
        if self.kind().is_none() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        parts.extend(
            self.encoding()
                .map(|name| (Command::ImportEncoding, name.to_string())),
        );
        parts.extend(self.separator().map(|sign| {
            let words = match sign {
                '\t' => scene.word("import-as-tab"),
                sign => scene.format("import-as-sign", &[("sign", sign.to_string().into())]),
            };
            (Command::ImportSeparator, words)
        }));
        if let Some(at) = self.sheet() {
            let told = [
                ("at", at.into()),
                ("of", self.read.proposed.sheets.len().into()),
            ];
            parts.push((Command::ImportSheet, scene.format("import-as-sheet", &told)));
        }
        let mode = format!("import-mode-{}", self.mode_chosen().name());
        parts.push((Command::ImportMode, scene.word(&mode)));
        if !self.mapped().is_empty() {
            let (read, left) = self.read.proposed.mapping.counts();
            let told = [("n", (read + left).into()), ("left", left.into())];
            let words = scene.format("import-as-columns", &told);
            parts.push((Command::ImportColumns, words));
        }
        parts
    }

    /// Has what the columns go to kept under that name.
    pub fn keep_mapping(&self, name: String, cx: &mut Context) {
        if let Some(kind) = self.kind() {
            let id = cx.number();
            let mapping = Box::new(self.read.proposed.mapping.clone());
            cx.emit(Effect::KeepMapping(id, kind, name, mapping));
        }
    }

    /// Asks for a name for what the columns go to: that of one that is kept, else that of the file.
    pub(super) fn ask_for_name(&self, cx: &mut Context) {
        let name = self.named.clone().unwrap_or_else(|| {
            let file = self.source.name();
            let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
            stem.to_string()
        });
        cx.ask(Ask::MappingName(name));
    }

    /// Drops the mapping that is kept for such files.
    pub(super) fn drop_mapping(&self, cx: &mut Context) {
        match self.named.clone() {
            Some(name) => {
                let id = cx.number();
                cx.emit(Effect::DropMapping(id, name));
            }
            None => cx.say_word(Tone::Note, "import-none-kept"),
        }
    }

    /// Why no row of the file is read, where none is.
    pub fn refused_whole(&self, scene: &Scene) -> Option<String> {
        let is_whole = |refusal: &&Refusal| {
            let is_of_columns =
                matches!(refusal.reason, Reason::Unrecognised(_) | Reason::Headless);
            is_of_columns || refusal.is_of_file()
        };
        let refused = self.plan.refused.iter().find(is_whole)?;
        Some(locale::reason_words(scene.texts(), &refused.reason))
    }

    /// Leads to a choice of how the file is read, where it can be read otherwise.
    pub(super) fn pick_how(&mut self, picking: Picking, cx: &mut Context) {
        let why_not = match picking {
            Picking::Encoding if self.encoding().is_none() => "import-no-encoding",
            Picking::Separator if self.separator().is_none() => "import-no-separator",
            Picking::Sheet if self.read.proposed.sheets.len() < 2 => "import-one-sheet",
            _ => return cx.ask(Ask::Pick(picking)),
        };
        cx.say_word(Tone::Note, why_not);
    }

    /// The next of the modes.
    pub(super) fn turn_mode(&mut self, cx: &mut Context) {
        if self.kind().is_none() {
            return cx.say_word(Tone::Note, "import-mode-fixed");
        }
        let at = Mode::ALL
            .iter()
            .position(|mode| *mode == self.mode_chosen());
        let next = at.map_or(0, |at| (at + 1) % Mode::ALL.len());
        self.decisions.mode = Mode::ALL.get(next).copied();
        self.plan_anew(cx);
    }

    /// What can be chosen.
    pub fn choices(&self, picking: Picking, scene: &Scene) -> Chooser {
        let (title, items) = match picking {
            Picking::Target(at) => (
                self.title_of_column(at, scene),
                self.targets(at, false, scene),
            ),
            Picking::Also(at) => (
                self.title_of_column(at, scene),
                self.targets(at, true, scene),
            ),
            Picking::Encoding => (scene.word("import-encoding-title"), self.encodings(scene)),
            Picking::Separator => (scene.word("import-separator-title"), self.signs(scene)),
            Picking::Sheet => (scene.word("import-sheet-title"), self.sheets()),
        };
        Chooser::new(title, items)
    }

    fn title_of_column(&self, at: usize, scene: &Scene) -> String {
        let column = self.shown_column(at, scene);
        let header = column.map(|column| column.header).unwrap_or_default();
        scene.format("import-target-title", &[("header", header.into())])
    }

    /// All that a column may go to; what another goes to already is told.
    fn targets(&self, at: usize, also: bool, scene: &Scene) -> Vec<Item<Ask>> {
        let Some(kind) = self.kind() else {
            return Vec::new();
        };
        let there: Vec<Target> = self
            .mapped()
            .get(at)
            .map_or(Vec::new(), |column| column.targets().to_vec());
        let mut items = Vec::new();
        if !also {
            let left = Ask::Reread(Reread::Goes(at, Vec::new()));
            let found = Ask::Reread(Reread::Recognised(at));
            items.push(Item::new(scene.word("import-column-left"), "", left));
            items.push(Item::new(scene.word("import-column-found"), "", found));
        }
        for target in Target::all(kind) {
            let mut others = self.mapped().iter().enumerate();
            let other =
                others.find(|(other, column)| *other != at && column.targets().contains(&target));
            let other = other.map(|(_, column)| {
                scene.format(
                    "import-column-taken",
                    &[("header", column.header.as_str().into())],
                )
            });
            let detail: Vec<String> = std::iter::once(target.key(kind)).chain(other).collect();
            let mut goes = match also {
                true => there.clone(),
                false => Vec::new(),
            };
            if !goes.contains(&target) {
                goes.push(target);
            }
            items.push(Item {
                on: there.contains(&target),
                ..Item::new(
                    target.words(kind, scene.lang()),
                    detail.join(" · "),
                    Ask::Reread(Reread::Goes(at, goes)),
                )
            });
        }
        items
    }

    fn encodings(&self, scene: &Scene) -> Vec<Item<Ask>> {
        let asked = self.source.options().and_then(|options| options.encoding);
        let found = Item {
            on: asked.is_none(),
            ..Item::new(
                scene.word("import-as-found"),
                "",
                Ask::Reread(Reread::Encoding(None)),
            )
        };
        let all = Charset::NAMES.iter().filter_map(|name| {
            let charset = Charset::named(name)?;
            Some(Item {
                on: self.encoding() == Some(charset.name()),
                ..Item::new(
                    charset.name(),
                    *name,
                    Ask::Reread(Reread::Encoding(Some(charset))),
                )
            })
        });
        std::iter::once(found).chain(all).collect()
    }

    fn signs(&self, scene: &Scene) -> Vec<Item<Ask>> {
        let asked = self.source.options().and_then(|options| options.separator);
        let found = Item {
            on: asked.is_none(),
            ..Item::new(
                scene.word("import-as-found"),
                "",
                Ask::Reread(Reread::Separator(None)),
            )
        };
        let all = SIGNS.iter().filter_map(|name| {
            let sign = options::separator(name)?;
            let words = match *name {
                "tab" => scene.word("import-as-tab"),
                sign => scene.format("import-as-sign", &[("sign", sign.into())]),
            };
            Some(Item {
                on: self.separator() == Some(char::from(sign)),
                ..Item::new(words, "", Ask::Reread(Reread::Separator(Some(sign))))
            })
        });
        std::iter::once(found).chain(all).collect()
    }

    fn sheets(&self) -> Vec<Item<Ask>> {
        let sheets = self.read.proposed.sheets.iter().enumerate();
        sheets
            .map(|(at, name)| Item {
                on: self.sheet() == Some(at + 1),
                ..Item::new(
                    name,
                    (at + 1).to_string(),
                    Ask::Reread(Reread::Sheet(at + 1)),
                )
            })
            .collect()
    }

    /// Has the file read otherwise, and planned anew. What is decided of its rows holds on, but where the rows are others.
    pub fn reread(&mut self, how: Reread, cx: &mut Context) {
        let mut mapping = self.read.proposed.mapping.clone();
        // What was chosen and is not read yet counts.
        if let Some(chosen) = self
            .source
            .options()
            .and_then(|options| options.mapping.as_ref())
        {
            mapping.take_over(chosen);
        }
        let Some(options) = self.source.options_mut() else {
            return;
        };
        match how {
            Reread::Encoding(encoding) => options.encoding = encoding,
            Reread::Separator(separator) => options.separator = separator,
            Reread::Sheet(number) => {
                options.sheet = Some(number.to_string());
                self.decisions = self.decisions.of_no_row();
                self.changed.clear();
            }
            Reread::Goes(at, targets) => {
                let Some(column) = mapping.columns.get_mut(at) else {
                    return;
                };
                column.goes = match targets.is_empty() {
                    true => Goes::Left(Left::Choice),
                    false => Goes::To(targets, By::Choice),
                };
                options.mapping = Some(mapping);
            }
            Reread::Alone => {
                options.is_alone = true;
                options.mapping = None;
            }
            Reread::Recognised(at) => {
                mapping.columns.get_mut(at).map(Mapped::to_be_recognised);
                options.mapping = Some(mapping);
            }
            Reread::Clears(at) => {
                let Some(column) = mapping.columns.get_mut(at) else {
                    return;
                };
                match column.is_cleared("") {
                    true => column.clears.retain(|cell| !cell.trim().is_empty()),
                    false => column.clears.push(String::new()),
                }
                options.mapping = Some(mapping);
            }
        }
        self.plan_anew(cx);
    }
}
