//! A terminal that watches: frames go through the program's bytes into a terminal's model, and what that shows
//! must be what was drawn, cell for cell, and nothing else must have happened.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::rc::Rc;

use guichet::ui;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::{Terminal, TerminalOptions, Viewport};
use vt100::{Callbacks, MouseProtocolMode, Parser, Screen};

use crate::scripts::session::Session;

/// Everything that bytes can do to a terminal besides its cells, cursor and modes.
#[derive(Debug, Default)]
pub struct Effects(pub Vec<String>);

impl Effects {
    fn add(&mut self, what: &str, text: impl std::fmt::Debug) {
        self.0.push(format!("{what}: {text:?}"));
    }
}

impl Callbacks for Effects {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.add("bell", "");
    }
    fn visual_bell(&mut self, _: &mut Screen) {
        self.add("flash", "");
    }
    fn resize(&mut self, _: &mut Screen, size: (u16, u16)) {
        self.add("size", size);
    }
    fn set_window_icon_name(&mut self, _: &mut Screen, name: &[u8]) {
        self.add("icon", name);
    }
    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.add("title", title);
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, kind: &[u8], data: &[u8]) {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        self.add("copy", (text(kind), text(data)));
    }
    fn paste_from_clipboard(&mut self, _: &mut Screen, kind: &[u8]) {
        self.add("paste", kind);
    }
    fn unhandled_char(&mut self, _: &mut Screen, c: char) {
        self.add("character", c);
    }
    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.add("control", byte);
    }
    fn unhandled_escape(&mut self, _: &mut Screen, a: Option<u8>, b: Option<u8>, byte: u8) {
        self.add("escape", (a, b, byte));
    }
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        a: Option<u8>,
        b: Option<u8>,
        parameters: &[&[u16]],
        last: char,
    ) {
        // Styles that the model does not know: struck out, and the colour of underlines.
        let style = matches!(parameters, [[9 | 29 | 59]]) && last == 'm';
        if !style {
            self.add("sequence", (a, b, parameters, last));
        }
    }
    fn unhandled_osc(&mut self, _: &mut Screen, parameters: &[&[u8]]) {
        self.add("string", parameters);
    }
}

/// What is written to the terminal.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal, and what it shows.
pub struct Witness {
    terminal: Terminal<CrosstermBackend<Written>>,
    written: Written,
    parser: Parser<Effects>,
    size: (u16, u16),
    /// How many frames were looked at.
    pub frames: usize,
}

impl Witness {
    /// A blank terminal of that size.
    pub fn new((width, height): (u16, u16)) -> Witness {
        let written = Written::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(written.clone());
        let cells = |count| NonZeroU16::new(count).unwrap();
        Witness {
            terminal: Terminal::with_options(backend, TerminalOptions { viewport }).unwrap(),
            written,
            parser: Parser::new_with_callbacks(cells(height), cells(width), 0, Effects::default()),
            size: (width, height),
            frames: 0,
        }
    }

    /// Draws what the desk shows and looks at it; a desk of another size gets another terminal.
    pub fn look(&mut self, session: &Session) {
        let desk = &session.desk;
        if (desk.width, desk.height) != self.size {
            let frames = self.frames;
            *self = Witness::new((desk.width, desk.height));
            self.frames = frames;
        }
        let frame = self.terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
        let buffer = frame.buffer.clone();
        self.parser.process(&stood_in(&self.written.0.take()));
        self.frames += 1;
        let screen = self.parser.screen();
        assert!(
            self.parser.callbacks().0.is_empty(),
            "{:?}",
            self.parser.callbacks()
        );
        let modes = (
            screen.alternate_screen(),
            screen.application_keypad(),
            screen.application_cursor(),
            screen.bracketed_paste(),
            screen.mouse_protocol_mode(),
        );
        assert_eq!(modes, (false, false, false, false, MouseProtocolMode::None));
        if !screen.hide_cursor() {
            let (row, column) = screen.cursor_position();
            assert_eq!((column, row), session.cursor, "the cursor");
        }
        if let Some(wrong) = difference(&buffer, screen) {
            panic!("{wrong}\n{}", screen.contents());
        }
    }
}

/// The model leaves out the replacement character, which takes a cell on terminals: another one stands in.
fn stood_in(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.replace('\u{fffd}', "\u{25a1}").into_bytes()
}

/// The first cell that is not as it was drawn.
fn difference(buffer: &Buffer, screen: &Screen) -> Option<String> {
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let drawn = &buffer[(x, y)];
            let shown = screen.cell(y, x)?;
            let symbol = drawn.symbol().replace('\u{fffd}', "\u{25a1}");
            let width = drawn.symbol().cell_width().max(1);
            // A grapheme of two wide letters stands in two cells of the model.
            let cells = (x..x + width).filter_map(|x| Some(screen.cell(y, x)?.contents()));
            let contents: String = cells.collect();
            let contents = if contents.is_empty() { " " } else { &contents };
            // The model keeps a few marks a cell, not all.
            let same = symbol == contents || contents.len() > 17 && symbol.starts_with(contents);
            if !same || !is_styled(drawn, shown) {
                return Some(format!(
                    "at {x},{y} {symbol:?} was drawn, {contents:?} is shown\n{drawn:?}\n{shown:?}"
                ));
            }
            let hidden = (x + 1..x + width).map(|x| buffer.cell((x, y)));
            if hidden
                .into_iter()
                .any(|cell| cell.is_none_or(|cell| cell.symbol() != " "))
            {
                return Some(format!("at {x},{y} {symbol:?} hides what is beside it"));
            }
            x += width;
        }
    }
    None
}

/// Whether a cell has the style that was drawn, as far as it can be seen.
fn is_styled(drawn: &ratatui::buffer::Cell, shown: &vt100::Cell) -> bool {
    let has = |modifier| drawn.modifier.contains(modifier);
    let same = |drawn, shown| match drawn {
        Color::Reset => shown == vt100::Color::Default,
        Color::Rgb(red, green, blue) => shown == vt100::Color::Rgb(red, green, blue),
        Color::Indexed(number) => shown == vt100::Color::Idx(number),
        _ => matches!(shown, vt100::Color::Idx(_)),
    };
    let ground = same(drawn.bg, shown.bgcolor())
        && has(Modifier::UNDERLINED) == shown.underline()
        && has(Modifier::REVERSED) == shown.inverse();
    // The model knows one intensity: a text that is bold and dim is either.
    let both = has(Modifier::BOLD) && has(Modifier::DIM);
    let intensity = (shown.bold(), shown.dim());
    let letter = same(drawn.fg, shown.fgcolor())
        && has(Modifier::ITALIC) == shown.italic()
        && (both && intensity != (false, false)
            || intensity == (has(Modifier::BOLD), has(Modifier::DIM)));
    ground && (letter || drawn.symbol() == " ")
}
