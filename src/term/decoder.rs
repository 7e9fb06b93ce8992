//! From the bytes of a terminal to keys and pastes: a pure state machine, time given in.
//!
//! `ESC` begins a sequence, and is also a key. A lone `ESC`, and `ESC` with a character that may
//! introduce a sequence (`[ O P ] _ ^ X`), is held for a moment in case a slow link has cut one. If
//! nothing comes they were keys. `ESC` and any other character is that character with Alt: whether
//! somebody held Alt, or Esc was only joined to the next key on its way, the keymap decides.
//!
//! What was begun like nothing that can be typed is a sequence to its end, and never keys. What may
//! be either is a sequence when it ends like one within a second, and is else the keys, all of them.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Input;
use super::paste::{self, PASTE_LIMIT, Paste};
use super::report;
use super::sequence::{self, Meaning};

/// A sequence or character begun and not finished after this long is line noise; so long may a tail be late.
const NOISE: Duration = Duration::from_secs(1);
/// No key has a longer sequence, and of a longer report only its head is kept.
const LONGEST: usize = 256;
const ESC: u8 = 0x1b;

/// Turns bytes into inputs.
#[derive(Debug)]
pub struct Decoder {
    hold: Duration,
    /// What is not decided yet: an unfinished sequence or character.
    pending: Vec<u8>,
    /// Whether another `ESC` came before it: Esc itself, or Alt with a key that has a sequence.
    prefixed: bool,
    /// Whether `ESC` in `pending` stands for the first half of a control of one byte, and is no key.
    single: bool,
    /// When the first and the last byte of `pending` came.
    begun: Option<Instant>,
    since: Option<Instant>,
    /// What was given up, and until when its tail may come.
    late: Option<(Vec<u8>, Instant)>,
    paste: Option<Paste>,
    /// Text without marks that may go on.
    bare: Vec<u8>,
}

/// What the pending bytes are so far.
enum Pending {
    Unfinished,
    /// A character, or `ESC` and a character.
    Typed(KeyEvent),
    Sequence(Meaning),
    /// A report that was asked for.
    Answer(Input),
    PasteBegins,
    /// `ESC` was a key: it and the rest are to be read one by one.
    Apart,
    /// The last bytes, so many, do not belong to the broken sequence before them.
    Broken(usize),
}

/// How long the pending bytes may wait, and what they are then.
enum Patience {
    /// Keys, after the hold.
    Held,
    /// Keys, a second after they began.
    Doubted,
    /// Noise, a second after the last byte.
    Noise,
}

impl Decoder {
    /// A decoder that holds a lone Esc for `hold`.
    pub fn new(hold: Duration) -> Self {
        Decoder {
            hold,
            pending: Vec::new(),
            prefixed: false,
            single: false,
            begun: None,
            since: None,
            late: None,
            paste: None,
            bare: Vec::new(),
        }
    }

    /// Takes the bytes of one read, in order; gives what they complete.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        let mut inputs = self.expire(now);
        if bytes.is_empty() {
            return inputs;
        }
        self.since = Some(now);
        if let Some((begun, until)) = self.late.take()
            && now <= until
            && self.pending.is_empty()
            && Decoder::goes_on(&begun, bytes)
        {
            self.pending = begun;
            self.begun = Some(now);
        }
        let free = self.pending.is_empty() && self.paste.is_none() && self.bare.is_empty();
        if free && paste::ends_one(bytes) {
            self.paste = Some(Paste::default());
        } else if free && paste::is_bare(bytes) || !self.bare.is_empty() {
            let room = PASTE_LIMIT.saturating_sub(self.bare.len());
            self.bare.extend(bytes.iter().take(room));
            return inputs;
        }
        let typing = self
            .paste
            .as_mut()
            .is_some_and(|paste| paste.hear(bytes.len(), now));
        for &byte in bytes {
            self.take(byte, now, &mut inputs);
        }
        if typing && let Some(paste) = self.paste.take() {
            inputs.push(Input::Unended(paste.give_up()));
        }
        self.rest();
        inputs
    }

    /// When to call [`Decoder::expire`] if no byte comes before; `None`: nothing is held.
    pub fn deadline(&self) -> Option<Instant> {
        let since = self.since?;
        if !self.bare.is_empty() {
            return Some(since + self.hold);
        }
        if self.paste.is_some() {
            return Some(since + NOISE);
        }
        match self.patience() {
            Patience::Held => Some(since + self.hold),
            Patience::Doubted => self.begun.map(|begun| begun + NOISE),
            Patience::Noise => Some(since + NOISE),
        }
    }

    /// Decides what is held, once its time is over.
    pub fn expire(&mut self, now: Instant) -> Vec<Input> {
        let mut inputs = Vec::new();
        while let Some(deadline) = self.deadline().filter(|deadline| now >= *deadline) {
            self.give_up(deadline, &mut inputs);
            self.rest();
        }
        inputs
    }

    fn give_up(&mut self, at: Instant, inputs: &mut Vec<Input>) {
        if !self.bare.is_empty() {
            let text = std::mem::take(&mut self.bare);
            return inputs.push(Input::Bare(paste::lines(&text)));
        }
        if let Some(paste) = self.paste.take() {
            return inputs.push(Input::Unended(paste.give_up()));
        }
        let began = self.since.replace(at).unwrap_or(at);
        match self.patience() {
            Patience::Held => {
                self.late = Some((self.pending.clone(), began + NOISE));
                self.take_apart(at, inputs);
            }
            Patience::Doubted => self.take_apart(at, inputs),
            Patience::Noise => {
                self.late = Some((self.pending.clone(), at + NOISE));
                // a click, a report; anything else was meant for a key
                let meaning = match self.pending.as_slice() {
                    [ESC, b'[', b'M', ..] | [ESC, b'P' | b']' | b'_' | b'^' | b'X', ..] => {
                        Meaning::Nothing
                    }
                    _ => Meaning::Unknown,
                };
                self.done(meaning, inputs);
            }
        }
    }

    /// Forgets the times when nothing is held.
    fn rest(&mut self) {
        if self.pending.is_empty() && self.paste.is_none() && self.bare.is_empty() {
            self.since = None;
            self.begun = None;
        }
    }

    fn patience(&self) -> Patience {
        match self.pending.as_slice() {
            [ESC] => Patience::Held,
            [ESC, second] if second.is_ascii() && !self.single => Patience::Held,
            [
                ESC,
                introducer @ (b'P' | b']' | b'_' | b'^' | b'X'),
                body @ ..,
            ] if !self.single && !is_report(*introducer, body) => Patience::Doubted,
            _ => Patience::Noise,
        }
    }

    /// Whether a read is the late tail of what was given up, in one piece. A tail of one byte is a key.
    fn goes_on(begun: &[u8], read: &[u8]) -> bool {
        let possible = match (begun, read) {
            ([ESC], [_, _, ..]) => true,
            ([ESC, b'['], [first, _, ..]) => matches!(first, 0x30..=0x3f | b'['),
            ([ESC, b'P' | b']' | b'_' | b'^' | b'X'], [_, _, ..]) => true,
            ([ESC] | [ESC, _], _) => false,
            _ => true,
        };
        if !possible {
            return false;
        }
        let mut decoder = Decoder::new(NOISE);
        decoder.pending = begun.to_vec();
        for &byte in read {
            decoder.pending.push(byte);
            match decoder.read() {
                Pending::Unfinished => {}
                Pending::PasteBegins
                | Pending::Answer(_)
                | Pending::Sequence(Meaning::Key(_) | Meaning::Nothing) => {
                    return true;
                }
                Pending::Sequence(Meaning::Unknown) => break,
                Pending::Typed(_) | Pending::Apart | Pending::Broken(_) => return false,
            }
        }
        // cut again, or a key that nobody knows: only what can't have been typed
        match decoder.pending.as_slice() {
            [ESC, b'[', parameter, ..] => begun == [ESC] && matches!(parameter, 0x30..=0x3f | b'['),
            [ESC, introducer, body @ ..] => is_report(*introducer, body),
            _ => false,
        }
    }

    fn take(&mut self, byte: u8, now: Instant, inputs: &mut Vec<Input>) {
        if let Some(paste) = &mut self.paste {
            if paste.take(byte) {
                let paste = std::mem::take(paste);
                self.paste = None;
                inputs.push(Input::Paste(paste.finish()));
            }
            return;
        }
        if self.pending.is_empty() {
            self.begun = Some(now);
            self.prefixed = false;
            self.single = is_introducer(byte.wrapping_sub(0x40)) && byte >= 0x80;
            if self.single {
                self.pending.extend([ESC, byte - 0x40]);
                return;
            }
        }
        // the same control in UTF-8
        if self.pending == [0xc2] && byte >= 0x80 && is_introducer(byte - 0x40) {
            self.single = true;
            self.pending = vec![ESC, byte - 0x40];
            return;
        }
        if self.pending == [ESC] && byte == ESC {
            if std::mem::replace(&mut self.prefixed, true) {
                inputs.push(Input::Key(KeyCode::Esc.into()));
            }
            return;
        }
        self.pending.push(byte);
        match self.read() {
            Pending::Unfinished => {}
            Pending::Typed(key) => {
                self.pending.clear();
                self.lead(inputs);
                inputs.push(Input::Key(key));
            }
            Pending::Sequence(meaning) => self.done(meaning, inputs),
            Pending::Answer(input) => {
                self.done(Meaning::Nothing, inputs);
                inputs.push(input);
            }
            Pending::PasteBegins => {
                self.pending.clear();
                self.lead(inputs);
                let mut paste = Paste::default();
                paste.hear(paste::BEGIN.len(), now);
                self.paste = Some(paste);
            }
            Pending::Apart => self.take_apart(now, inputs),
            Pending::Broken(count) => {
                let rest = self
                    .pending
                    .split_off(self.pending.len().saturating_sub(count));
                self.done(Meaning::Nothing, inputs);
                for byte in rest {
                    self.take(byte, now, inputs);
                }
            }
        }
    }

    /// Tells what the pending sequence means; an `ESC` before it is Alt for a key, and Esc before all else.
    fn done(&mut self, meaning: Meaning, inputs: &mut Vec<Input>) {
        let escape = self.pending.first() == Some(&ESC)
            && self.pending.get(1).is_some_and(|byte| !byte.is_ascii());
        self.pending.clear();
        match meaning {
            Meaning::Key(key) if std::mem::take(&mut self.prefixed) => {
                inputs.push(Input::Prefixed(with_alt(key)));
            }
            Meaning::Key(key) => inputs.push(Input::Key(key)),
            Meaning::Nothing => self.lead(inputs),
            Meaning::Unknown => {
                self.lead(inputs);
                if escape {
                    inputs.push(Input::Key(KeyCode::Esc.into()));
                }
                inputs.push(Input::Unknown);
            }
        }
    }

    /// The `ESC` before was Esc.
    fn lead(&mut self, inputs: &mut Vec<Input>) {
        if std::mem::take(&mut self.prefixed) {
            inputs.push(Input::Key(KeyCode::Esc.into()));
        }
    }

    /// The held bytes were keys after all: Esc, or Alt and a character, then the rest afresh.
    fn take_apart(&mut self, now: Instant, inputs: &mut Vec<Input>) {
        let held = std::mem::take(&mut self.pending);
        self.lead(inputs);
        match held.get(1) {
            // no key has a control of one byte
            Some(_) if self.single => inputs.push(Input::Unknown),
            Some(&second) => inputs.push(Input::Key(with_alt(sequence::control(second)))),
            None => inputs.push(Input::Key(KeyCode::Esc.into())),
        }
        for &byte in held.get(2..).unwrap_or_default() {
            self.take(byte, now, inputs);
        }
    }

    fn read(&mut self) -> Pending {
        match self.pending.as_slice() {
            [ESC] => Pending::Unfinished,
            [ESC, second] if is_introducer(*second) => Pending::Unfinished,
            [ESC, b'O', ..] => self.read_ss3(),
            [ESC, b'[', ..] => self.read_csi(),
            [ESC, second, ..] if is_introducer(*second) => self.read_string(),
            [ESC, rest @ ..] => match character(rest) {
                Pending::Typed(key) => Pending::Typed(with_alt(key)),
                other => other,
            },
            bytes => character(bytes),
        }
    }

    fn read_ss3(&mut self) -> Pending {
        let [_, _, parameters @ .., last] = self.pending.as_slice() else {
            return Pending::Unfinished;
        };
        match (parameters, *last) {
            ([], b' ') | (_, 0x40..=0x7e) => Pending::Sequence(sequence::ss3(parameters, *last)),
            (_, b'0'..=b'9' | b';') if parameters.len() < 8 => Pending::Unfinished,
            ([], _) => Pending::Apart,
            _ => Pending::Broken(1),
        }
    }

    fn read_csi(&mut self) -> Pending {
        let [_, _, parameters @ .., last] = self.pending.as_slice() else {
            return Pending::Unfinished;
        };
        let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
        match (parameters, *last) {
            ([], b'[') => Pending::Unfinished,
            ([b'['], last) => Pending::Sequence(sequence::console(last)),
            // a click in the oldest mouse mode, left on by another program: three bytes follow
            ([], b'M') | ([b'M', ..], _) if parameters.len() < 3 => Pending::Unfinished,
            ([b'M', ..], _) => Pending::Sequence(Meaning::Nothing),
            (b"200", b'~') => Pending::PasteBegins,
            (parameters, b'$') if digits(parameters) => {
                Pending::Sequence(sequence::csi(parameters, b'$'))
            }
            (_, 0x40..=0x7e) => Pending::Sequence(sequence::csi(parameters, *last)),
            (_, 0x20..=0x3f) => {
                if self.pending.len() > LONGEST {
                    self.pending.pop();
                }
                Pending::Unfinished
            }
            ([], _) => Pending::Apart,
            _ => Pending::Broken(1),
        }
    }

    /// A string (OSC, DCS, SOS, PM, APC), up to its end. Its body is text alone, so anything else shows
    /// that keys were typed, unless it was begun like a report.
    fn read_string(&mut self) -> Pending {
        let [_, introducer, body @ ..] = self.pending.as_slice() else {
            return Pending::Unfinished;
        };
        let report = self.single || is_report(*introducer, body);
        match (*introducer, body) {
            (_, [told @ .., ESC, b'\\']) | (b']', [told @ .., 0x07]) => {
                return answer(*introducer, told);
            }
            (_, [told @ .., 0x9c]) if self.single => return answer(*introducer, told),
            _ => {}
        }
        match body {
            [_, .., ESC, _] if report => return Pending::Broken(2),
            [_, .., ESC, _] | [ESC, _] => return Pending::Apart,
            [.., ESC] => return Pending::Unfinished,
            [.., 0x18 | 0x1a] if report => return Pending::Broken(0),
            [.., 0x00..=0x1f | 0x7f] if !report => return Pending::Apart,
            _ => {}
        }
        if self.pending.len() > LONGEST {
            self.pending.remove(LONGEST - 2);
        }
        Pending::Unfinished
    }
}

/// What a whole string says: the answer that was asked for, or nothing.
fn answer(introducer: u8, told: &[u8]) -> Pending {
    let ground = Some(told)
        .filter(|_| introducer == b']')
        .and_then(report::ground);
    match ground {
        Some(ground) => Pending::Answer(Input::Ground(ground)),
        None => Pending::Sequence(Meaning::Nothing),
    }
}

fn is_introducer(byte: u8) -> bool {
    matches!(byte, b'[' | b'O' | b'P' | b']' | b'_' | b'^' | b'X')
}

/// Whether a string was begun as the reports of terminals are, and as nobody types: `]11;`, `P1+`, `P>`,
/// `_Gi=`. One that has grown long is one too.
fn is_report(introducer: u8, body: &[u8]) -> bool {
    let rest = |set: fn(&u8) -> bool| {
        let end = body
            .iter()
            .position(|byte| !set(byte))
            .unwrap_or(body.len());
        body.split_at(end)
    };
    body.len() + 2 >= LONGEST
        || match introducer {
            b']' => {
                let (digits, rest) = rest(u8::is_ascii_digit);
                !digits.is_empty() && rest.first() == Some(&b';')
            }
            b'P' => {
                let (_, rest) = rest(|byte| byte.is_ascii_digit() || *byte == b';');
                matches!(rest.first(), Some(b'>' | b'!' | b'$' | b'+' | b'?' | b'='))
            }
            b'_' => matches!(body, [b'G', key, b'=', ..] if key.is_ascii_alphabetic()),
            _ => false,
        }
}

fn with_alt(mut key: KeyEvent) -> KeyEvent {
    key.modifiers |= KeyModifiers::ALT;
    key
}

/// A character of one to four bytes (UTF-8).
fn character(bytes: &[u8]) -> Pending {
    match bytes {
        [byte @ 0..=0x7f] => Pending::Typed(sequence::control(*byte)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => match text.chars().next() {
                Some(character) if !character.is_control() => {
                    Pending::Typed(sequence::typed(character))
                }
                _ => Pending::Sequence(Meaning::Unknown),
            },
            Err(error) if error.error_len().is_none() => Pending::Unfinished,
            // the byte that breaks a character begins the next one
            Err(_) if bytes.len() > 1 => Pending::Broken(1),
            Err(_) => Pending::Sequence(Meaning::Unknown),
        },
    }
}
