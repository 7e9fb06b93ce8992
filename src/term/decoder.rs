//! From the bytes of a terminal to keys and pastes: a pure state machine, time given in.
//!
//! `ESC` begins a sequence, and is also a key. Bytes read together belong together; a lone `ESC`
//! (or `ESC [`, `ESC O`) is held for a moment in case a slow link has cut a sequence. If nothing
//! comes it is the key; if a character comes that begins no sequence, it is Esc and that character,
//! whereas the two read together are Alt and that character.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Input, report, sequence};

/// The longest paste kept, in bytes; what is beyond it is dropped and logged.
pub const PASTE_LIMIT: usize = 16 << 20;

/// A sequence or character begun and not finished after this long is line noise.
const NOISE: Duration = Duration::from_secs(1);
/// No key has a longer sequence: one that goes on is swallowed, not kept.
const LONGEST: usize = 64;
const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns bytes into inputs.
#[derive(Debug)]
pub struct Decoder {
    hold: Duration,
    /// What is not decided yet: an unfinished sequence or character.
    pending: Vec<u8>,
    /// Whether what follows the held `ESC` came in a later read.
    split: bool,
    /// When the last byte of `pending` came.
    since: Option<Instant>,
    paste: Option<Paste>,
}

#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// How much of `PASTE_END` the last bytes are.
    matched: usize,
    dropped: usize,
}

/// What the pending bytes are so far.
enum Reading {
    Unfinished,
    /// A whole key or sequence; `None` for one that is no key.
    Whole(Option<KeyEvent>),
    /// A report that was asked for.
    Answer(Input),
    PasteBegins,
    /// `ESC` was a key: it and the rest are to be read one by one.
    Apart,
    /// The last byte does not belong to the broken sequence before it.
    Broken,
}

impl Decoder {
    /// A decoder that holds a lone Esc for `hold`.
    pub fn new(hold: Duration) -> Self {
        Decoder {
            hold,
            pending: Vec::new(),
            split: false,
            since: None,
            paste: None,
        }
    }

    /// Takes the bytes of one read, in order; gives what they complete.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        let mut inputs = Vec::new();
        if self.pending == [ESC] && !bytes.is_empty() {
            self.split = true;
        }
        for &byte in bytes {
            self.take(byte, &mut inputs);
        }
        self.since = (!self.pending.is_empty()).then_some(now);
        inputs
    }

    /// When to call [`Decoder::expire`] if no byte comes before; `None`: nothing is held.
    pub fn deadline(&self) -> Option<Instant> {
        let hold = if self.could_be_keys() {
            self.hold
        } else {
            NOISE
        };
        self.since.map(|since| since + hold)
    }

    /// Decides what is held, once its time is over.
    pub fn expire(&mut self, now: Instant) -> Vec<Input> {
        let mut inputs = Vec::new();
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            self.since = None;
            if self.could_be_keys() {
                self.take_apart(&mut inputs);
            }
            self.pending.clear();
        }
        inputs
    }

    /// Whether the pending bytes can have been typed: `ESC`, Alt-`[`, Alt-`O` …
    fn could_be_keys(&self) -> bool {
        match self.pending.as_slice() {
            [ESC] => true,
            [ESC, second] => second.is_ascii(),
            _ => false,
        }
    }

    fn take(&mut self, byte: u8, inputs: &mut Vec<Input>) {
        if let Some(paste) = &mut self.paste {
            if paste.take(byte) {
                let paste = std::mem::take(paste);
                self.paste = None;
                inputs.push(Input::Paste(paste.finish()));
            }
            return;
        }
        if self.pending.is_empty() {
            self.split = false;
        }
        self.pending.push(byte);
        match self.read() {
            Reading::Unfinished => {}
            Reading::Whole(key) => {
                self.pending.clear();
                inputs.extend(key.map(Input::Key));
            }
            Reading::Answer(input) => {
                self.pending.clear();
                inputs.push(input);
            }
            Reading::PasteBegins => {
                self.pending.clear();
                self.paste = Some(Paste::default());
            }
            Reading::Apart => self.take_apart(inputs),
            Reading::Broken => {
                self.pending.clear();
                self.take(byte, inputs);
            }
        }
    }

    /// The held bytes were keys after all: Esc or Alt-x, then the rest afresh.
    fn take_apart(&mut self, inputs: &mut Vec<Input>) {
        let held = std::mem::take(&mut self.pending);
        let split = std::mem::take(&mut self.split);
        let rest = match held.get(1) {
            Some(&second) if !split && second != ESC => {
                inputs.push(Input::Key(with_alt(sequence::control(second))));
                held.get(2..)
            }
            _ => {
                inputs.push(Input::Key(KeyCode::Esc.into()));
                held.get(1..)
            }
        };
        for &byte in rest.unwrap_or_default() {
            self.take(byte, inputs);
        }
    }

    fn read(&mut self) -> Reading {
        match self.pending.as_slice() {
            [ESC] => Reading::Unfinished,
            [ESC, ESC, ..] => Reading::Apart,
            [ESC, b'[' | b'O' | b']' | b'P'] => Reading::Unfinished,
            [ESC, b'O', last @ 0x40..=0x7e] => Reading::Whole(sequence::ss3(*last)),
            [ESC, b'O', ..] => Reading::Apart,
            [ESC, b'[', ..] => self.read_csi(),
            [ESC, b']', b'0'..=b'9', ..] | [ESC, b'P', b'0'..=b'9' | b'>' | b'!' | b'$', ..] => {
                self.read_string()
            }
            [ESC, b']' | b'P', ..] => Reading::Apart,
            [ESC, ..] if self.split => Reading::Apart,
            [ESC, rest @ ..] => match character(rest) {
                Reading::Whole(key) => Reading::Whole(key.map(with_alt)),
                other => other,
            },
            bytes => character(bytes),
        }
    }

    fn read_csi(&mut self) -> Reading {
        let [_, _, parameters @ .., last] = self.pending.as_slice() else {
            return Reading::Unfinished;
        };
        match (parameters, *last) {
            ([], b'[') => Reading::Unfinished,
            ([b'['], last) => Reading::Whole(sequence::console(last)),
            // a click in the oldest mouse mode, left on by another program: three bytes follow
            ([], b'M') | ([b'M', ..], _) if parameters.len() < 3 => Reading::Unfinished,
            ([b'M', ..], _) => Reading::Whole(None),
            (b"200", b'~') => Reading::PasteBegins,
            (_, 0x40..=0x7e) => Reading::Whole(sequence::csi(parameters, *last)),
            (_, 0x20..=0x3f) => {
                if self.pending.len() > LONGEST {
                    self.pending.pop();
                }
                Reading::Unfinished
            }
            _ => Reading::Broken,
        }
    }

    /// A report in a string (OSC, DCS), swallowed up to its end unless it is the one asked for.
    fn read_string(&mut self) -> Reading {
        match self.pending.as_slice() {
            [ESC, b']', told @ .., 0x07] | [ESC, b']', told @ .., ESC, b'\\'] => {
                let ground = report::ground(told).map(Input::Ground);
                return ground.map_or(Reading::Whole(None), Reading::Answer);
            }
            [.., 0x07] | [.., ESC, b'\\'] => return Reading::Whole(None),
            [_, _, .., ESC, _] => return Reading::Broken,
            _ => {}
        }
        if self.pending.len() > LONGEST {
            self.pending.remove(3);
        }
        Reading::Unfinished
    }
}

impl Paste {
    /// Takes a byte; true when it was the last of the end mark.
    fn take(&mut self, byte: u8) -> bool {
        if PASTE_END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == PASTE_END.len();
        }
        let matched = std::mem::take(&mut self.matched);
        for &byte in PASTE_END.iter().take(matched) {
            self.keep(byte);
        }
        // ESC stands only at the start of the mark, so there is nothing else to fall back to
        if byte == ESC {
            self.matched = 1;
        } else {
            self.keep(byte);
        }
        false
    }

    fn keep(&mut self, byte: u8) {
        if self.text.len() < PASTE_LIMIT {
            self.text.push(byte);
        } else {
            self.dropped += 1;
        }
    }

    /// The text, with the line ends that terminals turn into `\r` put right.
    fn finish(self) -> String {
        if self.dropped > 0 {
            tracing::warn!(dropped = self.dropped, "paste cut");
        }
        String::from_utf8_lossy(&self.text)
            .replace("\r\n", "\n")
            .replace('\r', "\n")
    }
}

fn with_alt(mut key: KeyEvent) -> KeyEvent {
    key.modifiers |= KeyModifiers::ALT;
    key
}

/// A character of one to four bytes (UTF-8).
fn character(bytes: &[u8]) -> Reading {
    match bytes {
        [byte @ 0..=0x7f] => Reading::Whole(Some(sequence::control(*byte))),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Reading::Whole(text.chars().next().map(sequence::typed)),
            Err(error) if error.error_len().is_none() => Reading::Unfinished,
            // the byte that breaks a character begins the next one
            Err(_) if bytes.len() > 1 => Reading::Broken,
            Err(_) => Reading::Whole(None),
        },
    }
}
