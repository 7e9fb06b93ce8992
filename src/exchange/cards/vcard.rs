//! Cards as rows of people.

use std::collections::BTreeMap;

use super::content::{ContentLine, lines};
use super::rows::Rows;
use crate::exchange::head::is_heading;
use crate::exchange::options::Options;
use crate::exchange::people;
use crate::exchange::table::{Table, Told};
use crate::model::text::choice_of;
use crate::model::{FieldType, Kind};

/// What says nothing of the person, or what other lines say.
const TECHNICAL: &[&str] = &[
    "VERSION",
    "PRODID",
    "UID",
    "REV",
    "FN",
    "SORT-STRING",
    "MAILER",
    "SOURCE",
    "CLASS",
    "LABEL",
    "KIND",
    "PROFILE",
    "NAME",
    "AGENT",
    "CLIENTPIDMAP",
    "XML",
];

/// Reads cards, of any version: a row a card.
pub fn table(bytes: &[u8], _: &Options, tell: Told) -> Table {
    let mut rows = Rows::default();
    let (mut card, mut depth, mut start, mut at) = (Vec::new(), 0_usize, 0, 0);
    for said in lines(bytes) {
        match said.name.as_str() {
            "BEGIN" => {
                depth += 1;
                if depth == 1 {
                    (start, card) = (said.line, Vec::new());
                }
            }
            "END" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    take(start, &std::mem::take(&mut card), &mut rows);
                }
                at += 1;
                if at % 1_000 == 0 && tell(at).is_break() {
                    break;
                }
            }
            // A card within a card is somebody else.
            _ if depth == 1 => card.push(said),
            _ => {}
        }
    }
    rows.table()
}

/// The lines of a card that say that.
fn named<'c>(card: &'c [ContentLine], name: &'c str) -> impl Iterator<Item = &'c ContentLine> {
    card.iter().filter(move |said| said.name == name)
}

fn take(line: u64, card: &[ContentLine], rows: &mut Rows) {
    let mut cells: Vec<(&'static str, String)> = Vec::new();
    let mut notes = Vec::new();
    let text = |name: &str| {
        named(card, name)
            .map(ContentLine::text)
            .find(|text| !text.trim().is_empty())
    };
    names(card, &text("FN").unwrap_or_default(), &mut cells);
    let labels: BTreeMap<&str, String> = named(card, "X-ABLABEL")
        .map(|said| (said.group.as_str(), said.text()))
        .collect();
    for (name, key) in [("EMAIL", "email"), ("TEL", "phone")] {
        let mut points: Vec<(bool, String)> = Vec::new();
        for said in named(card, name) {
            let label = labels
                .get(said.group.as_str())
                .filter(|_| !said.group.is_empty());
            let value = said.text();
            let value = ["tel:", "mailto:"]
                .iter()
                .find_map(|scheme| value.strip_prefix(scheme))
                .unwrap_or(&value);
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if said.is_of("fax") {
                notes.push(format!("Fax : {value}"));
                continue;
            }
            let point = match kind(said, label.map(String::as_str), key) {
                Some(kind) => format!("{} ({kind})", value.replace('|', "\\|")),
                None => value.replace('|', "\\|"),
            };
            let is_preferred = said.is_of("pref") || said.parameter("PREF").is_some();
            points.push((!is_preferred, point));
        }
        points.sort_by_key(|(last, _)| *last);
        let points: Vec<String> = points.into_iter().map(|(_, point)| point).collect();
        cells.push((key, points.join("|")));
    }
    if let Some(organisation) = named(card, "ORG").next() {
        let mut units = organisation
            .parts(';')
            .into_iter()
            .filter(|part| !part.is_empty());
        cells.push(("organisation", units.next().unwrap_or_default()));
        let units: Vec<String> = units.collect();
        if !units.is_empty() {
            put(
                "service",
                "Service",
                units.join(", "),
                &mut cells,
                &mut notes,
            );
        }
    }
    cells.push((
        "function",
        text("TITLE").or_else(|| text("ROLE")).unwrap_or_default(),
    ));
    let addresses = named(card, "ADR").map(|said| said.parts(';'));
    let mut addresses: Vec<Vec<String>> = addresses
        .filter(|parts| parts.iter().any(|part| !part.is_empty()))
        .collect();
    addresses.sort_by_key(|parts| parts.get(3).is_none_or(String::is_empty));
    if let Some(parts) = addresses.first() {
        let part = |at: usize| parts.get(at).map_or("", String::as_str);
        let street: Vec<&str> = [part(0), part(1), part(2)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        put(
            "address",
            "Adresse",
            street.join(", ").replace('\n', ", "),
            &mut cells,
            &mut notes,
        );
        put(
            "postal_code",
            "Code postal",
            part(5).to_string(),
            &mut cells,
            &mut notes,
        );
        cells.push(("city", part(3).to_string()));
        put(
            "country",
            "Pays",
            part(6).to_string(),
            &mut cells,
            &mut notes,
        );
    }
    let tags: Vec<String> = named(card, "CATEGORIES")
        .flat_map(|said| said.parts(','))
        .collect();
    cells.push(("tags", tags.join("|")));
    notes.splice(0..0, named(card, "NOTE").map(ContentLine::text));
    cells.push(("note", notes.join("\n")));
    const READ: &[&str] = &[
        "N",
        "EMAIL",
        "TEL",
        "ORG",
        "TITLE",
        "ROLE",
        "ADR",
        "CATEGORIES",
        "NOTE",
    ];
    for said in card {
        let is_known =
            READ.contains(&said.name.as_str()) || TECHNICAL.contains(&said.name.as_str());
        if !is_known && !said.name.starts_with("X-") {
            rows.leave(&said.name);
        }
    }
    rows.take(line, cells);
}

/// The name in its parts: as they are given, or as the whole name is cut.
fn names(card: &[ContentLine], whole: &str, cells: &mut Vec<(&'static str, String)>) {
    let parts = card
        .iter()
        .find(|said| said.name == "N")
        .map(|said| said.parts(';'))
        .unwrap_or_default();
    let part = |at: usize| parts.get(at).map_or("", String::as_str).replace(',', " ");
    let is_body = card
        .iter()
        .any(|said| said.name == "KIND" && said.value.trim().eq_ignore_ascii_case("org"));
    if part(0).is_empty() && part(1).is_empty() {
        let name = people::split(whole);
        let (first, family) = match is_body {
            true => (String::new(), whole.trim().to_string()),
            false => (name.first, name.family),
        };
        cells.extend([("first_name", first), ("name", family)]);
        return;
    }
    let civility = Kind::Person
        .field_by_key("civility")
        .and_then(|field| match field.kind {
            FieldType::Choice(choices) => choice_of(choices, &part(3)),
            _ => None,
        });
    // A mononym is what is sorted by.
    let (first, family) = match part(0).is_empty() {
        true => (String::new(), part(1)),
        false => (part(1), part(0)),
    };
    cells.extend([
        (
            "civility",
            civility.map_or("", |choice| choice.key).to_string(),
        ),
        ("first_name", first),
        ("name", family),
    ]);
}

/// What sort of address or number it is, by the key that the fields have for it.
fn kind(said: &ContentLine, label: Option<&str>, key: &str) -> Option<&'static str> {
    let label = label.map(|label| {
        label
            .trim_start_matches("_$!<")
            .trim_end_matches(">!$_")
            .to_lowercase()
    });
    let is = |words: &[&str]| {
        words.iter().any(|word| said.is_of(word))
            || label.as_deref().is_some_and(|label| words.contains(&label))
    };
    if key == "phone" && is(&["cell", "mobile", "iphone"]) {
        Some("mobile")
    } else if is(&["work", "travail", "bureau"]) {
        Some("work")
    } else if is(&["home", "domicile", "personnel"]) {
        Some("home")
    } else {
        None
    }
}

/// Puts a value where a field is called so; into the note where none is, for nothing gets lost.
fn put(
    key: &'static str,
    label: &str,
    value: String,
    cells: &mut Vec<(&'static str, String)>,
    notes: &mut Vec<String>,
) {
    let is_there = Kind::Person.field_by_key(key).is_some() || key == "service" && is_heading(key);
    match is_there {
        true => cells.push((key, value)),
        false if !value.is_empty() => notes.push(format!("{label} : {value}")),
        false => {}
    }
}
