//! Keys, pastes and sizes, as they come, at the real desk on a real store that holds the report.

use guichet::desk::message::Msg;
use guichet::keymap::{Code, Key};
use guichet::runtime::surroundings::Surroundings;

use super::{byte, piece};
use crate::scripts::session::{Session, start};
use crate::scripts::template::{self, Source};

/// Keys that are no characters.
const NAMED: [&str; 32] = [
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
    "backspace",
    "delete",
    "space",
    "ctrl-s",
    "ctrl-d",
    "ctrl-u",
    "ctrl-r",
    "ctrl-g",
    "ctrl-n",
    "ctrl-p",
    "ctrl-x",
    "ctrl-space",
    "ctrl-k",
    "ctrl-t",
    "ctrl-o",
    "alt-up",
    "alt-down",
    "alt-left",
    "f1",
    "f2",
];

/// Each byte is a key (below 32 one of `NAMED`, up to 126 that character), 127 and on: a size, a paste.
pub fn run(mut bytes: &[u8]) {
    let home = tempfile::tempdir().unwrap();
    let store = home.path().join("store");
    template::furnish(&store, &[Source::Report], start() - 86_400_000);
    let path = |name: &str| home.path().join(name).display().to_string();
    let surroundings = Surroundings::made_up(&[
        ("XDG_CONFIG_HOME", &path("config")),
        ("XDG_STATE_HOME", &path("state")),
        ("USER", "marie"),
    ]);
    let size = |bytes: &mut &[u8]| (u16::from(byte(bytes)), u16::from(byte(bytes)) / 4);
    let mut session = Session::start(&store, &surroundings, size(&mut bytes), start());
    let mut left = 400;
    while !bytes.is_empty() && left > 0 {
        left -= 1;
        match byte(&mut bytes) {
            named @ 0..=31 => session.key(NAMED[usize::from(named)].parse().unwrap()),
            letter @ 32..=126 => session.key(Key::plain(Code::Char(char::from(letter)))),
            127..=140 => {
                let (width, height) = size(&mut bytes);
                session.resize(width, height);
            }
            141..=160 => {
                let text = String::from_utf8_lossy(piece(&mut bytes)).into_owned();
                session.take(Msg::Paste(text));
            }
            161..=200 => session.drain(),
            _ => session.settle(),
        }
    }
    session.finish();
}
