//! A list to choose from, narrowed by typing: kinds, themes, keymaps, fields, what to copy; and the list
//! that the palette, the columns and the views are made of.

use std::ops::Range;

use super::{Surface, Typed};
use crate::catalog::{self, Terms};
use crate::command::Command;
use crate::config::Setting;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::pane::PaneId;
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::desk::window::scrolled;
use crate::keymap::{Key, Mode};
use crate::model::fold::fold;
use crate::model::text::COMPARED;
use crate::model::{Collection, Kind};
use crate::theme::AUTO;

/// One item of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<T> {
    /// What it is called.
    pub label: String,
    /// What stands to the right: its keys, its id, its kind.
    pub detail: String,
    /// Why it can't be chosen now.
    pub disabled: Option<String>,
    /// Whether it is switched on (columns, the theme in use).
    pub on: bool,
    /// What it stands for.
    pub what: T,
}

impl<T> Item<T> {
    /// An item that can be chosen.
    pub fn new(label: impl Into<String>, detail: impl Into<String>, what: T) -> Item<T> {
        Item {
            label: label.into(),
            detail: detail.into(),
            disabled: None,
            on: false,
            what,
        }
    }
}

/// An item on the screen, with the letters that the typed text matched (byte ranges of the label).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its place among the items.
    pub item: usize,
    /// The matched letters.
    pub matched: Vec<Range<usize>>,
}

/// The list. Its items stand for what is asked when they are chosen, unless a layer makes more of them.
#[derive(Debug)]
pub struct Chooser<T = Ask> {
    /// Its heading.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// All items.
    pub items: Vec<Item<T>>,
    /// Those that match, best first.
    pub shown: Vec<Shown>,
    /// The one under the cursor.
    pub cursor: usize,
    /// The first on the screen.
    pub offset: usize,
}

impl<T> Chooser<T> {
    /// A list with nothing typed yet.
    pub fn new(title: impl Into<String>, items: Vec<Item<T>>) -> Chooser<T> {
        let mut chooser = Chooser {
            title: title.into(),
            input: Input::default(),
            items,
            shown: Vec::new(),
            cursor: 0,
            offset: 0,
        };
        chooser.narrow();
        chooser
    }

    /// Finds the items that match what is typed; labels count before details.
    pub fn narrow(&mut self) {
        let text = self.input.text().to_string();
        (self.cursor, self.offset) = (0, 0);
        // Nothing in a list is that long.
        if text.len() > COMPARED {
            return self.shown.clear();
        }
        let terms = Terms::of(&text);
        // Scattered letters count only where no item has the words as they are.
        let words = fold(&text);
        let whole = |item: &Item<T>| {
            let held = fold(&format!("{} {}", item.label, item.detail));
            words.split_whitespace().all(|word| held.contains(word))
        };
        let strict = self.items.iter().any(whole);
        let mut scored: Vec<(i64, Shown)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| !strict || whole(item))
            .filter_map(|(at, item)| {
                let label = catalog::score_text(&item.label, &text);
                let detail = catalog::score_text(&item.detail, &text).map(|score| score / 2);
                let both =
                    || catalog::score_text(&format!("{} {}", item.label, item.detail), &text);
                let score = label.max(detail).or_else(both)?;
                Some((
                    score,
                    Shown {
                        item: at,
                        matched: catalog::highlight(&item.label, &terms, true),
                    },
                ))
            })
            .collect();
        if !text.trim().is_empty() {
            scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        }
        self.shown = scored.into_iter().map(|(_, shown)| shown).collect();
    }

    /// Takes other items; the cursor stays on the one that is the same, or else where it was.
    pub fn renew(&mut self, items: Vec<Item<T>>, is_same: impl Fn(&T, &T) -> bool, scene: &Scene) {
        let (cursor, offset) = (self.cursor, self.offset);
        let under = self.shown.get(cursor).map(|shown| shown.item);
        let before = std::mem::replace(&mut self.items, items);
        let under = under.and_then(|at| before.get(at));
        self.narrow();
        let items = &self.items;
        let is_under = |shown: &Shown| {
            let pair = items.get(shown.item).zip(under);
            pair.is_some_and(|(item, under)| is_same(&item.what, &under.what))
        };
        let at = self.shown.iter().position(is_under);
        let last = self.shown.len().saturating_sub(1);
        self.cursor = at.unwrap_or(cursor).min(last);
        self.offset = offset.min(self.cursor);
        self.step(Motion::Rows(0), scene);
    }

    /// The item under the cursor.
    pub fn selected(&self) -> Option<&Item<T>> {
        self.shown
            .get(self.cursor)
            .and_then(|shown| self.items.get(shown.item))
    }

    /// Moves the cursor, staying in the list.
    pub fn step(&mut self, motion: Motion, scene: &Scene) {
        let rows = scene.layer_rows();
        self.cursor = self
            .cursor
            .saturating_add_signed(motion.rows(rows))
            .min(self.shown.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.shown.len(), rows);
    }

    /// A key for the line that narrows it; says whether it was taken.
    pub fn key(&mut self, key: Key) -> bool {
        let taken = self.input.key(key);
        if taken {
            self.narrow();
        }
        taken
    }

    /// A text for the line that narrows it.
    pub fn insert(&mut self, text: &str) {
        self.input.insert(text);
        self.narrow();
    }
}

impl<T> Typed for Chooser<T> {
    fn type_key(&mut self, key: Key) -> bool {
        self.key(key)
    }

    fn type_text(&mut self, text: &str) {
        self.insert(text);
    }
}

impl Chooser {
    /// Chooses the item under the cursor: the list goes, and what it stands for is asked.
    pub fn choose(&self, cx: &mut Context) {
        let Some(chosen) = self.selected() else {
            return;
        };
        if let Some(reason) = &chosen.disabled {
            return cx.say(Tone::Warning, reason);
        }
        cx.ask(Ask::Close);
        cx.ask(chosen.what.clone());
    }

    /// A kind to open as a pane.
    pub fn of_kinds(scene: &Scene) -> Chooser {
        let items = Kind::ALL
            .iter()
            .map(|kind| {
                let count = scene.catalog.count(Collection::All(*kind));
                let count = scene.texts().number(count);
                let detail = format!("{} · {count}", called(Collection::All(*kind), scene));
                let pane = Ask::Pane(PaneId::Kind(*kind));
                Item::new(kind.plural(scene.lang()), detail, pane)
            })
            .collect();
        Chooser::new(scene.word("kinds-title"), items)
    }

    /// As what a file is imported.
    pub fn of_imports(scene: &Scene) -> Chooser {
        let items = Collection::all()
            .map(|c| Item::new(c.plural(scene.lang()), called(c, scene), Ask::ImportPath(c)))
            .collect();
        Chooser::new(scene.word("import-kind-title"), items)
    }

    /// A theme.
    pub fn of_themes(scene: &Scene) -> Chooser {
        let settings = scene.settings;
        let detail = |name: &str| match name {
            AUTO => scene.word("theme-auto"),
            _ => String::new(),
        };
        let items = settings
            .themes
            .iter()
            .map(|name| Item {
                on: settings.theme_named == *name,
                ..Item::new(
                    name,
                    detail(name),
                    Ask::Choose(Setting::Theme, name.clone()),
                )
            })
            .collect();
        Chooser::new(scene.word("themes-title"), items)
    }

    /// A keymap.
    pub fn of_keymaps(scene: &Scene) -> Chooser {
        let settings = scene.settings;
        let items = settings
            .keymaps
            .iter()
            .map(|name| Item {
                on: settings.keymap.name() == name,
                ..Item::new(name, "", Ask::Choose(Setting::Keymap, name.clone()))
            })
            .collect();
        Chooser::new(scene.word("keymaps-title"), items)
    }

    /// Which field of the marked records a bulk edit changes; says how many of other kinds are left out.
    pub fn of_bulk_fields(screen: &Screen, cx: &mut Context) -> Option<Chooser> {
        let (kind, _, others) = screen.marked_of_a_kind()?;
        if others > 0 {
            let text = cx.format("bulk-other-kinds", &[("n", others.into())]);
            cx.say(Tone::Warning, text);
        }
        let fields = kind.fields().iter();
        let items = fields
            .map(|f| Item::new(f.label(cx.lang()), f.key, Ask::Bulk(f.number)))
            .collect();
        Some(Chooser::new(cx.word("bulk-field-title"), items))
    }
}

impl Surface for Chooser {
    fn mode(&self) -> Mode {
        Mode::Picker
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.step(motion, cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let accepts = command == Command::Accept;
        if accepts {
            self.choose(cx);
        }
        accepts
    }

    fn narrows(&mut self) -> Option<&mut dyn Typed> {
        Some(self)
    }

    fn proposes(&self) -> bool {
        true
    }
}

/// By what else a collection is looked for: its key, and the name of one record where its tab is called otherwise
/// (*Contacts* are persons).
fn called(collection: Collection, scene: &Scene) -> String {
    let (plural, key) = (collection.plural(scene.lang()), collection.key());
    match collection {
        Collection::All(kind) if !fold(plural).starts_with(&fold(kind.name(scene.lang()))) => {
            format!("{} · {key}", kind.name(scene.lang()).to_lowercase())
        }
        _ => key.to_string(),
    }
}
