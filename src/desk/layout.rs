//! Where things stand on the screen, for a size. Both `update` (how far a page goes) and `ui` read it.

use ratatui::layout::{Margin, Rect};

use crate::config::Panes;

/// Where the keys go when no layer lies over the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The list of the pane.
    List,
    /// The sheet.
    Sheet,
}

/// From this width on, list and sheet stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// Below this width or height there is one pane and a notice.
pub const SMALLEST: (u16, u16) = (60, 16);

/// The widest layer: eyes find the end of a longer line no more.
const WIDEST: u16 = 140;

/// The areas of the screen; an area that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The tab bar.
    pub tabs: Rect,
    /// The list with its border.
    pub list: Rect,
    /// The sheet with its border.
    pub sheet: Rect,
    /// The status line.
    pub status: Rect,
    /// Whether the panes have frames.
    pub framed: bool,
    /// Whether the terminal is smaller than guichet is made for.
    pub small: bool,
}

impl Layout {
    /// The areas for a terminal of that size; narrow ones show what has the focus, as any do where that
    /// is wanted.
    pub fn new(width: u16, height: u16, focus: Focus, panes: Panes) -> Layout {
        let small = width < SMALLEST.0 || height < SMALLEST.1;
        let bar = u16::from(height >= 3);
        let line = u16::from(height >= 2);
        let tabs = Rect::new(0, 0, width, bar);
        let body = Rect::new(0, bar, width, height.saturating_sub(bar + line));
        let status = Rect::new(0, height.saturating_sub(line), width, line);
        let (list, sheet) = if is_wide(width, panes) {
            let left = width * 55 / 100;
            (
                Rect::new(0, body.y, left, body.height),
                Rect::new(left, body.y, width - left, body.height),
            )
        } else if focus == Focus::List {
            (body, Rect::new(0, body.y, 0, 0))
        } else {
            (Rect::new(0, body.y, 0, 0), body)
        };
        Layout {
            tabs,
            list,
            sheet,
            status,
            framed: panes == Panes::Framed,
            small,
        }
    }

    /// Whether list and sheet stand side by side.
    pub fn is_beside(&self) -> bool {
        !self.list.is_empty() && !self.sheet.is_empty()
    }

    /// A pane without its border, or without its title where it has none.
    pub fn inside(&self, pane: Rect) -> Rect {
        if self.framed {
            return pane.inner(Margin::new(1, 1));
        }
        let title = pane.height.min(1);
        Rect {
            y: pane.y + title,
            height: pane.height - title,
            ..pane
        }
    }

    /// Where the list is, or would be if it were shown.
    pub fn home(&self) -> Rect {
        if self.list.is_empty() {
            self.sheet
        } else {
            self.list
        }
    }

    /// Rows of the list: without its border or title, and its header.
    pub fn list_rows(&self) -> usize {
        usize::from(self.inside(self.list).height.saturating_sub(1))
    }

    /// Lines of the sheet: without its border or title.
    pub fn sheet_rows(&self) -> usize {
        usize::from(self.inside(self.sheet).height)
    }

    /// The area of a layer over the panes: from the top of them, four fifths of the screen high, so that its
    /// frame stands where theirs does and costs no bytes; all of a tiny screen.
    pub fn layer(&self, width: u16, height: u16) -> Rect {
        let body = height.saturating_sub(self.tabs.height + self.status.height);
        if body < 6 {
            return Rect::new(0, 0, width, height);
        }
        let tall = (height * 4 / 5).clamp(body.min(20), body);
        Rect::new(0, self.tabs.height, width.min(WIDEST), tall)
    }

    /// Rows inside a layer, without its border and its line of input.
    pub fn layer_rows(&self, width: u16, height: u16) -> usize {
        usize::from(self.layer(width, height).height.saturating_sub(4))
    }
}

/// Whether list and sheet stand side by side in so many columns.
pub fn is_wide(width: u16, panes: Panes) -> bool {
    panes == Panes::Framed && width >= SIDE_BY_SIDE
}
