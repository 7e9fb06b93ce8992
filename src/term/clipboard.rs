//! Copying to the clipboard of the user's own terminal, wherever the program runs.
//!
//! Tools such as xclip would copy on the host at the far end of SSH and call that a success. What is
//! between here and the terminal decides: a tmux keeps the text itself and hands it on (`load-buffer -w`),
//! else the terminal is asked (OSC 52), through whatever multiplexer there is. It does not answer.

use std::io::{self, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::TermError;

/// The longest text sent, in bytes: in base64 it stays under the 100 000 that terminals are known
/// to take.
pub const CLIPBOARD_LIMIT: usize = 70_000;

/// The longest device control string of GNU screen before 4.2, envelope included; later ones take 768.
pub const SCREEN_LIMIT: usize = 256;

/// How long a tmux may take.
const TMUX_TIME: Duration = Duration::from_secs(2);

/// How far a text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is in a buffer of tmux, which has handed it on if the terminal takes it.
    Kept,
    /// It was sent to the terminal, which may not have taken it. How many bytes it has.
    Sent(usize),
}

/// What stands between here and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Nothing known.
    Nothing,
    /// A tmux; through SSH it may be at the other end.
    Tmux,
    /// GNU screen.
    Screen,
    /// A screen, or a tmux that calls itself one, at the other end of SSH.
    Either,
    /// The console of Linux, which has no clipboard.
    Console,
}

impl Between {
    /// What the environment tells, by the names of its variables.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Between {
        let set = |name| variable(name).is_some_and(|value: String| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let screen = term.starts_with("screen");
        if term.starts_with("tmux") || set("TMUX") && !(screen && set("STY")) {
            Between::Tmux
        } else if set("STY") || term.starts_with("screen.") {
            Between::Screen
        } else if screen {
            Between::Either
        } else if term.starts_with("linux") {
            Between::Console
        } else {
            Between::Nothing
        }
    }
}

/// The bytes that ask the terminal to keep `text`.
///
/// # Errors
/// [`TermError::CopyTooLong`] beyond [`CLIPBOARD_LIMIT`], [`TermError::NoClipboard`] where there is none.
pub fn sequence(text: &str, between: Between) -> Result<Vec<u8>, TermError> {
    if between == Between::Console {
        return Err(TermError::NoClipboard);
    }
    fits(text)?;
    // ended by ST and not BEL, which a terminal that does not know the sequence would ring
    let plain = format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text));
    let bytes = match between {
        Between::Nothing | Between::Console => plain,
        // plainly for `set-clipboard on` and in an envelope for `allow-passthrough on`: a user has
        // either, and with both the same text is set twice
        Between::Tmux => {
            let envelope = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{envelope}\x1b\\")
        }
        Between::Screen => pieces(text),
        // a screen prints what is too long of a sequence that it does not know, a tmux leaves out pieces
        Between::Either if plain.len() < SCREEN_LIMIT => plain + &pieces(text),
        Between::Either => pieces(text),
    };
    Ok(bytes.into_bytes())
}

/// For GNU screen: it hands on what is in device control strings, which may not be long; the terminal
/// sees one sequence. An ST inside would end the string.
fn pieces(text: &str) -> String {
    let whole = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    let room = SCREEN_LIMIT - "\x1bP\x1b\\".len();
    let mut pieces = String::new();
    let mut rest = whole.as_str();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(room.min(rest.len()));
        pieces.extend(["\x1bP", piece, "\x1b\\"]);
        rest = after;
    }
    pieces
}

fn fits(text: &str) -> Result<(), TermError> {
    if text.len() <= CLIPBOARD_LIMIT {
        return Ok(());
    }
    Err(TermError::CopyTooLong {
        length: text.len(),
        limit: CLIPBOARD_LIMIT,
    })
}

/// What is to be done for a copy.
#[derive(Debug)]
pub(super) enum Copying {
    /// It is done.
    Kept,
    /// These bytes, for a text of that length, are to be sent.
    Send(Vec<u8>, usize),
}

/// Copies as far as it can be done without the terminal; `tell` hears of it, at once or once a tmux has
/// answered.
pub(super) fn copy(
    text: String,
    tell: impl FnOnce(Result<Copying, TermError>) + Send + 'static,
) -> io::Result<()> {
    let variable = |name: &str| std::env::var(name).ok();
    let between = Between::of(variable);
    let send = move |text: &str| {
        let bytes = sequence(text, between)?;
        Ok(Copying::Send(bytes, text.len()))
    };
    // without its socket, a tmux is at the other end of SSH
    if variable("TMUX").is_none_or(|socket| socket.is_empty()) {
        tell(send(&text));
        return Ok(());
    }
    let loading = move || {
        tell(fits(&text).and_then(|()| match load_buffer(&text) {
            Ok(status) if status.success() => Ok(Copying::Kept),
            // one before 3.2, or one that is gone
            refused => {
                tracing::info!(?refused, "tmux has not taken the copy");
                send(&text)
            }
        }));
    };
    thread::Builder::new().name("copy".into()).spawn(loading)?;
    Ok(())
}

/// Has tmux keep the text and hand it to the terminal that shows it.
fn load_buffer(text: &str) -> io::Result<ExitStatus> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = tmux.stdin.take() {
        // Written beside the watch over the time: a tmux that does not read holds nobody up. That it
        // has ended early is said by its status.
        let text = text.to_string();
        thread::Builder::new()
            .name("copied".into())
            .spawn(move || drop(input.write_all(text.as_bytes())))?;
    }
    ended(&mut tmux)
}

/// The end of the program, which is ended after a while.
fn ended(program: &mut Child) -> io::Result<ExitStatus> {
    let deadline = Instant::now() + TMUX_TIME;
    loop {
        if let Some(status) = program.try_wait()? {
            return Ok(status);
        }
        if Instant::now() >= deadline {
            program.kill()?;
            return program.wait();
        }
        thread::sleep(Duration::from_millis(5));
    }
}
