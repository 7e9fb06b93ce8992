//! Tags and texts of a workbook's files, whatever prefixes they have.

use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::{Xml, reason};
use crate::exchange::refusal::Reason;

/// The next event.
///
/// # Errors
/// What is wrong with the file.
pub fn next<'e>(xml: &mut Xml, buffer: &'e mut Vec<u8>) -> Result<Event<'e>, Reason> {
    buffer.clear();
    xml.read_event_into(buffer).map_err(|error| reason(&error))
}

/// What an attribute says, by its name without a prefix.
pub fn attribute(tag: &BytesStart, name: &[u8]) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let text = String::from_utf8_lossy(&found.value);
    Some(
        quick_xml::escape::unescape(&text)
            .map_or_else(|_| text.to_string(), |text| text.into_owned()),
    )
}

/// Adds what an event says to a text.
pub fn add(text: &mut String, event: &Event) {
    match event {
        Event::Text(part) => text.push_str(&String::from_utf8_lossy(part)),
        Event::CData(part) => text.push_str(&String::from_utf8_lossy(part)),
        Event::GeneralRef(part) => text.extend(referred(part)),
        _ => {}
    }
}

/// The character that `&amp;` or `&#233;` is.
fn referred(part: &BytesRef) -> Option<char> {
    match &part[..] {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => part.resolve_char_ref().ok().flatten(),
    }
}
