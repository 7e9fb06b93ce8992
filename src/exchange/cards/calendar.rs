//! Calendars as rows of sessions.

use jiff::civil;

use super::content::{ContentLine, lines};
use super::rows::Rows;
use crate::exchange::options::Options;
use crate::exchange::table::{Table, Told};
use crate::model::kinds::session::{TYPE, TYPES};
use crate::model::text::choice_of;
use crate::model::{Collection, Kind, Zone, moment};

/// What a calendar's event has that no session keeps, and that is worth a word.
const LEFT: &[&str] = &["RRULE", "RDATE", "ATTENDEE", "ORGANIZER", "URL", "ATTACH"];

/// A day, and its hour if it has one.
type At = (civil::Date, Option<civil::Time>);

/// Reads the events of calendars: a row each.
pub fn table(bytes: &[u8], options: &Options, tell: Told) -> Table {
    let mut rows = Rows::default();
    let (mut event, mut within, mut start, mut at) = (Vec::new(), Vec::<String>::new(), 0, 0);
    let all = lines(bytes);
    let said = all.iter().find(|said| said.name == "X-WR-TIMEZONE");
    let zone = said
        .and_then(|said| Zone::named(said.value.trim()))
        .unwrap_or_else(|| options.zone.clone());
    for said in all {
        match said.name.as_str() {
            "BEGIN" => {
                // Deeper than that no calendar goes, whatever a file says.
                if within.len() < 100 {
                    within.push(said.value.trim().to_ascii_uppercase());
                }
                if within.last().is_some_and(|name| name == "VEVENT") {
                    (start, event) = (said.line, Vec::new());
                }
            }
            "END" => {
                if within.pop().is_some_and(|name| name == "VEVENT") {
                    take(start, &std::mem::take(&mut event), &zone, &mut rows);
                }
                at += 1;
                if at % 1_000 == 0 && tell(at).is_break() {
                    break;
                }
            }
            // An alarm within an event is not the event.
            _ if within.last().is_some_and(|name| name == "VEVENT") => event.push(said),
            _ => {}
        }
    }
    rows.table()
}

/// A calendar rarely says of which type its sessions are: where none is asked for it is *other*.
pub fn settle(collection: Collection, table: &mut Table) {
    if collection.kind() != Kind::Session
        || collection.defaults().get(TYPE.number).is_some()
        || table.rows.is_empty()
    {
        return;
    }
    let known = table.headers.iter().position(|header| header == TYPE.key);
    let at = known.unwrap_or_else(|| {
        table.headers.push(TYPE.key.to_string());
        table.headers.len() - 1
    });
    for row in &mut table.rows {
        let width = row.cells.len().max(at + 1);
        row.cells.resize(width, String::new());
        row.cells
            .get_mut(at)
            .filter(|cell| cell.is_empty())
            .into_iter()
            .for_each(|cell| cell.push_str("other"));
    }
}

fn take(line: u64, event: &[ContentLine], zone: &Zone, rows: &mut Rows) {
    let named = |name: &str| event.iter().find(|said| said.name == name);
    let text = |name: &str| named(name).map(ContentLine::text).unwrap_or_default();
    if text("STATUS").eq_ignore_ascii_case("CANCELLED") {
        rows.leave("STATUS:CANCELLED");
        return;
    }
    let begins = named("DTSTART").and_then(|said| time(said, zone));
    let ends = named("DTEND")
        .and_then(|said| time(said, zone))
        .map(|(day, hour)| match hour {
            // The day after the last one is meant.
            None => (day.yesterday().unwrap_or(day), None),
            hour => (day, hour),
        });
    let ends = ends.or_else(|| lasting(begins?, &text("DURATION")));
    let day = |at: Option<At>| at.map_or_else(String::new, |(day, _)| day.to_string());
    let hour = |at: Option<At>| {
        let hour = at.and_then(|(_, hour)| hour);
        hour.map_or_else(String::new, |hour| {
            format!("{:02}:{:02}", hour.hour(), hour.minute())
        })
    };
    let types = named("CATEGORIES")
        .map(|said| said.parts(','))
        .unwrap_or_default();
    let kind = types.iter().find_map(|word| choice_of(TYPES, word));
    for said in event
        .iter()
        .filter(|said| LEFT.contains(&said.name.as_str()))
    {
        rows.leave(&said.name);
    }
    let last = ends.filter(|(end, _)| begins.is_none_or(|(begin, _)| *end > begin));
    rows.take(
        line,
        vec![
            ("type", kind.map_or("", |choice| choice.key).to_string()),
            ("name", text("SUMMARY").trim().to_string()),
            ("date", day(begins)),
            ("date_end", day(last)),
            ("start_time", hour(begins)),
            ("end_time", hour(ends)),
            ("place", text("LOCATION").trim().replace('\n', ", ")),
            ("note", text("DESCRIPTION").trim().to_string()),
        ],
    );
}

/// When something is, by the clock of its own place, or of the calendar's where it is told in UTC.
fn time(said: &ContentLine, zone: &Zone) -> Option<At> {
    let value = said.value.trim();
    let (day, hour) = value
        .split_once(['T', 't'])
        .map_or((value, None), |(day, hour)| (day, Some(hour)));
    let figures = |text: &str, range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let small = |figure: i16| i8::try_from(figure).ok();
    let date = civil::Date::new(
        figures(day, 0..4)?,
        small(figures(day, 4..6)?)?,
        small(figures(day, 6..8)?)?,
    )
    .ok()?;
    let Some(hour) = hour else {
        return Some((date, None));
    };
    let time = civil::Time::new(
        small(figures(hour, 0..2)?)?,
        small(figures(hour, 2..4)?)?,
        0,
        0,
    )
    .ok()?;
    if !hour.ends_with(['Z', 'z']) {
        return Some((date, Some(time)));
    }
    let utc = format!("{date}T{time}Z");
    let there = moment::parse(&utc, None, zone).ok()?;
    let there: civil::DateTime = moment::rfc3339(there, zone).get(..19)?.parse().ok()?;
    Some((there.date(), Some(there.time())))
}

/// When something ends that lasts so long: `PT1H30M`, `P1D`.
fn lasting(begins: At, duration: &str) -> Option<At> {
    let span: jiff::Span = duration.trim().parse().ok()?;
    match begins {
        (day, Some(hour)) => {
            let end = day.to_datetime(hour).checked_add(span).ok()?;
            Some((end.date(), Some(end.time())))
        }
        (day, None) => Some((day.checked_add(span).ok()?.yesterday().ok()?, None)),
    }
}
