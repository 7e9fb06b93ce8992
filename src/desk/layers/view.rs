//! Saving what the pane shows as a view: its name, its key, whose it is.

use super::Surface;
use crate::catalog::{VIEW, View};
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::input::Input;
use crate::desk::screen::Screen;
use crate::desk::status::Tone;
use crate::desk::step;
use crate::keymap::{Code, Key, Mode};
use crate::model::fold::fold;
use crate::model::{Fields, RecordRef, Verb, check};

/// What is asked of a view, in the order of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewLine {
    /// Its name.
    Name,
    /// The character that opens it.
    Key,
    /// Whether it is everybody's.
    Shared,
}

/// The questions.
#[derive(Debug)]
pub struct SaveView {
    /// The name typed.
    pub name: Input,
    /// The key typed: one character, or none.
    pub key: Input,
    /// Whether everybody may open it.
    pub shared: bool,
    /// The line with the keyboard.
    pub focus: ViewLine,
    /// The view of that name that would be replaced, as it is called.
    pub replaces: Option<String>,
}

impl SaveView {
    /// Asks under what name the pane's view is kept; that of the open view is proposed.
    pub fn open(screen: &Screen, scene: &Scene) -> SaveView {
        let open = screen
            .list()
            .and_then(|pane| pane.view.as_ref())
            .and_then(|(record, _)| scene.catalog.get(*record))
            .filter(|record| !record.trashed)
            .and_then(View::of);
        let key = open.as_ref().and_then(|view| view.key);
        let mut save = SaveView {
            name: Input::new(open.as_ref().map_or("", |view| view.name.as_str())),
            key: Input::new(key.map_or(String::new(), String::from)),
            shared: open.as_ref().is_some_and(|view| view.owner.is_none()),
            focus: ViewLine::Name,
            replaces: None,
        };
        save.read(scene);
        save
    }

    /// Looks whether the name typed is that of a view already.
    fn read(&mut self, scene: &Scene) {
        self.replaces = self.replaced(scene).map(|view| view.name);
    }

    /// The view that saving would replace: of that name, and as much the user's own or everybody's.
    fn replaced(&self, scene: &Scene) -> Option<View> {
        let name = fold(self.name.text().trim());
        scene
            .catalog
            .views(&scene.settings.author)
            .into_iter()
            .find(|view| view.owner.is_none() == self.shared && fold(&view.name) == name)
    }

    /// Keeps the view.
    fn save(&self, screen: &mut Screen, cx: &mut Context) {
        let replaced = self.replaced(cx);
        let Some(pane) = screen.list_mut() else {
            return;
        };
        let name = self.name.text().trim().to_string();
        if name.is_empty() {
            return cx.say_word(Tone::Warning, "view-name-needed");
        }
        let key = self.key.text().trim().chars().next();
        let taken = cx.catalog.views(&cx.settings.author);
        let taken = taken
            .iter()
            .find(|other| key.is_some() && other.key == key)
            .filter(|other| {
                replaced
                    .as_ref()
                    .is_none_or(|own| own.record != other.record)
            });
        if let (Some(other), Some(key)) = (taken, key) {
            let key = key.to_string();
            let named = [
                ("key", key.as_str().into()),
                ("name", other.name.as_str().into()),
            ];
            let text = cx.format("view-key-taken", &named);
            return cx.say(Tone::Warning, text);
        }
        let layout = pane.layout();
        let before = replaced.as_ref().and_then(|v| cx.catalog.get(v.record));
        let (verb, record) = match &replaced {
            Some(view) => (Verb::Edit, view.record),
            None => (Verb::Add, RecordRef::new(VIEW, cx.new_id())),
        };
        let view = View {
            record,
            name: name.clone(),
            pane: pane.id.key().to_string(),
            layout,
            key,
            owner: (!self.shared).then(|| cx.settings.author.login.clone()),
        };
        let fields = view.fields(before.map_or_else(Fields::new, |record| record.fields()));
        if let Some(refusal) = refusal(&fields, cx) {
            return cx.say(Tone::Error, refusal);
        }
        pane.view = Some((record, view.layout));
        cx.ask(Ask::Close);
        let step = step::of_one(verb, record, name, &[]);
        let edit = step::edit(cx.catalog, record, fields, false);
        cx.commit(step, vec![edit], Waiting::Change);
    }
}

/// What is wrong with a view of these fields, in words.
fn refusal(fields: &Fields, scene: &Scene) -> Option<String> {
    let exists = |record| scene.catalog.get(record).is_some();
    let problems = check::check(VIEW, fields, &exists);
    let problem = problems.first()?;
    let label = VIEW.field(problem.field);
    let label = label.map_or("", |field| field.label(scene.lang()));
    let fault = scene.words().fault(VIEW, &problem.fault);
    let named = [("field", label.into()), ("why", fault.as_str().into())];
    Some(scene.format("view-refused", &named))
}

impl Surface for SaveView {
    fn mode(&self) -> Mode {
        Mode::View
    }

    fn run(&mut self, command: Command, screen: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::FieldNext => {
                self.focus = match self.focus {
                    ViewLine::Name => ViewLine::Key,
                    ViewLine::Key => ViewLine::Shared,
                    ViewLine::Shared => ViewLine::Name,
                }
            }
            Command::FieldPrevious => {
                self.focus = match self.focus {
                    ViewLine::Shared => ViewLine::Key,
                    ViewLine::Name => ViewLine::Shared,
                    ViewLine::Key => ViewLine::Name,
                }
            }
            Command::Accept | Command::FormSave => self.save(screen, cx),
            _ => return false,
        }
        true
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = match self.focus {
            ViewLine::Name => self.name.key(key),
            ViewLine::Key => {
                if matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt {
                    self.key = Input::default();
                }
                self.key.key(key)
            }
            ViewLine::Shared => {
                let turns = matches!(key.code, Code::Char(' ') | Code::Left | Code::Right);
                self.shared ^= turns;
                turns
            }
        };
        if taken {
            self.read(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        let named = self.focus == ViewLine::Name;
        if named {
            self.name.insert(text);
            self.read(cx);
        }
        named
    }

    fn proposes(&self) -> bool {
        true
    }
}
