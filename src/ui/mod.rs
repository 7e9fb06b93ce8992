//! The screen, drawn from `&Desk`. It decides nothing: what is shown where the desk has said.

mod boxes;
mod bulk;
mod chooser;
mod columns;
mod confirm;
mod conflict;
mod duplicates;
mod find;
mod form;
mod help;
mod history;
mod import;
mod journal;
mod list;
mod merge;
mod note;
mod planning;
mod quick;
mod review;
mod sheet;
mod status;
mod tabs;
mod view;
mod welcome;
mod which_key;
mod who;

pub use columns::{Fitted, columns_that_fit, left_out_mark};
pub use tabs::shortened;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::desk::layers::Layer;
use crate::desk::layout::Layout;
use crate::desk::{Desk, Focus};
use crate::theme::Role;

/// Draws the whole screen and puts the terminal's cursor where the user is: on the input that has the
/// keys, or on the row under the cursor, where a screen reader reads on.
pub fn draw(desk: &Desk, frame: &mut Frame) {
    let area = frame.area();
    let layout = Layout::new(
        area.width,
        area.height,
        desk.screen.focus,
        desk.settings.layout,
    );
    let buf = frame.buffer_mut();
    buf.set_style(area, desk.settings.theme.style(Role::Text));
    tabs::draw(desk, buf, &layout);
    let mut cursor = match desk.screen.focus {
        Focus::List => {
            sheet::draw(desk, buf, layout.sheet);
            list::draw(desk, buf, layout.list)
        }
        Focus::Sheet => {
            list::draw(desk, buf, layout.list);
            sheet::draw(desk, buf, layout.sheet)
        }
    };
    status::draw(desk, buf, layout.status);
    for layer in &desk.layers {
        cursor = draw_layer(desk, layer, buf, &layout, area).or(cursor);
    }
    status::draw_long(desk, buf, layout.status, cursor);
    which_key::draw(desk, buf, &layout);
    boxes::renew_behind_wide(buf);
    if let Some(position) = cursor.filter(|position| area.contains(*position)) {
        frame.set_cursor_position(position);
    }
}

fn draw_layer(
    desk: &Desk,
    layer: &Layer,
    buf: &mut Buffer,
    layout: &Layout,
    screen: Rect,
) -> Option<Position> {
    let area = layout.layer(screen.width, screen.height);
    match layer {
        Layer::Filter(filter) => list::draw_filter(desk, filter, buf, layout),
        Layer::Find(find) => find::draw(desk, find, buf, layout, area),
        Layer::Chooser(list) => chooser::draw(desk, list, &chooser::as_it_is, buf, area),
        Layer::Palette(palette) => chooser::draw_palette(desk, palette, buf, area),
        Layer::Columns(columns) => chooser::draw_columns(desk, columns, buf, layout, area),
        Layer::Views(views) => chooser::draw(desk, &views.list, &chooser::as_it_is, buf, area),
        Layer::Form(form) => form::draw(desk, form, buf, area),
        Layer::Quick(quick) => quick::draw(desk, quick, buf, area),
        Layer::Bulk(bulk) => bulk::draw(desk, bulk, buf, area),
        Layer::Confirm(confirm) => confirm::draw(desk, confirm, buf, area),
        Layer::Conflict(conflict) => conflict::draw(desk, conflict, buf, area),
        Layer::Planning(view) => planning::draw(desk, view, buf, area),
        Layer::Import(preview) => import::draw(desk, preview, buf, area),
        Layer::Review(review) => review::draw(desk, review, buf, area),
        Layer::Merge(merge) => merge::draw(desk, merge, buf, area),
        Layer::Prompt(prompt) => quick::draw_prompt(desk, prompt, buf, area),
        Layer::SaveView(save) => view::draw(desk, save, buf, area),
        Layer::Help(help) => help::draw(desk, help, buf, area),
        Layer::History(history) => history::draw(desk, history, buf, area),
        Layer::Journal(journal) => journal::draw(desk, journal, buf, area),
        Layer::Entry(view) => journal::draw_entry(desk, view, buf, area),
        Layer::Who(who) => who::draw(desk, who, buf, area),
        Layer::Welcome(_) => welcome::draw(desk, buf, layout.home()),
    }
}
