//! Every screen with hostile text in all that it shows.

use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guichet::catalog::Catalog;
use guichet::command::Command;
use guichet::desk::message::Msg;
use guichet::keymap::Key;
use guichet::model::kinds::{organisation, role, view};
use guichet::model::{
    Author, Commit, Content, Date, Edit, FieldType, Fields, Kind, Lang, RecordRef, Step, Value,
    Verb,
};
use guichet::runtime::Order;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::{Reader, Store};
use guichet::term::clipboard::{self, Between};
use tempfile::TempDir;
use ulid::Ulid;
use vt100::Parser;

use super::witness::{Effects, Witness};
use super::{strings, worked};
use crate::scripts::session::{Session, start};

/// How long a key may keep a thread at work, without optimisation.
const PATIENCE: Duration = Duration::from_secs(2);
/// Of six organisations that one can be saved as it is.
const VALID: usize = 4;
/// How many organisations share the texts.
const ORGANISATIONS: usize = 60;

/// Gives out texts, the first ones again after the last.
struct Texts {
    all: Vec<String>,
    next: usize,
}

impl Texts {
    fn new() -> Texts {
        let all = [strings::all(), strings::floods()].concat();
        Texts { all, next: 0 }
    }

    fn next(&mut self) -> String {
        self.next += 1;
        self.all[self.next % self.all.len()].clone()
    }
}

fn reference(kind: Kind, number: usize) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number as u128 + 1))
}

/// A record with hostile text wherever text can stand, also where the program would take none.
fn fields(kind: Kind, number: usize, texts: &mut Texts) -> Fields {
    let mut fields = Fields::new();
    for field in kind.fields() {
        let mut one = |at: usize| match field.kind {
            FieldType::Integer => Value::Integer(i64::MIN + at as i64),
            FieldType::Decimal | FieldType::Money => Value::Money(i64::MAX - at as i64),
            FieldType::Date => Value::Date(Date::new(2026, 11, 0).unwrap()),
            FieldType::DateTime => Value::Moment(start()),
            FieldType::Boolean => Value::Boolean(true),
            FieldType::Reference(kinds) => {
                let kind = kinds.first().copied().unwrap_or(Kind::Organisation);
                Value::Reference(reference(kind, number % 3))
            }
            _ => Value::text(texts.next()),
        };
        let value = match field.many {
            true => Value::Many(vec![one(0), one(1)]),
            false => one(0),
        };
        fields.set(field.number, Some(value));
    }
    match kind {
        Kind::Organisation => {
            let role = Value::text(["adherent", "partner"][number / 3 % 2]);
            let mut roles = vec![role, Value::text(texts.next())];
            if number % 6 == VALID {
                // Text where text can stand, and nothing else: the form takes it.
                roles.truncate(1);
                let known = [
                    &organisation::NAME,
                    &organisation::CITY,
                    &organisation::NOTE,
                ];
                let known = known.map(|field| (field.number, fields.get(field.number).cloned()));
                fields = Fields::new();
                known
                    .into_iter()
                    .for_each(|(number, value)| fields.set(number, value));
            }
            fields.set(organisation::ROLES.number, Some(Value::Many(roles)));
        }
        Kind::View => {
            fields.set(view::PANE.number, Some(Value::text("1")));
            fields.set(view::KEY.number, None);
            fields.set(view::OWNER.number, None);
        }
        Kind::Role => {
            // One role each, and somebody who can change them.
            let login = format!("{}{number}", texts.next());
            fields.set(role::LOGIN.number, Some(Value::text(login)));
            if number == 0 {
                fields.set(role::ROLE.number, Some(Value::text("manager")));
            }
        }
        _ => {}
    }
    fields
}

/// A store with nothing but hostile records, of every kind; one of each kind lies in the trash.
pub fn furnish(store: &Path) {
    let (mut store, _) = Store::open(store).unwrap();
    let mut texts = Texts::new();
    let mut edits = Vec::new();
    for kind in Kind::ALL {
        let count = if *kind == Kind::Organisation {
            ORGANISATIONS
        } else {
            4
        };
        edits.extend((0..count).map(|number| Edit {
            record: reference(*kind, number),
            base: 0,
            after: Some(Content {
                trashed: number == 3,
                fields: fields(*kind, number, &mut texts),
            }),
        }));
    }
    let commit = |author: String, subject: String, edits: Vec<Edit>| Commit {
        author: Author::called(&author),
        at: start() - 1_000,
        step: Step {
            verb: Verb::Import,
            subject,
            kind: "organisation".to_string(),
            fields: vec![],
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    };
    let (author, subject) = (texts.next(), texts.next());
    store.commit(&commit(author, subject, edits)).unwrap();
    store.close().unwrap();
}

/// A desk on hostile records, and who watches it.
struct Walk {
    home: TempDir,
    session: Session,
    witness: Witness,
    modes: BTreeSet<String>,
}

impl Walk {
    /// Opens the desk with hostile files and a hostile environment.
    fn begin(size: (u16, u16), user: &str) -> Walk {
        crossterm::style::force_color_output(true);
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        furnish(&path("store"));
        for folder in ["keymaps", "themes"] {
            let folder = path("config/guichet").join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            for text in strings::escapes()
                .iter()
                .chain(&strings::invisible())
                .step_by(9)
            {
                let name = format!("{}.toml", text.replace(['/', '\0'], ""));
                std::fs::write(folder.join(name), format!("\"{text}\" = \"{text}\"\n")).unwrap();
            }
        }
        let config = "keymap = \"a\\u001b[2Jz\"\ntheme = \"\\u009d0;t\\u0007\\u202e\"\n\"\\u001b]0;x\\u0007\" = 1\n";
        std::fs::write(path("config/guichet/config.toml"), config).unwrap();
        let text = |name: &str| path(name).display().to_string();
        let surroundings = Surroundings::made_up(&[
            ("HOME", &text("")),
            ("XDG_CONFIG_HOME", &text("config")),
            ("XDG_STATE_HOME", &text("state")),
            ("LANG", "fr_FR.UTF-8\u{1b}]0;l\u{7}"),
            ("TERM", "xterm\u{1b}[2J"),
            ("COLORTERM", "truecolor"),
            ("USER", user),
        ]);
        let session = Session::start(&path("store"), &surroundings, size, start());
        let mut walk = Walk {
            home,
            session,
            witness: Witness::new(size),
            modes: BTreeSet::new(),
        };
        walk.look();
        walk
    }

    fn look(&mut self) {
        self.session.settle();
        self.witness.look(&self.session);
        if let Some(layer) = self.session.desk.layers.last() {
            self.modes.insert(layer.surface().mode().id().to_string());
        }
    }

    fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            let begin = worked();
            self.session.key(name.parse::<Key>().unwrap());
            assert!(
                (worked() - begin) < PATIENCE,
                "{name} took {:?}",
                (worked() - begin)
            );
            self.look();
        }
    }

    fn run(&mut self, id: &str) {
        self.session.run(Command::by_id(id).unwrap());
        self.look();
    }

    /// Pastes a text, of whatever length; nobody waits for it.
    fn paste(&mut self, text: &str) {
        let begin = worked();
        self.session.take(Msg::Paste(text.to_string()));
        assert!(
            (worked() - begin) < PATIENCE,
            "{} bytes took {:?}",
            text.len(),
            (worked() - begin)
        );
        self.look();
    }

    fn meant(&self) -> RecordRef {
        let desk = &self.session.desk;
        desk.screen.meant(&desk.scene())[0]
    }

    fn is_on_what_can_be_saved(&self) -> bool {
        u128::from(self.meant().id) as usize % 6 == VALID + 1
    }

    /// Somebody else gives the record that is meant another name.
    fn renamed_by_another(&mut self, name: &str) {
        let record = self.session.desk.catalog.get(self.meant()).unwrap();
        let (record, base, fields) = (record.reference(), record.revision, record.fields());
        let reader = Reader::open(&self.home.path().join("store")).unwrap();
        let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
        let mut store = Store::join(&reader, &head, Box::new(catalog)).unwrap();
        let after = Content {
            trashed: false,
            fields: fields.with(organisation::NAME.number, Value::text(name)),
        };
        let edit = Edit {
            record,
            base,
            after: Some(after),
        };
        let commit = Commit {
            author: Author::called(name),
            at: start(),
            step: Step {
                verb: Verb::Edit,
                subject: name.to_string(),
                kind: "organisation".to_string(),
                fields: vec!["name".to_string()],
                count: 1,
            },
            edits: vec![edit],
            relies: Vec::new(),
            undoes: None,
        };
        store.commit(&commit).unwrap();
    }

    /// Looks through the preview of a file whose name, headers and cells are hostile.
    fn import(&mut self, text: &str) {
        let cell = text.replace('"', "");
        let rows = [
            "name;first_name;email",
            "Dupont;Marie;a@b.fr",
            "Dupont;Marie;a@b.fr",
        ];
        let table: String = rows
            .iter()
            .map(|row| format!("{row};\"{cell}\"\n"))
            .collect();
        // A prompt takes no control characters: of such a name there is no way to a file.
        let name = text.replace(|c: char| c == '/' || c.is_control(), "");
        let path = self.home.path().join(format!("{name}.csv"));
        std::fs::write(&path, table).unwrap();
        self.run("import-open");
        self.paste("person");
        self.keys("enter");
        self.paste(&path.display().to_string());
        self.keys("enter c down up enter esc / esc esc down up tab right enter");
        self.leave();
        self.leave();
    }

    /// Back to the list.
    fn leave(&mut self) {
        for _ in 0..6 {
            self.session.key("ctrl-g".parse::<Key>().unwrap());
            self.session.drain();
        }
        self.look();
    }

    /// Closes the desk; what was copied meanwhile does nothing but that, and drives nothing where it is
    /// pasted.
    fn end(self) -> (usize, BTreeSet<String>) {
        for order in &self.session.orders {
            let Order::Copy(text) = order else { continue };
            let driving = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            assert!(
                !text.contains(driving) && !text.contains('\u{202e}'),
                "{text:?}"
            );
            let Ok(bytes) = clipboard::sequence(text, Between::Nothing) else {
                continue;
            };
            let size = NonZeroU16::new(20).unwrap();
            let mut parser = Parser::new_with_callbacks(size, size, 0, Effects::default());
            parser.process(&bytes);
            let sent = format!("copy: {:?}", ("c", STANDARD.encode(text)));
            // The model tells of the end of the string by itself.
            let end = format!("escape: {:?}", (None::<u8>, None::<u8>, b'\\'));
            assert_eq!(parser.callbacks().0, [sent, end]);
            assert_eq!(parser.screen().contents(), "");
        }
        self.session.finish();
        (self.witness.frames, self.modes)
    }
}

#[test]
fn lists_sheets_forms_and_histories_show_hostile_records_and_nothing_happens() {
    let mut walk = Walk::begin((140, 40), "ma\u{1b}[2Jrie\u{202e}");
    for row in 0..ORGANISATIONS / 2 {
        walk.keys("j");
        if row % 5 == 0 {
            walk.keys("enter j j j e tab tab pgdn");
            walk.leave();
            walk.keys("H j enter");
            walk.leave();
            for line in ["", "down", "down down down"] {
                walk.keys("y");
                walk.keys(line);
                walk.keys("enter");
                walk.leave();
            }
        }
    }
    walk.session.resize(80, 24);
    walk.keys("g g j enter j j j j pgdn pgdn");
    walk.leave();
    walk.keys("2 j j 3 j j 4 j 5 j 6 j 7 j j 8 j 9 j 0 j T j j enter");
    walk.leave();
    for kind in Kind::ALL {
        walk.keys("K");
        walk.paste(kind.plural(Lang::Fr));
        walk.keys("enter j enter j");
        walk.leave();
    }
    let copies = |order: &&Order| matches!(order, Order::Copy(_));
    assert!(walk.session.orders.iter().filter(copies).count() > 5);
    let (frames, _) = walk.end();
    println!("{frames} frames");
}

#[test]
fn every_layer_shows_hostile_texts_and_nothing_happens() {
    let mut walk = Walk::begin((120, 40), "\u{9d}0;t\u{9c}\u{301}\u{301}");
    let pasted = "a\u{1b}]0;t\u{7}\u{9b}2J\u{202e}👩\u{200d}👧 日本 e\u{301}\u{200b}z";
    let mut floods = strings::floods().into_iter().cycle();
    for width in [61, 118] {
        walk.keys("1 j j");
        for open in [
            "/", "space", ":", "A", "e", "n", "c", "t", "a", "v", "o", "y", "?", ",", "K",
        ] {
            walk.keys(open);
            walk.paste(pasted);
            walk.paste(&floods.next().unwrap());
            walk.keys("down up tab ctrl-s");
            walk.leave();
        }
        walk.keys("space");
        walk.paste("a");
        walk.keys("down ctrl-x down down");
        walk.leave();
        walk.keys("m j m b");
        walk.paste("note");
        walk.keys("enter");
        walk.paste(pasted);
        walk.keys("ctrl-s");
        walk.leave();
        walk.keys("* d esc d y T r 1");
        walk.keys("u u u ctrl-r H j r");
        walk.leave();
        walk.keys("J j /");
        walk.paste(pasted);
        walk.keys("enter esc");
        walk.leave();
        walk.keys("J j enter j m *");
        walk.leave();
        walk.keys("o ctrl-t");
        walk.leave();
        // The same field, by somebody else meanwhile.
        walk.keys("2 g g");
        while !walk.is_on_what_can_be_saved() {
            walk.keys("j");
        }
        walk.keys("e tab");
        walk.renamed_by_another(&floods.next().unwrap());
        walk.paste(pasted);
        walk.keys("ctrl-s j m t pgdn k e");
        walk.leave();
        walk.keys("z j Z Z");
        walk.keys("0 j j enter");
        walk.leave();
        for command in ["query-explain", "theme-pick", "keymap-pick", "import-open"] {
            walk.keys("1 /");
            walk.paste(&format!("city:{pasted} xyz:{pasted}"));
            walk.keys("enter");
            walk.run(command);
            walk.keys("down enter");
            walk.paste(&format!("/no/{pasted}"));
            walk.keys("enter");
            walk.leave();
        }
        walk.import(pasted);
        walk.run("duplicates");
        walk.keys("down up tab /");
        walk.paste(pasted);
        walk.keys("enter enter l h s");
        walk.leave();
        walk.keys("5 g g m j m");
        walk.run("merge");
        walk.keys("down l h s");
        walk.leave();
        walk.session.resize(width, 17);
        walk.look();
    }
    let (frames, modes) = walk.end();
    println!("{frames} frames, {modes:?}");
    for mode in guichet::keymap::Mode::ALL {
        let mode = mode.id();
        let pane = ["global", "list", "sheet", "welcome", "text"].contains(&mode);
        assert!(pane || modes.contains(mode), "no {mode} in {modes:?}");
    }
}
