//! A line of half a megabyte, typed or pasted wherever there is a field: each key takes a time like its length.

use std::time::Duration;

use guichet::desk::message::Msg;
use guichet::keymap::Key;
use guichet::runtime::surroundings::Surroundings as Settings;

use super::worked;
use crate::scripts::session::{Session, start};
use crate::scripts::template::{self, Source};

/// Far more than a key takes without optimisation, and far less than where a row looks at all that follows.
const DEADLINE: Duration = Duration::from_secs(8);

/// What opens a field, and the keys that lead into it.
const FIELDS: [(&str, &str); 9] = [
    ("filter", "/"),
    ("find", "space"),
    ("palette", ":"),
    ("quick line", "A"),
    ("form", "e tab"),
    ("note", "n"),
    ("call", "c tab tab tab"),
    ("bulk edit", "m b enter"),
    ("view", "v"),
];

fn keys(session: &mut Session, keys: &str) {
    for name in keys.split_whitespace() {
        session.key(name.parse::<Key>().unwrap());
        session.drain();
    }
}

#[test]
fn a_line_of_half_a_megabyte_holds_no_field_up() {
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
    session.drain();
    let shapes = ["x", "mot ", "e\u{301}漢"].into_iter().cycle();
    for ((what, open), shape) in FIELDS.into_iter().zip(shapes) {
        keys(&mut session, open);
        let mut longest = (Duration::ZERO, String::new());
        let mut timed = |session: &mut Session, step: &str, work: &dyn Fn(&mut Session)| {
            let begin = worked();
            work(session);
            session.draw();
            longest = (worked() - begin, step.to_string()).max(longest.clone());
        };
        let text = shape.repeat((1 << 19) / shape.len());
        timed(&mut session, "paste", &move |session| {
            session.take(Msg::Paste(text.clone()));
            session.drain();
        });
        for key in ["y", "left"] {
            timed(&mut session, key, &|session| keys(session, key));
        }
        println!("{what} {shape:?}: {longest:?}");
        assert!(longest.0 < DEADLINE, "{what} {shape:?}: {longest:?}");
        keys(&mut session, "ctrl-g ctrl-g ctrl-g o ctrl-g esc esc");
    }
    session.finish();
}
