//! What other programs leave switched on in a terminal, and how it is put back.

/// Understood or ignored by every terminal: mouse reports, focus, pastes of X10, UTF-8, SGR and urxvt
/// kinds; cursor keys and keypad; wrapping, origin, margins, insertion, character set; reports of
/// colour scheme and size.
const COMMON: &str = concat!(
    "\x1b[?9l",
    "\x1b[?1000l",
    "\x1b[?1001l",
    "\x1b[?1002l",
    "\x1b[?1003l",
    "\x1b[?1004l",
    "\x1b[?1005l",
    "\x1b[?1006l",
    "\x1b[?1015l",
    "\x1b[?1016l",
    "\x1b[?2031l",
    "\x1b[?2048l",
    "\x1b[?1l",
    "\x1b>",
    "\x1b[?6l",
    "\x1b[?69l",
    "\x1b[?7h",
    "\x1b[4l",
    "\x1b[r",
    "\x1b(B\x0f",
);

/// Keyboard flags of xterm and kitty, and the shape of the cursor. Old consoles print some of these.
const EXTENDED: &str = "\x1b[>4m\x1b[=0u\x1b[0 q";

/// Puts back what every terminal has. It may move the cursor.
pub(super) fn common() -> &'static str {
    COMMON
}

/// Puts back what is kept for each of the two screens, or known to newer terminals alone: nothing on the
/// console of Linux.
pub(super) fn extended() -> &'static str {
    let console = std::env::var("TERM").is_ok_and(|term| term.starts_with("linux"));
    if console { "" } else { EXTENDED }
}
