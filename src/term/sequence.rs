//! The key that an escape sequence stands for.
//!
//! Source: xterm's ctlseqs ("PC-Style Function Keys"), the VT220 and Linux console tables, rxvt's
//! and PuTTY's finals, and fixterms / kitty's `CSI u`. What is no key is nothing: taken as text it
//! would run commands.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a whole sequence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Key(KeyEvent),
    /// A report that nobody asked for, or the release of a key.
    Nothing,
    /// It can only be a key, but which?
    Unknown,
}

impl Meaning {
    fn key(code: KeyCode, held: KeyModifiers) -> Meaning {
        Meaning::Key(KeyEvent::new(code, held))
    }
}

/// `ESC O <final>`, or `ESC O <modifiers> <final>` as Konsole and old xterms have it.
pub(super) fn ss3(parameters: &[u8], last: u8) -> Meaning {
    let held = meta_is_alt(modifiers_of(parameters, 0));
    let code = match last {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        // PuTTY's VT100+ counts on from the four keys of the VT100
        b'T'..=b'[' => KeyCode::F(last - b'T' + 5),
        // `l` is "," on one keyboard and "+" on another: neither
        b'j' | b'k' | b'm'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        b'a'..=b'd' => return arrow(last, held | KeyModifiers::CONTROL),
        _ => match cursor_or_function(last) {
            Some(code) => code,
            None => return Meaning::Unknown,
        },
    };
    Meaning::key(code, held)
}

/// `ESC [ <parameters> <final>`; the parameters may hold `;` and `:`. rxvt's `$` counts as a final.
pub(super) fn csi(parameters: &[u8], last: u8) -> Meaning {
    let Ok(text) = std::str::from_utf8(parameters) else {
        return Meaning::Nothing;
    };
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b';' | b':');
    if !parameters.iter().all(plain) {
        return Meaning::Nothing; // private parameters or intermediates: a report
    }
    let mut fields = text.split(';');
    let head = fields.next().unwrap_or("");
    let first = number(head);
    let told = modifiers_of(parameters, 1);
    let held = meta_is_alt(told);
    if text
        .split(';')
        .nth(1)
        .and_then(|field| field.split(':').nth(1))
        == Some("3")
    {
        return Meaning::Nothing; // a release
    }
    let numbered = |held| match first {
        Some(200 | 201) => Meaning::Nothing, // the marks of a paste
        _ => match first.and_then(numbered) {
            Some(code) => Meaning::key(code, held),
            None => Meaning::Unknown,
        },
    };
    match last {
        b'Z' => Meaning::key(KeyCode::BackTab, held | KeyModifiers::SHIFT),
        b'u' => named(head, told, fields.nth(1)),
        b'~' if first == Some(27) => match fields.nth(1) {
            Some(point) => named(point, told, None),
            None => Meaning::Unknown,
        },
        b'~' => numbered(held),
        b'$' => numbered(held | KeyModifiers::SHIFT),
        b'^' => numbered(held | KeyModifiers::CONTROL),
        b'@' => numbered(held | KeyModifiers::CONTROL | KeyModifiers::SHIFT),
        b'a'..=b'd' if parameters.is_empty() => arrow(last, KeyModifiers::SHIFT),
        // `CSI row ; column R` is a report of the cursor, unless it reads as F3 with a modifier.
        b'R' if first.is_some_and(|first| first != 1) => Meaning::Nothing,
        b'G' if parameters.is_empty() => Meaning::key(KeyCode::KeypadBegin, held),
        // focus, mouse, device attributes and status, sizes, parameters, modes
        b'I' | b'O' | b'M' | b'm' | b'T' | b'c' | b'n' | b't' | b'x' | b'y' => Meaning::Nothing,
        _ => match cursor_or_function(last) {
            Some(code) => Meaning::key(code, meta_is_alt(modifiers_of(parameters, 0))),
            None => Meaning::Unknown,
        },
    }
}

/// `ESC [ [ <final>`: F1 to F5 of the Linux console.
pub(super) fn console(last: u8) -> Meaning {
    match last {
        b'A'..=b'E' => Meaning::key(KeyCode::F(last - b'A' + 1), KeyModifiers::NONE),
        _ => Meaning::Unknown,
    }
}

/// The key of a byte that is a character by itself, in raw mode.
pub(super) fn control(byte: u8) -> KeyEvent {
    let with_ctrl = |c: u8| KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => KeyCode::Enter.into(),
        b'\t' => KeyCode::Tab.into(),
        0x7f => KeyCode::Backspace.into(),
        0x1b => KeyCode::Esc.into(),
        0 => with_ctrl(b' '),
        0x01..=0x1a => with_ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => with_ctrl(byte - 0x1c + b'4'),
        _ => typed(char::from(byte)),
    }
}

/// A character typed; capitals carry Shift, as crossterm reports them.
pub(super) fn typed(character: char) -> KeyEvent {
    let held = if character.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    KeyEvent::new(KeyCode::Char(character), held)
}

fn cursor_or_function(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// rxvt's arrows with Shift (CSI) or Ctrl (SS3).
fn arrow(last: u8, held: KeyModifiers) -> Meaning {
    match cursor_or_function(last.to_ascii_uppercase()) {
        Some(code) => Meaning::key(code, held),
        None => Meaning::Unknown,
    }
}

fn numbered(number: u32) -> Option<KeyCode> {
    let function = |base: u32| u8::try_from(number - base).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28..=29 => function(13),
        31..=34 => function(14),
        _ => None,
    }
}

/// A key named by its code point (`CSI u`, or `CSI 27` of xterm's modifyOtherKeys). `point` may give,
/// after a `:`, what it is with Shift; `text` is what it types, where the terminal tells.
fn named(point: &str, held: KeyModifiers, text: Option<&str>) -> Meaning {
    let Some(code) = number(point) else {
        return Meaning::Unknown;
    };
    let chord = KeyModifiers::all() - KeyModifiers::SHIFT;
    if !held.intersects(chord)
        && let Some(character) = text.and_then(number).and_then(char::from_u32)
        && !character.is_control()
    {
        return Meaning::Key(typed(character));
    }
    let shift = held.contains(KeyModifiers::SHIFT);
    let shifted = point.split(':').nth(1).and_then(|field| field.parse().ok());
    let code = match code {
        8 | 127 => KeyCode::Backspace,
        9 if shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        0..=31 => return Meaning::Unknown,
        57344..=63743 => return keypad(code, held),
        _ => match shifted
            .filter(|_| shift)
            .or(Some(code))
            .and_then(char::from_u32)
        {
            Some(character) if shift => KeyCode::Char(upper(character)),
            Some(character) => KeyCode::Char(character),
            None => return Meaning::Unknown,
        },
    };
    Meaning::key(code, held)
}

/// kitty's names for keys without a character of their own.
fn keypad(code: u32, held: KeyModifiers) -> Meaning {
    let nth = |base: u32| u8::try_from(code - base).unwrap_or(0);
    let code = match code {
        57376..=57398 => KeyCode::F(nth(57376) + 13),
        57399..=57408 => KeyCode::Char(char::from(b'0' + nth(57399))),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57414 => KeyCode::Enter,
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        57427 => KeyCode::KeypadBegin,
        // Shift and its like by themselves
        57358..=57360 | 57441..=57454 => return Meaning::Nothing,
        _ => return Meaning::Unknown,
    };
    Meaning::key(code, held)
}

fn upper(character: char) -> char {
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => character,
    }
}

/// The leading number of a parameter, before any `:`.
fn number(text: &str) -> Option<u32> {
    text.split(':').next().unwrap_or("").parse().ok()
}

/// The modifiers told by the last of the first two parameters, not by those before `from`: arrows may
/// have them as their only one.
fn modifiers_of(parameters: &[u8], from: usize) -> KeyModifiers {
    let text = std::str::from_utf8(parameters).unwrap_or("");
    let told = text.split(';').take(2).skip(from).last();
    held(told.and_then(number).unwrap_or(1))
}

/// The bit that kitty has for Super is Meta for xterm, and Alt (Option) for iTerm2's arrows and their like.
fn meta_is_alt(held: KeyModifiers) -> KeyModifiers {
    if held.contains(KeyModifiers::SUPER) {
        (held - KeyModifiers::SUPER) | KeyModifiers::ALT
    } else {
        held
    }
}

/// xterm's modifier parameter: one more than a sum of bits. The locks count for nothing.
fn held(parameter: u32) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
        KeyModifiers::SUPER,
        KeyModifiers::HYPER,
        KeyModifiers::META,
    ]
    .into_iter()
    .enumerate()
    .filter(|(bit, _)| bits >> bit & 1 == 1)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}
