//! One of each layer.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use guichet::catalog::{Band, Catalog};
use guichet::command::Command;
use guichet::desk::ask::{Ask, EntryHead};
use guichet::desk::input::Input;
use guichet::desk::jobs::HowFar;
use guichet::desk::jobs::changing::Row;
use guichet::desk::jobs::listing::Listing;
use guichet::desk::jobs::planning::Source;
use guichet::desk::jobs::twins::Likely;
use guichet::desk::layers::Layer;
use guichet::desk::layers::bulk::Bulk;
use guichet::desk::layers::chooser::{Chooser, Item};
use guichet::desk::layers::columns::Columns;
use guichet::desk::layers::confirm::Confirm;
use guichet::desk::layers::conflict::{Both, Conflict, Lost, Side, There};
use guichet::desk::layers::entry::EntryView;
use guichet::desk::layers::filter::Filter;
use guichet::desk::layers::find::Find;
use guichet::desk::layers::help::{self, Help};
use guichet::desk::layers::history::History;
use guichet::desk::layers::import::{Face, ImportView, Show};
use guichet::desk::layers::journal::{Journal, JournalRow};
use guichet::desk::layers::merge::{Compared, Merge};
use guichet::desk::layers::narrowed::Narrowed;
use guichet::desk::layers::palette::Palette;
use guichet::desk::layers::planning::PlanView;
use guichet::desk::layers::prompt::{Prompt, Wanted};
use guichet::desk::layers::quick::{Quick, QuickPreview};
use guichet::desk::layers::review::Review;
use guichet::desk::layers::view::{SaveView, ViewLine};
use guichet::desk::layers::views::Views;
use guichet::desk::layers::welcome::Welcome;
use guichet::desk::layers::who::{Somebody, Who};
use guichet::desk::message::{Msg, Opened};
use guichet::exchange;
use guichet::exchange::import::{self, Decisions, Origin, Verdict};
use guichet::exchange::known::KnownCatalog;
use guichet::keymap::{Code, Key};
use guichet::model::kinds::organisation;
use guichet::model::{Author, Collection, Fields, Heading, Kind, Lang, Step, Verb};

use super::screen::{NAMES, desk, record};

/// One of each layer, with texts that no screen may take as they are.
pub fn layers() -> Vec<Layer> {
    let item = |command: &Command| Item {
        label: command.id().to_string(),
        detail: "ctrl-x".to_string(),
        disabled: Some("rien".to_string()),
        on: true,
        what: Ask::Run(*command),
    };
    let items = Command::ALL.iter().map(item).collect();
    let row = |number| Row {
        record: record(number),
        title: NAMES[number % 4].to_string(),
        before: NAMES[1].to_string(),
        after: (number % 2 == 0).then(|| NAMES[2].to_string()),
    };
    let title = || NAMES[3].to_string();
    let preview = QuickPreview {
        label: title(),
        text: title(),
        error: Some(title()),
        warning: Some(title()),
    };
    let somebody = Somebody {
        name: title(),
        record: Some(record(1)),
    };
    vec![
        Layer::Filter(Filter::default()),
        Layer::Find(Find {
            input: Input::new(NAMES[3]),
            ..Find::default()
        }),
        Layer::Palette(Palette {
            list: Chooser::new(title(), items),
        }),
        Layer::Quick(Quick {
            draft: ulid::Ulid::nil(),
            collection: organisation::ADHERENTS,
            given: organisation::ADHERENTS.defaults(),
            title: title(),
            input: Input::new(NAMES[1]),
            preview: vec![preview; 12],
            fields: None,
            duplicates: (0..5).map(|number| (record(number), title())).collect(),
            objections: vec![title(); 2],
        }),
        Layer::Bulk(Bulk {
            kind: Kind::Organisation,
            field: &organisation::NAME,
            records: Vec::new().into(),
            changing: 0,
            title: title(),
            input: Input::default(),
            value: None,
            error: Some(title()),
            warning: None,
            told: Some(title()),
            rows: (0..40).map(row).collect(),
            offset: 0,
            asked: None,
        }),
        Layer::Confirm(Confirm {
            question: title(),
            details: vec![title(); 40],
            then: Some(Ask::EmptyTrash),
            awaits: None,
            all: Some(Ask::EmptyTrash),
            offset: 0,
        }),
        Layer::Conflict(Conflict {
            draft: ulid::Ulid::nil(),
            record: record(1),
            title: title(),
            lead: title(),
            there: There {
                revision: 7,
                fields: Fields::new(),
                lost: Some(Lost::Trashed),
            },
            rows: [
                &organisation::NAME,
                &organisation::NOTE,
                &organisation::NAME,
            ]
            .map(|field| Both {
                field,
                before: NAMES.join("\n"),
                theirs: title(),
                mine: NAMES.repeat(9).join("\n"),
                by: title(),
                side: Some(Side::Theirs).filter(|_| field.key == "note"),
            })
            .into(),
            cursor: 1,
            scrolled: 2,
        }),
        Layer::Planning(PlanView {
            job: 1,
            name: title(),
            far: Some(HowFar::Looked(usize::MAX, usize::MAX)),
        }),
        Layer::Import(preview_of_an_import()),
        Layer::Review(review()),
        Layer::Merge(Merge {
            records: vec![record(1), record(2), record(3)],
            titles: NAMES.map(str::to_string).to_vec(),
            taken: BTreeMap::new(),
            rows: vec![
                Compared {
                    field: &organisation::NOTE,
                    values: NAMES.map(|name| name.repeat(9)).to_vec(),
                    differs: true,
                    result: NAMES.repeat(9).join("\n"),
                    taken: Some(1),
                };
                40
            ],
            told: vec![title(); 3],
            cursor: 3,
            offset: 1,
        }),
        Layer::Help(Help {
            input: Input::default(),
            all: Vec::new(),
            rows: vec![help::HelpRow::Group(title())],
            offset: 9,
        }),
        Layer::History(History {
            record: record(1),
            title: title(),
            unread: None,
            entries: None,
            cursor: 0,
            offset: 0,
        }),
        Layer::Welcome(Welcome),
        Layer::Chooser(Chooser::new(
            title(),
            vec![Item::new(title(), title(), Ask::EmptyTrash)],
        )),
        Layer::Columns(Columns {
            list: Chooser::new(title(), vec![Item::new(title(), title(), title())]),
        }),
        Layer::Views(Views {
            list: Chooser::new(title(), vec![Item::new(title(), title(), record(1))]),
        }),
        Layer::Who(Who {
            list: Chooser::new(title(), vec![Item::new(title(), title(), somebody)]),
        }),
        Layer::Prompt(Prompt {
            title: title(),
            input: Input::new(NAMES[1]),
            wanted: Wanted::Path(organisation::ADHERENTS),
        }),
        Layer::SaveView(SaveView {
            name: Input::new(NAMES[3]),
            key: Input::new("x"),
            shared: true,
            focus: ViewLine::Key,
            replaces: Some(title()),
        }),
        Layer::Journal(journal(head())),
        Layer::Entry(EntryView {
            head: head(),
            rows: None,
            unread: Some(title()),
            list: Narrowed::default(),
            marks: HashSet::new(),
        }),
        form(),
    ]
}

fn review() -> Review {
    let mut review = Review::new(Kind::Organisation);
    let group = |number| Likely {
        records: vec![record(number), record(number + 1)],
        band: Band::Ask,
        chance: 0.97,
        evidence: Vec::new(),
        folded: String::new(),
    };
    review.groups = (1..40).map(group).collect();
    review.counts = [0, 39];
    review.list.shown = (0..39).collect();
    review.list.cursor = 3;
    review.far = Some(HowFar::Looked(usize::MAX - 1, usize::MAX));
    review.asked = Some(7);
    review
}

fn preview_of_an_import() -> ImportView {
    let mut text = String::from("name,first_name,email\n");
    for at in 0..40 {
        let (name, first) = (NAMES[at % 4], NAMES[(at + 1) % 4]);
        text.push_str(&format!("\"{name}\",\"{first}\",m{at}@a.fr\n"));
    }
    let proposed = exchange::read(Collection::All(Kind::Person), text.as_bytes());
    let catalog = Catalog::new(Lang::Fr);
    let origin = Origin {
        author: Author::called("marie"),
        at: 0,
        file: NAMES[3].to_string(),
        head: 0,
    };
    let mut ids = || ulid::Ulid::nil();
    let plan = import::plan(proposed, &KnownCatalog::new(&catalog), &mut ids, &origin);
    let listing = Listing::of(&plan, &catalog);
    ImportView {
        source: Source::file(Collection::All(Kind::Person), NAMES[3].into()),
        decisions: Decisions::default(),
        listing,
        read: Arc::default(),
        named: None,
        face: Face::Rows,
        columns: Narrowed::default(),
        show: Show::All,
        tabs: vec![
            (Show::All, 40),
            (Show::Open, 3),
            (Show::Of(Verdict::Refused), 12),
        ],
        list: Narrowed {
            shown: (0..plan.rows.len()).collect(),
            ..Narrowed::default()
        },
        plan: Arc::new(plan),
        picked: 3,
        asked: None,
        far: None,
        changed: BTreeSet::from([2, 3]),
        told: Some(NAMES[3].to_string()),
        accepting: false,
    }
}

/// The number of a layer: whoever adds one adds it here and above.
fn number(layer: &Layer) -> usize {
    match layer {
        Layer::Filter(_) => 0,
        Layer::Find(_) => 1,
        Layer::Chooser(_) => 2,
        Layer::Palette(_) => 3,
        Layer::Columns(_) => 4,
        Layer::Views(_) => 5,
        Layer::Form(_) => 6,
        Layer::Quick(_) => 7,
        Layer::Bulk(_) => 8,
        Layer::Confirm(_) => 9,
        Layer::Prompt(_) => 10,
        Layer::SaveView(_) => 11,
        Layer::Help(_) => 12,
        Layer::History(_) => 13,
        Layer::Journal(_) => 14,
        Layer::Entry(_) => 15,
        Layer::Welcome(_) => 16,
        Layer::Planning(_) => 17,
        Layer::Conflict(_) => 18,
        Layer::Who(_) => 19,
        Layer::Import(_) => 20,
        Layer::Review(_) => 21,
        Layer::Merge(_) => 22,
    }
}

#[test]
fn there_is_one_of_each_layer() {
    let made = layers();
    let numbers: BTreeSet<usize> = made.iter().map(number).collect();
    assert_eq!(numbers, (0..made.len()).collect());
    // The list in the desk has as many: the match above is of all of them.
    let list = include_str!("../../src/desk/layers/mod.rs");
    let (_, list) = list.split_once("\nlayers! {\n").unwrap();
    let listed = list.lines().filter(|line| line.ends_with(");")).count();
    assert_eq!(listed, made.len());
}

fn head() -> EntryHead {
    let step = Step {
        verb: Verb::Edit,
        subject: NAMES[3].to_string(),
        kind: "organisation".to_string(),
        fields: vec!["city".to_string()],
        count: 1,
    };
    EntryHead {
        heading: Heading {
            sequence: 7,
            author: NAMES[3].to_string(),
            login: None,
            at: 0,
            step,
            undoes: None,
        },
        at: "07/12/2022 23:30".to_string(),
        words: NAMES[3].to_string(),
    }
}

fn journal(head: EntryHead) -> Journal {
    let mut journal = Journal::default();
    journal.rows = (0..40)
        .map(|_| JournalRow {
            head: head.clone(),
            folded: String::new(),
        })
        .collect();
    journal.list.shown = (0..40).collect();
    journal
}

/// The form of the record under the cursor, as its key opens it.
fn form() -> Layer {
    let mut desk = desk();
    desk.update(0, Msg::Opened(Opened::default()));
    desk.layers.clear();
    desk.update(0, Msg::Key(Key::plain(Code::Char('e'))));
    desk.layers.pop().unwrap()
}
