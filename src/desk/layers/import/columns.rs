//! The columns of the file of an import: what each goes to, why, and what is made of it otherwise.

use super::{Face, ImportView};
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::jobs::rereading::{Picking, Reread};
use crate::desk::status::Tone;
use crate::exchange::mapping::{By, Goes, Left, Mapped};
use crate::locale;
use crate::model::fold::fold;

/// A column as it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownColumn {
    /// Its place, from 1.
    pub number: usize,
    /// Its header; in words where it has none.
    pub header: String,
    /// Some of its values.
    pub samples: String,
    /// What it goes to, or why nowhere.
    pub goes: String,
    /// Whether it goes anywhere.
    pub is_read: bool,
    /// Whether something is said of how its cells are meant.
    pub is_noted: bool,
}

impl ImportView {
    /// The columns, in the order of the file.
    pub fn mapped(&self) -> &[Mapped] {
        &self.read.proposed.mapping.columns
    }

    /// The number of the column under the cursor, from 0.
    pub(super) fn column(&self) -> Option<usize> {
        let at = self.columns.selected()?;
        (at < self.mapped().len()).then_some(at)
    }

    /// Finds the columns again that show.
    pub(super) fn narrow_columns(&mut self, scene: &Scene) {
        let lang = scene.lang();
        let read = self.read.clone();
        let Some(kind) = self.kind() else {
            return;
        };
        let folded: Vec<String> = read
            .proposed
            .mapping
            .columns
            .iter()
            .map(|column| fold(&format!("{} {}", column.header, column.words(kind, lang))))
            .collect();
        self.columns.narrow(folded.iter().map(String::as_str));
        let rows = self.rows(scene);
        self.columns.step(0, rows);
    }

    /// A column as it shows, by its number from 0.
    pub fn shown_column(&self, at: usize, scene: &Scene) -> Option<ShownColumn> {
        let column = self.mapped().get(at)?;
        let goes = match &column.goes {
            Goes::To(..) => column.words(self.kind()?, scene.lang()),
            Goes::Left(_) => scene.word("import-column-left"),
        };
        Some(ShownColumn {
            number: at + 1,
            header: match column.header.is_empty() {
                true => scene.word("import-column-nameless"),
                false => column.header.clone(),
            },
            samples: column.samples.join(" · "),
            goes,
            is_read: !column.targets().is_empty(),
            is_noted: !self.remarks(at, scene).is_empty(),
        })
    }

    /// What is said of how the cells of a column are meant.
    fn remarks(&self, at: usize, scene: &Scene) -> Vec<String> {
        let said = self.plan.said.iter();
        let said =
            said.filter(|remark| remark.column == Some(at + 1) && !remark.kind.is_of_mapping());
        said.map(|remark| locale::remark_said(scene.texts(), remark))
            .collect()
    }

    /// What is told of the column under the cursor, each behind its label; what is to be looked at has none.
    pub fn told_of_column(&self, scene: &Scene) -> Vec<(String, String)> {
        let (Some(at), Some(kind)) = (self.column(), self.kind()) else {
            return Vec::new();
        };
        let Some(column) = self.mapped().get(at) else {
            return Vec::new();
        };
        let keys = column.targets().iter().map(|target| target.key(kind));
        let keys = keys.collect::<Vec<String>>().join(" + ");
        let goes = match &column.goes {
            Goes::To(..) => format!("{} ({keys})", column.words(kind, scene.lang())),
            Goes::Left(_) => scene.word("import-column-left"),
        };
        let mut told = vec![
            (scene.word("import-column-goes"), goes),
            (scene.word("import-column-why"), why(&column.goes, scene)),
            (
                scene.word("import-column-samples"),
                match column.samples.is_empty() {
                    true => scene.word("import-column-blank"),
                    false => column.samples.join(" · "),
                },
            ),
        ];
        if !column.targets().is_empty() {
            told.push((scene.word("import-column-clears"), clears(column, scene)));
        }
        let remarks = self.remarks(at, scene).into_iter();
        told.extend(remarks.map(|words| (String::new(), words)));
        told
    }

    /// Runs what is done to columns, or leads there; says whether that command is it.
    pub(super) fn run_on_columns(&mut self, command: Command, cx: &mut Context) -> bool {
        use Command as C;
        match command {
            C::ImportEncoding => self.pick_how(Picking::Encoding, cx),
            C::ImportSeparator => self.pick_how(Picking::Separator, cx),
            C::ImportSheet => self.pick_how(Picking::Sheet, cx),
            C::ImportMode => self.turn_mode(cx),
            C::ImportColumns => self.face = self.other_face(cx),
            _ if self.face == Face::Rows => return false,
            C::ImportTarget => {
                if let Some(at) = self.column() {
                    cx.ask(Ask::Pick(Picking::Target(at)));
                }
            }
            C::ImportAlso => {
                if let Some(at) = self.column() {
                    cx.ask(Ask::Pick(Picking::Also(at)));
                }
            }
            C::ImportKeep => self.ask_for_name(cx),
            C::ImportForget => self.drop_mapping(cx),
            C::ImportLeaveOut => self.reread_column(|at| Reread::Goes(at, Vec::new()), cx),
            C::ImportClears => self.reread_column(Reread::Clears, cx),
            C::ImportRecognise => self.reread_column(Reread::Recognised, cx),
            // What is decided of rows is decided where they show.
            C::ImportThis | C::ImportNew | C::ImportSkip | C::ImportAlike | C::ImportUndecide => {}
            C::ImportCandidateNext | C::ImportCandidatePrevious => {}
            C::ImportShowNext | C::ImportShowPrevious | C::ImportRefused => {}
            _ => return false,
        }
        true
    }

    fn reread_column(&mut self, how: impl FnOnce(usize) -> Reread, cx: &mut Context) {
        if let Some(at) = self.column() {
            self.reread(how(at), cx);
        }
    }

    fn other_face(&self, cx: &mut Context) -> Face {
        if self.face == Face::Rows && self.mapped().is_empty() {
            cx.say_word(Tone::Note, "import-columns-fixed");
            return Face::Rows;
        }
        match self.face {
            Face::Rows => Face::Columns,
            Face::Columns => Face::Rows,
        }
    }
}

/// Why a column goes where it goes.
fn why(goes: &Goes, scene: &Scene) -> String {
    match goes {
        Goes::To(_, By::Label) => scene.word("import-by-label"),
        Goes::To(_, By::Word) => scene.word("import-by-word"),
        Goes::To(_, By::Content) => scene.word("import-by-content"),
        Goes::To(_, By::Kept) => scene.word("import-by-kept"),
        Goes::To(_, By::Choice) | Goes::Left(Left::Choice) => scene.word("import-by-choice"),
        Goes::Left(Left::Unknown(None)) => scene.word("import-by-nothing"),
        Goes::Left(Left::Unknown(Some(near))) => {
            scene.format("import-by-near", &[("near", near.as_str().into())])
        }
        Goes::Left(Left::Told) => scene.word("import-by-told"),
        Goes::Left(Left::Nameless) => scene.word("import-by-nameless"),
    }
}

/// The cells of a column that say that there is no value, in words.
fn clears(column: &Mapped, scene: &Scene) -> String {
    let cells = column.clears.iter();
    let cells: Vec<String> = cells
        .map(|cell| match cell.trim() {
            "" => scene.word("import-clears-blank"),
            cell => scene.format("import-clears-cell", &[("cell", cell.into())]),
        })
        .collect();
    match cells.is_empty() {
        true => scene.word("import-clears-nothing"),
        false => cells.join(", "),
    }
}
