//! Records as cards (vCard 4, RFC 6350), sessions as calendars (RFC 5545), addresses as the lines of a mailing list.
//!
//! The words for what sort of number one is are English whatever the language: other programs read them.

use std::io::{self, Write};

use crate::exchange::export::Export;
use crate::model::text::{Nameless, plain, shown};
use crate::model::{Date, Field, FieldType, Fields, Kind, Lang, Record, Value, Zone};

/// The longest line, in bytes.
const LONGEST: usize = 75;

/// Whether records of a kind have an address to write to.
pub fn is_written_to(kind: Kind) -> bool {
    kind.field_by_key("email")
        .is_some_and(|field| field.kind == FieldType::Email)
}

/// Whether records of a kind have a day and an hour.
pub fn is_dated(kind: Kind) -> bool {
    kind.field_by_key("date").is_some() && kind.field_by_key("start_time").is_some()
}

/// A record with its fields at hand.
struct Taken {
    kind: Kind,
    /// `kind/ULID`.
    name: String,
    fields: Fields,
}

impl Taken {
    fn of(record: &Record) -> Taken {
        Taken {
            kind: record.kind,
            name: format!("{}/{}", record.kind.key(), record.id),
            fields: record.fields(),
        }
    }

    /// A field and its value, by its key.
    fn field(&self, key: &str) -> Option<(&'static Field, &Value)> {
        let field = self.kind.field_by_key(key)?;
        Some((field, self.fields.get(field.number)?))
    }

    /// The values of a field, by its key.
    fn values(&self, key: &str) -> impl Iterator<Item = (&'static Field, &Value)> {
        let found = self.field(key).into_iter();
        found.flat_map(|(field, value)| value.items().iter().map(move |item| (field, item)))
    }

    /// The first value of a field as a text.
    fn text(&self, key: &str) -> String {
        let first = self.values(key).next();
        first.map_or_else(String::new, |(field, value)| written(field, value))
    }

    /// The value of a field as people read it.
    fn shown(&self, key: &str, lang: Lang) -> String {
        let zone = Zone::utc();
        let found = self.field(key);
        found.map_or_else(String::new, |(field, value)| {
            shown(field, value, lang, &Nameless(&zone))
        })
    }

    fn day(&self, key: &str) -> Option<Date> {
        match self.field(key)?.1 {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }
}

fn written(field: &Field, value: &Value) -> String {
    match value.main() {
        Value::Text(text) => text.clone(),
        other => plain(field, other, &Nameless(&Zone::utc())),
    }
}

/// A detail of a value, by its key.
fn detail(field: &Field, value: &Value, key: &str) -> Option<String> {
    let found = value
        .details()
        .iter()
        .find(|(number, _)| field.sub(*number).is_some_and(|sub| sub.key == key));
    found
        .and_then(|(_, detail)| detail.as_text())
        .map(str::to_string)
}

/// Writes people and bodies as cards.
///
/// # Errors
/// What the writer says.
pub fn cards(export: &Export, out: &mut dyn Write, tell: &mut dyn FnMut(usize)) -> io::Result<()> {
    for (record, so_far) in export.records.iter().zip(1..) {
        card(export, record, out)?;
        if so_far % 1_000 == 0 || so_far == export.records.len() {
            tell(so_far);
        }
    }
    Ok(())
}

fn card(export: &Export, record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let taken = Taken::of(record);
    let is_person = taken.kind.field_by_key("first_name").is_some();
    let (first, name) = (taken.text("first_name"), taken.text("name"));
    let mut lines = vec!["BEGIN:VCARD".to_string(), "VERSION:4.0".to_string()];
    lines.push(format!("UID:{}", taken.name));
    match is_person {
        true => {
            let full = format!("{first} {name}");
            lines.push(format!("FN:{}", escaped(full.trim())));
            let civility = taken.shown("civility", Lang::Fr);
            lines.push(format!(
                "N:{};{};;{};",
                escaped(&name),
                escaped(&first),
                escaped(&civility)
            ));
            let told = |key: &str| {
                export
                    .what
                    .told(record, key)
                    .filter(|told| !told.is_empty())
            };
            lines.extend(told("main_organisation").map(|told| format!("ORG:{}", escaped(&told))));
            lines.extend(told("main_function").map(|told| format!("TITLE:{}", escaped(&told))));
        }
        false => {
            lines.push("KIND:org".to_string());
            lines.push(format!("FN:{}", escaped(&name)));
            lines.push(format!("ORG:{}", escaped(&name)));
        }
    }
    for (key, property) in [("email", "EMAIL"), ("phone", "TEL")] {
        for (at, (field, value)) in taken.values(key).enumerate() {
            let kind = match detail(field, value, "kind").as_deref() {
                Some("mobile") => ";TYPE=cell",
                Some("home") => ";TYPE=home",
                Some("work") => ";TYPE=work",
                _ => "",
            };
            let preferred = if at == 0 { ";PREF=1" } else { "" };
            lines.push(format!(
                "{property}{kind}{preferred}:{}",
                escaped(&written(field, value))
            ));
        }
    }
    let address =
        ["address", "city", "postal_code", "country"].map(|key| escaped(&taken.text(key)));
    if address.iter().any(|part| !part.is_empty()) {
        let [street, city, code, country] = address;
        lines.push(format!("ADR:;;{street};{city};;{code};{country}"));
    }
    let tags: Vec<String> = taken
        .values("tags")
        .map(|(field, tag)| escaped(&written(field, tag)))
        .collect();
    lines.extend((!tags.is_empty()).then(|| format!("CATEGORIES:{}", tags.join(","))));
    for (key, property) in [("website", "URL"), ("note", "NOTE")] {
        let value = taken.text(key);
        lines.extend((!value.is_empty()).then(|| format!("{property}:{}", escaped(&value))));
    }
    lines.push("END:VCARD".to_string());
    put(&lines, out)
}

/// Writes sessions as a calendar; one without a day is in none.
///
/// # Errors
/// What the writer says.
pub fn calendar(
    export: &Export,
    out: &mut dyn Write,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    let head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//guichet//guichet//FR",
        "METHOD:PUBLISH",
    ];
    put(&head.map(str::to_string), out)?;
    for (record, so_far) in export.records.iter().zip(1..) {
        let taken = Taken::of(record);
        if let Some(date) = taken.day("date") {
            put(&event(export, &taken, date), out)?;
        }
        if so_far % 1_000 == 0 || so_far == export.records.len() {
            tell(so_far);
        }
    }
    put(&["END:VCALENDAR".to_string()], out)
}

fn event(export: &Export, taken: &Taken, date: Date) -> Vec<String> {
    let packed = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
    let (begins, ends) = (
        date.first_day(),
        taken.day("date_end").unwrap_or(date).last_day(),
    );
    let hour = |key: &str| {
        let digits: Vec<String> = taken
            .text(key)
            .split([':', 'h', 'H'])
            .map(str::to_string)
            .collect();
        let figure = |at: usize| {
            digits.get(at).map_or(Some(0), |part| {
                if part.is_empty() {
                    Some(0)
                } else {
                    part.trim().parse::<u8>().ok()
                }
            })
        };
        let is_there = digits.first().is_some_and(|part| !part.is_empty());
        let (hours, minutes) = (figure(0)?, figure(1)?);
        (is_there && hours < 24 && minutes < 60).then(|| format!("{hours:02}{minutes:02}00"))
    };
    let mut lines = vec![
        "BEGIN:VEVENT".to_string(),
        format!("UID:{}", taken.name),
        format!("DTSTAMP:{}T000000Z", packed(begins)),
    ];
    // A month that is all that is known is all of it.
    match hour("start_time").filter(|_| date.first_day() == date.last_day()) {
        Some(start) => {
            lines.push(format!("DTSTART:{}T{start}", packed(begins)));
            lines.extend(hour("end_time").map(|end| format!("DTEND:{}T{end}", packed(ends))));
        }
        None => {
            lines.push(format!("DTSTART;VALUE=DATE:{}", packed(begins)));
            lines.push(format!(
                "DTEND;VALUE=DATE:{}",
                packed(ends.tomorrow().unwrap_or(ends))
            ));
        }
    }
    lines.push(format!("SUMMARY:{}", escaped(&taken.text("name"))));
    let kind = taken.shown("type", export.lang.unwrap_or(Lang::En));
    for (property, value) in [
        ("CATEGORIES", kind),
        ("LOCATION", taken.text("place")),
        ("DESCRIPTION", taken.text("note")),
    ] {
        lines.extend((!value.is_empty()).then(|| format!("{property}:{}", escaped(&value))));
    }
    lines.push("END:VEVENT".to_string());
    lines
}

/// Writes the preferred address of each record, and its name: what Sympa adds to a list, and includes in one.
///
/// # Errors
/// What the writer says.
pub fn addresses(
    export: &Export,
    out: &mut dyn Write,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    for (record, so_far) in export.records.iter().zip(1..) {
        let taken = Taken::of(record);
        let email = taken.text("email");
        let name = format!("{} {}", taken.text("first_name"), taken.text("name"));
        let name: Vec<&str> = name.split_whitespace().collect();
        let is_one = !email.is_empty() && !email.contains(char::is_whitespace);
        if is_one {
            writeln!(out, "{email}\t{}", name.join(" "))?;
        }
        if so_far % 1_000 == 0 || so_far == export.records.len() {
            tell(so_far);
        }
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes lines, folded where they are long.
fn put(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        let (mut rest, mut room) = (line.as_str(), LONGEST);
        while rest.len() > room {
            let end = (0..=room)
                .rev()
                .find(|at| rest.is_char_boundary(*at))
                .unwrap_or(0);
            let (head, tail) = rest.split_at(end.max(1));
            write!(out, "{head}\r\n ")?;
            (rest, room) = (tail, LONGEST - 1);
        }
        write!(out, "{rest}\r\n")?;
    }
    Ok(())
}
