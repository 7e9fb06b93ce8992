//! Bad queries, wherever one can be asked: answered or refused in a line, at once.

use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Query, Typing};
use guichet::desk::message::Msg;
use guichet::locale::{self, Texts};
use guichet::model::{Collection, Date, Kind, Lang};
use guichet::runtime::surroundings::Surroundings as Settings;

use super::{strings, worked};
use crate::bytes::agency;
use crate::program::Surroundings;
use crate::scripts::session::{Session, start};
use crate::scripts::template::{self, Source};

/// Longer than any of them keeps a thread at work, without optimisation.
const DEADLINE: Duration = Duration::from_secs(1);

/// Queries that nobody means.
fn bad() -> Vec<String> {
    let words = |word: &str, count: usize| vec![word; count].join(" ");
    let mut bad: Vec<String> = [
        "\"",
        "'",
        "(",
        ")",
        "((",
        "))",
        ")(",
        "()",
        "(()",
        "\"(",
        "(\"",
        "-",
        "!",
        "--",
        ":",
        "::",
        ",",
        "or",
        "or or",
        "(or)",
        "a or",
        "or a",
        "-()",
        "-(",
        "name:",
        "name:,",
        "name:,,,",
        "name:\"",
        "name:\"a",
        ":a",
        "name:-",
        "name>",
        "since:>",
        "since:..",
        "since:a..b",
        "since:2026..",
        "since:..2026",
        "since:2026..2020",
        "^.*$",
        "[a-z]+",
        "(?i)a",
        "a|b",
        "\\d{3}",
        ".*",
        "(a+)+$",
        "%s%n",
        "*",
        "?",
        "a*b?c",
        "${x}",
        "'; drop table",
        "nope:a",
        "nope.nope.nope:a",
        "nope.(a)",
        "deployment.nope:a",
        "deployment.(solution:(a",
        "a:b:c:d",
        "organization:a",
        "since:2026-02-30",
        "since:31/02/2026",
        "since:2026-13",
        "since:0000-00-00",
        "since:99999",
        "since:-99999999999d",
        "since:32/13/20260",
        "since:29/02/2023..30/02/2024",
        "since>=2023-02-29",
        "registrations>",
        "registrations>x",
        "registrations>99999999999999999999",
        "registrations>-1",
        "registrations>=1.5",
        "year:1e999",
        "year:0x10",
        "roles:nope",
        "kind:nope",
        "is:nope",
        "has:nope",
        "no:",
        "has:",
        "organisation/",
        "organisation/nope",
        "-registered:session/nope",
        "registered:session/00000000000000000000000000",
        "organisation:organisation/7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "session:person/00000000000000000000000001",
    ]
    .map(String::from)
    .to_vec();
    bad.extend([
        "x".repeat(100_000),
        "é".repeat(100_000),
        format!("name:{}", "x".repeat(100_000)),
        "a,".repeat(50_000),
        format!("name:{}", "a,".repeat(50_000)),
        words("a", 10_000),
        words("université", 10_000),
        words("name:a", 10_000),
        words("a or", 10_000),
        words("-a", 10_000),
        words("\"a", 10_000),
        "(".repeat(100_000),
        ")".repeat(100_000),
        format!("{}a{}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("{}a", "-(".repeat(20_000)),
        format!("{}name:a", "organisation.".repeat(8_000)),
        format!("{}a{}", "organisation.(".repeat(20), ")".repeat(20)),
        "\"".repeat(100_001),
        ":".repeat(100_000),
        "d ".repeat(190),
        "-".repeat(100_000),
        "👩\u{200d}👩\u{200d}👧\u{200d}👦".repeat(4_000),
        format!("é{}", "\u{301}".repeat(50_000)),
    ]);
    bad.extend(strings::floods());
    bad.extend(strings::escapes().into_iter().step_by(41));
    bad.extend(strings::naughty().into_iter().step_by(61));
    bad.extend(strings::tortured().into_iter().step_by(61));
    bad
}

/// A beginning of a query, to name it.
fn named(query: &str) -> String {
    format!(
        "{:?} ({} bytes)",
        query.chars().take(40).collect::<String>(),
        query.len()
    )
}

/// One of which the trash has a session, and the queries that name it.
fn with_deleted() -> (Catalog, Vec<String>) {
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(agency::sampled(500));
    let session = catalog.records(Kind::Session).next().unwrap();
    let (gone, title) = (
        session.reference(),
        catalog.title(session.reference()).unwrap(),
    );
    let trashed = guichet::model::Record::new(gone, session.revision + 1, true, &session.fields());
    catalog.put(trashed);
    let queries = [
        "registered:",
        "-registered:",
        "session:",
        "registration.session:",
    ];
    let whole = queries.iter().map(|field| format!("{field}{gone}"));
    let by_title = queries.iter().map(|field| format!("{field}\"{title}\""));
    let all = whole.chain(by_title).chain([gone.to_string()]).collect();
    (catalog, all)
}

#[test]
fn any_query_is_read_completed_explained_and_answered_at_once() {
    let (catalog, deleted) = with_deleted();
    let today = Date::new(2026, 11, 16).unwrap();
    let texts = Texts::new(Lang::Fr);
    let mut longest = (Duration::ZERO, String::new());
    let of = [Collection::All(Kind::Person)];
    for text in bad().iter().chain(&deleted) {
        let begin = worked();
        let query = Query::parse(text, today);
        let length = text.chars().count();
        let typing = Typing {
            catalog: &catalog,
            collections: &of,
            trashed: false,
            today,
            lang: Lang::Fr,
            limit: 8,
        };
        let _ = Query::complete(text, length.min(200), &typing);
        let _ = locale::meaning_words(&texts, &query.meaning(Lang::Fr));
        let _ = catalog.find(&[], &query, 20);
        let _ = catalog.filter(&of, &query);
        for problem in &query.problems {
            assert!(problem.at.end <= length);
            assert!(!locale::problem_words(&texts, problem, "…").is_empty());
        }
        longest = longest.max(((worked() - begin), named(text)));
        assert!(
            (worked() - begin) < DEADLINE,
            "{} took {:?}",
            named(text),
            (worked() - begin)
        );
    }
    println!(
        "the slowest of {}: {longest:?}",
        bad().len() + deleted.len()
    );
}

#[test]
fn a_reference_to_a_deleted_record_is_answered_with_no_more_than_what_is_live() {
    let (mut catalog, deleted) = with_deleted();
    let today = Date::new(2026, 11, 16).unwrap();
    let of = [Collection::All(Kind::Person)];
    let counts = |catalog: &Catalog| -> Vec<usize> {
        let rows = |text| catalog.filter(&of, &Query::parse(text, today)).rows.len();
        deleted.iter().map(|text| rows(text)).collect()
    };
    let before = counts(&catalog);
    assert!(before.iter().all(|count| *count <= catalog.count(of[0])));
    // Gone for good, it is named in vain, and nothing else changes.
    let gone = catalog.trash().next().unwrap().reference();
    catalog.remove(gone);
    assert_eq!(counts(&catalog).len(), before.len());
}

#[test]
fn a_bad_query_in_a_filter_in_find_and_in_a_view_freezes_no_desk() {
    let home = tempfile::tempdir().unwrap();
    let store = home.path().join("store");
    template::furnish(&store, &[Source::Report], start() - 86_400_000);
    let path = |name: &str| home.path().join(name).display().to_string();
    let surroundings = Settings::made_up(&[
        ("XDG_CONFIG_HOME", &path("config")),
        ("XDG_STATE_HOME", &path("state")),
        ("USER", "marie"),
    ]);
    let mut session = Session::start(&store, &surroundings, (120, 40), start());
    let mut longest = (Duration::ZERO, String::new());
    for text in bad() {
        for keys in ["/", "space", ":", "/ enter v tab"] {
            let begin = worked();
            let opened: Vec<&str> = keys.split(' ').collect();
            session.key(opened[0].parse().unwrap());
            session.take(Msg::Paste(text.clone()));
            session.draw();
            for key in &opened[1..] {
                session.key(key.parse().unwrap());
            }
            session.drain();
            session.draw();
            longest = longest.max(((worked() - begin), format!("{keys} {}", named(&text))));
            assert!(
                // Seventy thousand letters, each key and frame after them, without optimisation.
                (worked() - begin) < DEADLINE * 4,
                "{keys} {} took {:?}",
                named(&text),
                (worked() - begin)
            );
            for _ in 0..4 {
                session.key("esc".parse().unwrap());
            }
            session.settle();
        }
    }
    session.finish();
    println!("the slowest: {longest:?}");
}

#[test]
fn a_bad_query_on_the_command_line_is_answered_or_refused_in_one_line() {
    let here = Surroundings::with_three();
    // Arguments hold no NUL, and no more than 128 KiB.
    let fits =
        |text: &String| !text.contains('\0') && !text.starts_with('-') && text.len() < 130_000;
    let queries = bad().into_iter().filter(fits);
    for (number, text) in queries.enumerate() {
        let arguments: &[&str] = match number % 3 {
            0 => &["find", &text],
            1 => &["export", "person", "--query", &text],
            _ => &["find", "--view", &text],
        };
        let begin = Instant::now();
        let ended = here.run(arguments);
        let took = begin.elapsed();
        assert!(took < 10 * DEADLINE, "{} took {took:?}", named(&text));
        assert!(
            ended.err.lines().count() <= 1,
            "{}: {ended:?}",
            named(&text)
        );
        assert!(matches!(ended.code, 0..=2), "{}: {ended:?}", named(&text));
        assert_eq!(
            ended.code == 0,
            ended.err.is_empty(),
            "{}: {ended:?}",
            named(&text)
        );
        assert!(
            ended.err.chars().count() < 1_100,
            "{}: {} bytes",
            named(&text),
            ended.err.len()
        );
    }
}
