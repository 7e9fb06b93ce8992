//! One key press, under the one name that all terminals agree on.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The key itself, without Ctrl, Alt and Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character as the layout gives it: `G`, `é`, `&`.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// A function key, 1 to 24.
    F(u8),
}

/// A key press. Shift is folded into characters: `G` is the character `G`, without shift.
///
/// What a terminal can't tell apart is one key: `ctrl-h` is `backspace`, `ctrl-i` is `tab`, `ctrl-m`
/// is `enter`, `ctrl-[` is `esc`, and Ctrl makes no difference between `s` and `S`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never for a character.
    pub shift: bool,
}

/// No key has that name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown key \"{0}\"")]
pub struct UnknownKey(pub String);

/// Names of keys that are no character; the first name of a code is the one shown.
const NAMES: [(&str, Code); 22] = [
    ("enter", Code::Enter),
    ("return", Code::Enter),
    ("esc", Code::Esc),
    ("escape", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("del", Code::Delete),
    ("insert", Code::Insert),
    ("ins", Code::Insert),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pageup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("pgdown", Code::PageDown),
    ("pagedown", Code::PageDown),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("space", Code::Char(' ')),
];

impl Key {
    /// A key without Ctrl, Alt and Shift.
    pub fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The key of a terminal's event; `None` for releases and keys that no keymap can name,
    /// as those with Super.
    pub fn from_event(event: &KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let held = |modifier| event.modifiers.contains(modifier);
        if event
            .modifiers
            .intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META)
        {
            return None;
        }
        let (code, back) = match event.code {
            KeyCode::BackTab => (Code::Tab, true),
            code => (code_of(code)?, false),
        };
        let shift = back || held(KeyModifiers::SHIFT);
        Some(Key::folded(
            code,
            held(KeyModifiers::CONTROL),
            held(KeyModifiers::ALT),
            shift,
        ))
    }

    /// The character that this key types into a field; `None` with Ctrl or Alt.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// All names of keys, for "did you mean".
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name).chain(["backtab"])
    }

    fn folded(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
        let Code::Char(c) = code else {
            return Key {
                code,
                ctrl,
                alt,
                shift,
            };
        };
        if !ctrl {
            let c = if shift { upper(c) } else { c };
            return Key {
                code: Code::Char(c),
                ctrl,
                alt,
                shift: false,
            };
        }
        // The bytes 0x08, 0x09, 0x0D, 0x1B and 0x1C to 0x1F have two names each.
        let (code, ctrl) = match c.to_ascii_lowercase() {
            'h' => (Code::Backspace, false),
            'i' => (Code::Tab, false),
            'm' => (Code::Enter, false),
            '[' | '3' => (Code::Esc, false),
            '4' => (Code::Char('\\'), true),
            '5' => (Code::Char(']'), true),
            '6' => (Code::Char('^'), true),
            '7' | '_' => (Code::Char('/'), true),
            lower => (Code::Char(lower), true),
        };
        Key {
            code,
            ctrl,
            alt,
            shift: false,
        }
    }
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

fn code_of(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    })
}

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads `ctrl-s`, `alt-x`, `shift-tab`, `f1`, `G`, `é`; names in any case, characters as they are.
    fn from_str(text: &str) -> Result<Key, UnknownKey> {
        let whole: String = text.nfc().collect();
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = whole.as_str();
        while let Some((head, tail)) = rest.split_once('-') {
            let flag = match head.to_ascii_lowercase().as_str() {
                "ctrl" => &mut ctrl,
                "alt" => &mut alt,
                "shift" => &mut shift,
                _ => break,
            };
            *flag = true;
            rest = tail;
        }
        let unknown = || UnknownKey(text.to_string());
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && !c.is_whitespace() => Code::Char(c),
            _ => {
                let name = rest.to_ascii_lowercase();
                if name == "backtab" {
                    shift = true;
                    Code::Tab
                } else {
                    named(&name).ok_or_else(unknown)?
                }
            }
        };
        Ok(Key::folded(code, ctrl, alt, shift))
    }
}

fn named(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "f{number}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// The name of several keys in a row, `g g`.
pub fn chord(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(Key::to_string).collect();
    names.join(" ")
}
