//! A lone Esc is held a little, so that an escape sequence that a slow link splits after its first
//! byte is not taken for Esc and letters. A pure state machine: events and times in, events out.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Holds a lone Esc and what may belong to its sequence.
#[derive(Debug)]
pub struct EscapeHold {
    hold_ms: u64,
    held: Vec<Event>,
    paste: Option<String>,
    deadline: u64,
}

impl EscapeHold {
    /// Holds for that many milliseconds; 0 holds nothing.
    pub fn new(hold_ms: u64) -> EscapeHold {
        EscapeHold {
            hold_ms,
            held: Vec::new(),
            paste: None,
            deadline: 0,
        }
    }

    /// When `expire` is due, on the clock of `now`; `None` while nothing is held.
    pub fn deadline(&self) -> Option<u64> {
        (!self.held.is_empty() || self.paste.is_some()).then_some(self.deadline)
    }

    /// Takes an event in at that time (milliseconds of any steady clock); hands on what is certain.
    pub fn push(&mut self, event: Event, now: u64) -> Vec<Event> {
        let mut ready = if self.deadline().is_some_and(|deadline| now > deadline) {
            self.expire()
        } else {
            Vec::new()
        };
        self.deadline = now + self.hold_ms;
        if let Some(paste) = &mut self.paste {
            match plain(&event) {
                Some(c) => paste.push(c),
                None => {
                    ready.append(&mut self.expire());
                    ready.push(event);
                }
            }
            return ready;
        }
        if self.held.is_empty() {
            if self.hold_ms > 0 && is_escape(&event) {
                self.held.push(event);
            } else {
                ready.push(event);
            }
            return ready;
        }
        let belongs = plain(&event).is_some_and(|c| self.extends(c));
        if !belongs {
            ready.append(&mut self.held);
            if is_escape(&event) {
                self.held.push(event);
            } else {
                ready.push(event);
            }
            return ready;
        }
        self.held.push(event);
        let sequence: String = self.held.iter().skip(1).filter_map(plain).collect();
        if sequence == "[200~" {
            self.held.clear();
            self.paste = Some(String::new());
        } else if is_whole(&sequence) {
            let held = std::mem::take(&mut self.held);
            match key_of(&sequence) {
                Some(key) => ready.push(Event::Key(key)),
                None => ready.extend(held),
            }
        }
        ready
    }

    /// Hands on what is held when its time is over.
    pub fn expire(&mut self) -> Vec<Event> {
        match self.paste.take() {
            Some(text) => vec![Event::Paste(text)],
            None => std::mem::take(&mut self.held),
        }
    }

    /// Whether the character may go on the sequence that is held.
    fn extends(&self, c: char) -> bool {
        let sequence: String = self.held.iter().skip(1).filter_map(plain).collect();
        match sequence.chars().next() {
            None => matches!(c, '[' | 'O'),
            Some('O') => c.is_ascii_alphabetic(),
            Some(_) => {
                sequence.len() < 12
                    && (c.is_ascii_digit() || c == ';' || c == '~' || c.is_ascii_alphabetic())
            }
        }
    }
}

fn is_escape(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, modifiers, kind, .. })
        if modifiers.is_empty() && *kind != KeyEventKind::Release)
}

fn plain(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent {
            code: KeyCode::Char(c),
            modifiers,
            ..
        }) if (*modifiers - KeyModifiers::SHIFT).is_empty() => Some(*c),
        Event::Key(KeyEvent {
            code: KeyCode::Enter,
            ..
        }) => Some('\n'),
        Event::Key(KeyEvent {
            code: KeyCode::Tab, ..
        }) => Some('\t'),
        _ => None,
    }
}

fn is_whole(sequence: &str) -> bool {
    let rest = sequence.get(1..).unwrap_or_default();
    rest.chars()
        .next_back()
        .is_some_and(|last| last == '~' || last.is_ascii_alphabetic())
}

/// The key of a CSI or SS3 sequence without its Esc, as xterm sends them.
fn key_of(sequence: &str) -> Option<KeyEvent> {
    let body = sequence.get(1..)?;
    let (parameters, last) = body.split_at_checked(body.len().checked_sub(1)?)?;
    let mut numbers = parameters
        .split(';')
        .map(|number| number.parse::<u8>().ok());
    let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
    let bits = second.unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::empty();
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        modifiers.set(modifier, bits & bit != 0);
    }
    let code = match (last, first) {
        ("A", _) => KeyCode::Up,
        ("B", _) => KeyCode::Down,
        ("C", _) => KeyCode::Right,
        ("D", _) => KeyCode::Left,
        ("H", _) | ("~", Some(1 | 7)) => KeyCode::Home,
        ("F", _) | ("~", Some(4 | 8)) => KeyCode::End,
        ("Z", _) => KeyCode::BackTab,
        ("~", Some(2)) => KeyCode::Insert,
        ("~", Some(3)) => KeyCode::Delete,
        ("~", Some(5)) => KeyCode::PageUp,
        ("~", Some(6)) => KeyCode::PageDown,
        ("~", Some(n @ 11..=15)) => KeyCode::F(n - 10),
        ("~", Some(n @ 17..=21)) => KeyCode::F(n - 11),
        ("~", Some(n @ 23..=24)) => KeyCode::F(n - 12),
        ("P", _) => KeyCode::F(1),
        ("Q", _) => KeyCode::F(2),
        ("R", _) => KeyCode::F(3),
        ("S", _) => KeyCode::F(4),
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}
