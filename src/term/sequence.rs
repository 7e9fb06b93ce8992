//! The key that an escape sequence stands for.
//!
//! Source: xterm's ctlseqs ("PC-Style Function Keys"), the VT220 and Linux console tables, and
//! fixterms / kitty's `CSI u`. Unknown sequences are no key: taken as text they would run commands.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// `ESC O <final>`.
pub(super) fn ss3(last: u8) -> Option<KeyEvent> {
    let code = match last {
        b'M' => KeyCode::Enter,
        _ => cursor_or_function(last)?,
    };
    Some(code.into())
}

/// `ESC [ <parameters> <final>`; the parameters may hold `;` and `:`.
pub(super) fn csi(parameters: &[u8], last: u8) -> Option<KeyEvent> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut fields = text.split(';');
    let first: u32 = number(fields.next().unwrap_or("")).unwrap_or(1);
    let mut modifiers = fields.next().unwrap_or("").split(':');
    let held = held(modifiers.next().and_then(number).unwrap_or(1));
    if modifiers.next() == Some("3") {
        return None; // a release
    }
    let code = match last {
        b'Z' => return Some(KeyEvent::new(KeyCode::BackTab, held | KeyModifiers::SHIFT)),
        b'u' => return character(first, held),
        b'~' if first == 27 => return character(fields.next().and_then(number)?, held),
        b'~' => numbered(first)?,
        // `CSI row ; column R` is a report of the cursor, unless it reads as F3 with a modifier.
        b'R' if first != 1 => return None,
        _ => cursor_or_function(last)?,
    };
    Some(KeyEvent::new(code, held))
}

/// `ESC [ [ <final>`: F1 to F5 of the Linux console.
pub(super) fn console(last: u8) -> Option<KeyEvent> {
    matches!(last, b'A'..=b'E').then(|| KeyCode::F(last - b'A' + 1).into())
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

/// A key named by its code point (`CSI u`, or `CSI 27` of xterm's modifyOtherKeys).
fn character(point: u32, held: KeyModifiers) -> Option<KeyEvent> {
    let code = match point {
        8 | 127 => KeyCode::Backspace,
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        // 57344 and above: kitty's names for keys without a character
        0..=31 | 57344..=63743 => return None,
        _ => {
            let character = char::from_u32(point)?;
            if held.contains(KeyModifiers::SHIFT) {
                KeyCode::Char(character.to_ascii_uppercase())
            } else {
                KeyCode::Char(character)
            }
        }
    };
    Some(KeyEvent::new(code, held))
}

/// The leading number of a parameter, before any `:`.
fn number(text: &str) -> Option<u32> {
    text.split(':').next().unwrap_or("").parse().ok()
}

/// xterm's modifier parameter: one more than a sum of bits.
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
