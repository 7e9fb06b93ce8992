//! The copy menu: what can be copied of the records meant.

use super::chooser::{Chooser, Item};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, MANY, Scene};
use crate::desk::jobs::Cue;
use crate::desk::jobs::copies::{Copies, Copyable};
use crate::desk::message::Job;
use crate::desk::pane::PaneId;
use crate::desk::screen::Screen;
use crate::desk::status::Tone;
use crate::model::Kind;

impl Chooser {
    /// What can be copied of the records meant: of several, a line each. Of many it is gathered aside.
    pub fn of_copies(screen: &Screen, cx: &mut Context) -> Option<Chooser> {
        let copies = Copies {
            catalog: cx.catalog.clone(),
            columns: columns(screen),
            records: screen.chosen(cx),
            lang: cx.lang(),
        };
        if copies.records.len() > MANY {
            let count = copies.records.len();
            cx.work.copies = Some(cx.begin(Job::Copy(Box::new(copies))));
            let words = cx.format("copy-gathering", &[("n", count.into())]);
            cx.say(Tone::Note, words);
            return None;
        }
        let copyable = Cue::here(|cue| copies.made(cue))?;
        Chooser::of_copyable(copyable, copies.records.len() == 1, cx)
    }

    /// The menu of what was gathered, of one record or of several.
    pub fn of_copyable(copyable: Vec<Copyable>, of_one: bool, scene: &Scene) -> Option<Chooser> {
        let texts = scene.texts();
        let item = |copyable: Copyable| {
            let what = texts.get(copyable.label);
            let label = match of_one {
                true => what.to_string(),
                false => {
                    let counted = [("what", what.into()), ("n", copyable.count.into())];
                    texts.format("copy-many", &counted)
                }
            };
            Item::new(label, copyable.shown, Ask::Copy(copyable.text))
        };
        let items: Vec<Item<Ask>> = copyable.into_iter().map(item).collect();
        (!items.is_empty()).then(|| Chooser::new(scene.word("copy-title"), items))
    }
}

/// The columns of a row of each kind, where there are rows.
fn columns(screen: &Screen) -> Vec<(Kind, Vec<String>)> {
    let Some(pane) = screen.list() else {
        return Vec::new();
    };
    let columns = Kind::ALL.iter().map(|kind| {
        // What is no row of the list has the columns of its own kind.
        let columns = match pane.kinds().contains(kind) {
            true => pane.columns.clone(),
            false => PaneId::Kind(*kind).columns(),
        };
        (
            *kind,
            columns.into_iter().map(|column| column.key).collect(),
        )
    });
    columns.collect()
}
