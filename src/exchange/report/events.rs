//! `events.csv`: all that people registered to besides trainings. A row whose figures are inside
//! another row's total points to it, so that nothing is counted twice.

use super::shape::{Cells, Shape, source};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::session::{
    COUNTED_IN, DATE, DATE_END, DOMAIN, END_TIME, ESTABLISHMENTS, EVENTS, MODE_FIELD, NAME, NOTE,
    PARTICIPANTS, PLACE, SESSIONS, SOLUTION, SOURCE, START_TIME, TYPE,
};
use crate::model::{Collection, Kind};

pub const SHAPE: Shape = Shape {
    name: "events.csv",
    collections: &[EVENTS, Collection::All(Kind::Session)],
    headers: &[
        "date",
        "kind",
        "title",
        "domain",
        "solution",
        "mode",
        "place",
        "sessions",
        "participants",
        "establishments",
        "source_line",
        "date_end",
        "start_time",
        "end_time",
        "counted_in_line",
        "note",
    ],
    row,
    text: include_str!("data/events.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let total = cells.get("counted_in_line");
    let counted_in =
        (!total.is_empty()).then(|| Link::Having(Kind::Session, SOURCE.number, source(total)));
    Some(vec![
        Proposal::new(Kind::Session)
            .set(TYPE.number, cells.get("kind"))
            .set(NAME.number, cells.get("title"))
            .set(DATE.number, cells.get("date"))
            .set(DATE_END.number, cells.get("date_end"))
            .set(START_TIME.number, cells.get("start_time"))
            .set(END_TIME.number, cells.get("end_time"))
            .set(DOMAIN.number, cells.get("domain"))
            .set(SOLUTION.number, cells.solution())
            .set(MODE_FIELD.number, cells.get("mode"))
            .set(PLACE.number, cells.get("place"))
            .set(SESSIONS.number, cells.get("sessions"))
            .set(PARTICIPANTS.number, cells.get("participants"))
            .set(ESTABLISHMENTS.number, cells.get("establishments"))
            .set(COUNTED_IN.number, counted_in)
            .set(NOTE.number, cells.get("note"))
            .set(SOURCE.number, cells.source())
            .of_own_source(),
    ])
}
