//! What ratatui draws on: frames are gathered in memory and sent as a whole, or not at all.
//!
//! Nothing here fails: dropping ratatui's `Terminal` on a dead terminal, which aborts the process with a
//! backend that writes, only adds to a buffer that nobody sends.

use std::cell::RefCell;
use std::convert::Infallible;
use std::io::{self, Write};
use std::rc::Rc;

use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{Command, cursor};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::pen;
use super::shown::Shown;

/// The bytes of the frame being drawn.
#[derive(Clone, Debug, Default)]
struct Bytes(Rc<RefCell<Vec<u8>>>);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Ratatui flushes several times a frame; what is taken is what is sent.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The shared end of a [`Surface`], kept by whoever sends what is drawn.
#[derive(Clone, Debug, Default)]
pub struct Canvas(Bytes);

impl Canvas {
    /// The end that ratatui draws on.
    pub fn surface(&self) -> Surface {
        Surface {
            ansi: CrosstermBackend::new(self.0.clone()),
            cursor: Cursor::default(),
            shown: Shown::default(),
        }
    }

    /// Adds bytes that are no part of the drawing.
    pub(super) fn add(&self, bytes: &[u8]) {
        self.0.0.borrow_mut().extend_from_slice(bytes);
    }

    /// Takes what was drawn, as one synchronized update; empty if nothing was.
    pub fn take(&self) -> Vec<u8> {
        let bytes = std::mem::take(&mut *self.0.0.borrow_mut());
        if bytes.is_empty() {
            return bytes;
        }
        let mut frame = ansi(BeginSynchronizedUpdate).into_bytes();
        frame.extend_from_slice(&bytes);
        frame.extend_from_slice(ansi(EndSynchronizedUpdate).as_bytes());
        frame
    }
}

/// The bytes of a crossterm command.
pub(super) fn ansi(command: impl Command) -> String {
    let mut text = String::new();
    // a String takes everything
    let _ = command.write_ansi(&mut text);
    text
}

/// The size of the screen in columns and rows. A terminal that does not know (0×0, as on a serial
/// line) has 80×24, as for curses.
pub(super) fn size() -> Size {
    let known = rustix::termios::tcgetwinsize(rustix::stdio::stdout());
    let (width, height) = known.map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let or = |value: u16, usual| if value == 0 { usual } else { value };
    Size::new(or(width, 80), or(height, 24))
}

/// What the terminal's cursor is known to be; `None`: not known.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    shown: Option<bool>,
    at: Option<Position>,
}

/// What ratatui draws on: crossterm's backend without the bytes that change nothing.
#[derive(Debug)]
pub struct Surface {
    ansi: CrosstermBackend<Bytes>,
    cursor: Cursor,
    shown: Shown,
}

impl Surface {
    fn show(&mut self, shown: bool) {
        if self.cursor.shown.replace(shown) != Some(shown) {
            let command = if shown {
                ansi(cursor::Show)
            } else {
                ansi(cursor::Hide)
            };
            self.put(&command);
        }
    }

    fn put(&mut self, text: &str) {
        // Bytes takes everything
        let _ = self.ansi.write_all(text.as_bytes());
    }

    /// The screen was left and entered: nothing is known of the cursor.
    pub(super) fn forget(&mut self) {
        self.cursor = Cursor::default();
        self.shown.clear(true);
    }
}

impl Backend for Surface {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut text = String::new();
        self.cursor.at = pen::write(content, &mut self.shown, self.cursor.at, &mut text);
        self.put(&text);
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.show(true);
        Ok(())
    }

    /// Never asked of the terminal: its answer would come among the keys.
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.at.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let position = position.into();
        if self.cursor.at.replace(position) != Some(position) {
            self.put(&ansi(cursor::MoveTo(position.x, position.y)));
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.cursor.at = None;
        self.shown.clear(clear_type == ClearType::All);
        let _ = self.ansi.clear_region(clear_type);
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(size())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: size(),
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
