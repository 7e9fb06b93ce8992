//! Days and hours by the clock of the desk, wherever the machine stands that runs the test.

use guichet::catalog::{Catalog, Query};
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::message::Msg;
use guichet::desk::sheet::{Content, Gathered};
use guichet::model::kinds::{interaction, task};
use guichet::model::{
    Collection, Date, Fields, Heading, Kind, Record, RecordRef, Step, Value, Verb,
};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use ulid::Ulid;

/// 7 December 2022, half an hour before midnight by UTC.
const MOMENT: i64 = 1_670_455_800_000;

/// A zone, the day and the hour of that moment there, in French, and the day as it is written in a query.
const THERE: [[&str; 4]; 4] = [
    ["UTC", "07/12/2022", "23:30", "2022-12-07"],
    ["Europe/Paris", "08/12/2022", "00:30", "2022-12-08"],
    ["Pacific/Auckland", "08/12/2022", "12:30", "2022-12-08"],
    ["America/Guadeloupe", "07/12/2022", "19:30", "2022-12-07"],
];

fn desk(zone: &str) -> Desk {
    let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("TZ", zone)]);
    let mut desk = Desk::new(settings::read(&surroundings, &Wanted::default()), 1);
    desk.update(MOMENT, Msg::Resize(120, 40));
    desk
}

fn call() -> Record {
    let fields = Fields::new()
        .with(interaction::TYPE.number, Value::text("call"))
        .with(interaction::AT.number, Value::Moment(MOMENT));
    Record::new(
        RecordRef::new(Kind::Interaction, Ulid::from(1u128)),
        1,
        false,
        &fields,
    )
}

#[test]
fn the_day_it_is_is_that_of_the_clock_that_was_handed_in() {
    for [zone, day, hour, written] in THERE {
        let desk = desk(zone);
        assert_eq!(desk.scene().today().to_string(), written, "{zone}");
        assert_eq!(desk.scene().words().day(MOMENT), day, "{zone}");
        assert_eq!(
            desk.settings.texts.moment(MOMENT),
            format!("{day} {hour}"),
            "{zone}"
        );
        assert_eq!(desk.settings.texts.hour(MOMENT), hour, "{zone}");
    }
}

#[test]
fn a_moment_is_found_titled_and_shown_by_that_clock() {
    for [zone, day, hour, written] in THERE {
        let desk = desk(zone);
        let mut catalog = Catalog::new(desk.settings.texts.here().clone());
        catalog.load([call()]);
        let today = Date::parse(written, Date::new(2022, 1, 1).unwrap()).unwrap();
        let among = [Collection::All(Kind::Interaction)];
        for (asked, many) in [
            (today, 1),
            (today.plus_days(1).unwrap(), 0),
            (today.plus_days(-1).unwrap(), 0),
        ] {
            let query = Query::among(&among, &format!("at:{asked}"), today);
            assert_eq!(
                catalog.filter(&among, &query).exact().len(),
                many,
                "{zone}: {asked}"
            );
        }
        let (field, call) = (&interaction::AT, call());
        let shown =
            guichet::model::text::shown(field, &Value::Moment(MOMENT), desk.lang(), &catalog);
        assert_eq!(shown, format!("{day} {hour}"), "{zone}");
        let cell = catalog.cell(&call, "at", desk.lang());
        assert!(cell.contains(day), "{zone}: {cell}");
        let title = catalog.title(call.reference()).unwrap();
        assert!(
            !title.contains('/') || title.contains(day),
            "{zone}: {title}"
        );
    }
}

#[test]
fn a_sheet_lays_a_journal_entry_on_the_day_of_that_clock() {
    for [zone, day, ..] in THERE {
        let desk = desk(zone);
        let heading = Heading {
            sequence: 1,
            at: MOMENT,
            author: "marie".to_string(),
            login: None,
            step: Step {
                verb: Verb::Add,
                subject: String::new(),
                kind: "task".to_string(),
                fields: Vec::new(),
                count: 1,
            },
            undoes: None,
        };
        let fields = Fields::new().with(task::NAME.number, Value::text("Relancer"));
        let record = Record::new(
            RecordRef::new(Kind::Task, Ulid::from(2u128)),
            1,
            false,
            &fields,
        );
        let scene = desk.scene();
        let open = Default::default();
        let content = Content {
            words: scene.words(),
            open: &open,
            rows: None,
            missing: "sheet-gathering",
            elsewhere: false,
        };
        let gathered = Gathered::of(scene.catalog, &record);
        let lines = content.lines(&record, Some(&gathered), &[(heading, Vec::new())]);
        assert!(lines.iter().any(|line| line.label == day), "{zone}");
    }
}
