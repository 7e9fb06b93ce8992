//! Esc and the key after it, over the real desk and all keymaps, however they come: joined by tmux, cut by a
//! slow link, with the next keys in one piece.

use std::time::{Duration, Instant};

use guichet::cli::message;
use guichet::desk::message::Msg;
use guichet::keymap::{Code, Key, Resolution};
use guichet::runtime::surroundings::Surroundings;
use guichet::term::Decoder;
use proptest::prelude::*;
use tempfile::TempDir;

use super::session::{Session, start};
use super::template::{self, Source};

/// What opens a layer, or leaves none.
const OPENERS: [&str; 16] = [
    "", "space", "/", ":", "e", "a", "?", "H", "A", "v", ",", "o", "b", "y", "tab", "g",
];
/// Keys that do something somewhere, those that introduce sequences, and some that do nothing.
const AFTER: &str =
    "jkhlGg/?:eactnHAvobymsSzZ*uK1250&é\"'(-è_çà[OP]^XwxfbdV;) \r\t\u{7f}\u{13}\u{4}";

struct Home {
    session: Session,
    _folder: TempDir,
}

fn home(keymap: &str) -> Home {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let source = |name: &str, kind| Source::File(name.to_string(), kind);
    let sources = [
        source("people.csv", "person"),
        source("organisations.csv", "adherent"),
    ];
    template::furnish(&store, &sources, start() - 86_400_000);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let surroundings = Surroundings::made_up(&[
        ("XDG_CONFIG_HOME", &path("config")),
        ("XDG_STATE_HOME", &path("state")),
        ("USER", "marie"),
    ]);
    std::fs::create_dir_all(folder.path().join("config/guichet")).unwrap();
    let config = format!("keymap = \"{keymap}\"\n");
    std::fs::write(folder.path().join("config/guichet/config.toml"), config).unwrap();
    let session = Session::start(&store, &surroundings, (100, 30), start());
    Home {
        session,
        _folder: folder,
    }
}

/// Pieces of what a terminal sends, each so many milliseconds after the one before.
fn send(session: &mut Session, pieces: &[(u64, &[u8])]) {
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut inputs = Vec::new();
    for (gap, piece) in pieces {
        now += Duration::from_millis(*gap);
        inputs.extend(decoder.expire(now));
        inputs.extend(decoder.feed(piece, now));
    }
    inputs.extend(decoder.expire(now + Duration::from_secs(5)));
    assert_eq!(decoder.deadline(), None);
    for msg in inputs.into_iter().filter_map(message) {
        session.take(msg);
        session.settle();
    }
}

fn key_of(character: char) -> Key {
    match character {
        '\r' => "enter".parse().unwrap(),
        '\t' => "tab".parse().unwrap(),
        '\u{7f}' => "backspace".parse().unwrap(),
        '\u{13}' => "ctrl-s".parse().unwrap(),
        '\u{4}' => "ctrl-d".parse().unwrap(),
        other => Key::plain(Code::Char(other)),
    }
}

fn press(session: &mut Session, key: Key) {
    session.take(Msg::Key(key));
    session.settle();
}

/// Both are at the same time, with the same things open.
fn level(sessions: &mut [&mut Session; 2], opener: &str) {
    let now = sessions.iter().map(|session| session.now).max().unwrap() + 1_000;
    for session in sessions {
        for _ in 0..4 {
            press(session, "esc".parse().unwrap());
        }
        session.now = now;
        for name in opener.split_whitespace() {
            press(session, name.parse().unwrap());
        }
    }
}

fn seen(session: &Session) -> (Vec<String>, String, String) {
    let desk = &session.desk;
    (
        session.rows.clone(),
        format!("{:?}", desk.modes()),
        format!("{:?}", desk.status),
    )
}

#[derive(Clone, Debug)]
struct Case {
    opener: &'static str,
    after: char,
    gap: Option<u64>,
    next: Option<char>,
}

fn case() -> impl Strategy<Value = Case> {
    let gaps = vec![
        None,
        Some(0),
        Some(20),
        Some(80),
        Some(300),
        Some(999),
        Some(1_500),
    ];
    let next = prop::option::of(prop::sample::select("jke1\r".chars().collect::<Vec<_>>()));
    (
        prop::sample::select(OPENERS.to_vec()),
        prop::sample::select(AFTER.chars().collect::<Vec<_>>()),
        prop::sample::select(gaps),
        next,
    )
        .prop_map(|(opener, after, gap, next)| Case {
            opener,
            after,
            gap,
            next,
        })
}

fn check(keymap: &str, cases: &[Case]) {
    let (mut told, mut meant) = (home(keymap), home(keymap));
    for case in cases {
        level(&mut [&mut told.session, &mut meant.session], case.opener);
        let key = key_of(case.after);
        let desk = &told.session.desk;
        let alt = Key { alt: true, ..key };
        let holds = |condition| desk.holds(condition);
        let bound = desk
            .settings
            .keymap
            .resolve(&desk.modes(), &desk.pending, alt, &holds);
        let together = case.gap.is_none_or(|gap| gap < 50);
        if bound != Resolution::None && together {
            continue;
        }
        // after an introducer the next one may be the body that is waited for
        let next = case.next.filter(|_| !"[OP]_^X".contains(case.after));
        let mut tail = case.after.to_string();
        tail.extend(next);
        match case.gap {
            None => send(&mut told.session, &[(0, format!("\x1b{tail}").as_bytes())]),
            Some(gap) => send(&mut told.session, &[(0, b"\x1b"), (gap, tail.as_bytes())]),
        }
        press(&mut meant.session, "esc".parse().unwrap());
        press(&mut meant.session, key);
        if let Some(next) = next {
            press(&mut meant.session, key_of(next));
        }
        assert_eq!(
            seen(&told.session),
            seen(&meant.session),
            "{keymap} {case:?}"
        );
    }
    told.session.finish();
    meant.session.finish();
}

proptest! {
    #![proptest_config(super::tried(2, 60))]

    #[test]
    fn esc_and_the_key_after_it_are_never_lost(
        keymap in prop::sample::select(vec!["default", "azerty", "vim", "emacs"]),
        cases in prop::collection::vec(case(), 40..41),
    ) {
        check(keymap, &cases);
    }
}

/// Every layer, and every key under some keymap.
#[test]
fn in_every_layer_esc_and_a_key_joined_are_both() {
    for (number, keymap) in ["default", "azerty", "vim", "emacs"]
        .into_iter()
        .enumerate()
    {
        let after: Vec<char> = AFTER.chars().collect();
        let each = OPENERS.into_iter().enumerate().flat_map(|(at, opener)| {
            let some = after.iter().skip((at + 3 * number) % 12).step_by(12);
            some.map(move |after| Case {
                opener,
                after: *after,
                gap: None,
                next: None,
            })
        });
        check(keymap, &each.collect::<Vec<_>>());
    }
}

#[test]
fn a_bound_alt_key_is_itself_where_it_is_bound_and_esc_elsewhere() {
    let mut home = home("emacs");
    let session = &mut home.session;
    send(session, &[(0, b"\x1bx")]);
    assert!(seen(session).1.contains("Palette"), "{:?}", seen(session).1);
    send(session, &[(0, b"\x1b\x1b")]);
    assert!(seen(session).1.contains("List"));
    // in the form the arrows with Alt choose; in the list they are Esc and the arrow
    send(session, &[(0, b"e"), (100, b"\x1b\x1b[B")]);
    assert!(seen(session).1.contains("Form"));
    send(session, &[(0, b"\x1b"), (100, b" "), (100, b"\x1b\x1b[B")]);
    assert!(seen(session).1.contains("List"), "{:?}", seen(session).1);
    home.session.finish();
}

#[test]
fn words_are_gone_over_in_every_field_by_the_keys_of_the_keymap() {
    let mut home = home("emacs");
    let session = &mut home.session;
    for opener in ["/", " ", "e", "\x1bx", "n"] {
        let text = |session: &Session| session.rows.join("\n");
        send(session, &[(0, opener.as_bytes()), (100, b"xx un deux")]);
        assert!(
            text(session).contains("xx un deux"),
            "{opener}: {}",
            text(session)
        );
        send(session, &[(0, b"\x1bb\x1bbY")]);
        assert!(
            text(session).contains("xx Yun deux"),
            "{opener}: {}",
            text(session)
        );
        send(session, &[(0, b"\x1bd\x1bf\x1b\x7f\x17")]);
        assert!(
            !text(session).contains("un deux"),
            "{opener}: {}",
            text(session)
        );
        for _ in 0..3 {
            send(session, &[(0, b"\x1b")]);
        }
    }
    home.session.finish();
}

#[test]
fn a_narrow_locale_gets_a_word() {
    for (locale, words) in [
        (
            "fr_FR.ISO-8859-1",
            "locale fr_FR.ISO-8859-1 sans UTF-8\u{a0}: les accents peuvent se perdre",
        ),
        ("en_GB", "locale en_GB is not UTF-8: accents may be lost"),
    ] {
        let surroundings = Surroundings::made_up(&[("LANG", locale)]);
        let settings = guichet::runtime::settings::read(&surroundings, &Default::default());
        let desk = guichet::desk::Desk::new(settings, 1);
        assert_eq!(desk.status.unwrap().text, words);
    }
}

#[test]
fn esc_and_an_underscore_open_the_pane_of_that_key() {
    let mut home = home("default");
    send(&mut home.session, &[(0, b" \x1b_")]);
    assert!(
        home.session.rows[0].contains("[8 "),
        "{}",
        home.session.rows[0]
    );
    send(&mut home.session, &[(0, b" \x1bj")]);
    assert!(seen(&home.session).1.contains("List"));
    home.session.finish();
}

#[test]
fn what_does_nothing_gets_a_word() {
    let mut home = home("default");
    let session = &mut home.session;
    let mut says = |bytes: &[u8]| {
        send(session, &[(0, bytes)]);
        session
            .desk
            .status
            .as_ref()
            .map(|status| status.text.clone())
            .unwrap_or_default()
    };
    assert_eq!(says(b"w"), "w\u{a0}: sans effet ici");
    assert_eq!(says(b"\x1b[15;2~"), "shift-f5\u{a0}: sans effet ici");
    assert_eq!(says(b"gx"), "g x\u{a0}: sans effet ici");
    assert_eq!(says(b"\x1b[99~"), "touche inconnue");
    assert_eq!(says(b"\xff"), "touche inconnue");
    assert_eq!(
        says(b"\x03"),
        "ctrl-c n’interrompt rien\u{a0}: q pour quitter"
    );
    assert_eq!(
        says(b"/\x03"),
        "ctrl-c n’interrompt rien\u{a0}: échap pour sortir d’ici"
    );
    assert_eq!(says(b"\x1b"), "");
    assert_eq!(says(b"g\x1b"), "");
    assert_eq!(says(b"\x1b[I"), "", "a report says nothing");
    home.session.finish();
}

#[test]
fn a_key_dead_in_a_question_is_told_what_answers() {
    let mut home = home("default");
    let session = &mut home.session;
    send(session, &[(0, b"ZZZ")]);
    session.run(guichet::command::Command::RecordDelete);
    session.settle();
    session.run(guichet::command::Command::TrashEmpty);
    session.settle();
    assert!(seen(session).1.contains("Confirm"), "{:?}", seen(session));
    for dead in [&b"x"[..], b"\x03", b"\x1b[D", b"\x1b[15~"] {
        send(session, &[(0, dead)]);
        let told = session.desk.status.as_ref().unwrap().text.clone();
        assert!(
            told.ends_with("ne répond pas\u{a0}: o oui, n non"),
            "{told}"
        );
        assert!(seen(session).1.contains("Confirm"));
    }
    home.session.finish();
}

#[test]
fn pastes_outside_fields_show_their_first_words_and_run_nothing() {
    let mut home = home("default");
    let session = &mut home.session;
    let mut says = |pieces: &[(u64, &[u8])]| {
        send(session, pieces);
        let status = session
            .desk
            .status
            .as_ref()
            .map(|status| status.text.clone());
        (seen(session).1, status.unwrap_or_default())
    };
    let letter = "Madame, Monsieur,\rdqd\ra b c\r".repeat(12);
    let (modes, told) = says(&[(0, letter.as_bytes())]);
    assert!(modes.contains("List"));
    assert!(
        told.starts_with("pris pour un collage et ignoré\u{a0}: «\u{a0}Madame, Monsieur, dqd"),
        "{told}"
    );
    let (_, told) = says(&[(0, b"\x1b[200~dqd\r\x1b[201~")]);
    assert_eq!(
        told,
        "collage ignoré, aucun champ n’est ouvert\u{a0}: «\u{a0}dqd\u{a0}»"
    );
    let (_, told) = says(&[(0, b"\x1b[200~dqd\r")]);
    assert_eq!(told, "collage sans fin, ignoré\u{a0}: «\u{a0}dqd\u{a0}»");
    let (modes, told) = says(&[(0, b"/"), (10, b"\x1b[200~dqd")]);
    assert!(modes.contains("Filter"));
    assert!(told.starts_with("collage interrompu"), "{told}");
    // a note takes lines as they come
    says(&[(0, b"\x1b"), (100, b"\x1b"), (100, b"n")]);
    let (modes, told) = says(&[(0, letter.as_bytes())]);
    assert!(modes.contains("Note"), "{modes}");
    assert_eq!(told, "");
    assert!(
        session
            .rows
            .iter()
            .any(|row| row.contains("Madame, Monsieur,")),
        "{:#?}",
        session.rows
    );
    home.session.finish();
}
