//! Telephone numbers of the world, French ones where no country is named: kept as typed, shown in groups,
//! found by their digits.
//!
//! What is possible, and what is usual, is what libphonenumber's tables say; the plan of France reaches
//! overseas (`0594 …` is `+594 594 …`, ARCEP decision 2018-0881).

mod codes;
mod digits;
mod parts;
mod sheet;

use std::borrow::Cow;
use std::cell::RefCell;

use phonenumber::metadata::{DATABASE, Descriptor};

pub use digits::{is_number, phone_digits, phone_digits_into, phone_readings};
pub use parts::is_extension_word;

use super::fault::{Caution, Fault};
use crate::text::is_unseen;
use codes::{FRENCH_CODES, ITALY, OVERSEAS, code_length};
use parts::{Parts, parts};
use sheet::{is_number_of_a_sheet, spelled_out};

/// A number as it is understood.
#[derive(Debug, PartialEq, Eq)]
pub struct Phone {
    /// The country code; none for a number of a few digits, which only works where it is.
    pub code: Option<String>,
    /// The number within the country, without the nought that is dialled there alone.
    pub national: String,
    /// The digits of its extension; empty without one.
    pub extension: String,
    /// What is unusual about it.
    pub caution: Option<Caution>,
}

/// The number that a text holds.
///
/// # Errors
/// `Fault::Phone` if no telephone reaches it: digits lost, too many or too few for its country, none.
pub fn read(text: &str) -> Result<Phone, Fault> {
    let spelled = spelled_out(text);
    let text = spelled.as_deref().unwrap_or(text);
    if is_number_of_a_sheet(text) {
        return Err(Fault::Phone);
    }
    let parts = parts(text);
    if parts.digits.is_empty() || parts.lost_extension {
        return Err(Fault::Phone);
    }
    let mut phone = resolved(&parts, text).ok_or(Fault::Phone)?;
    let rest = text.get(parts.rest.clone()).unwrap_or_default();
    if phone.caution.is_none() && rest.chars().any(|c| parts::digit(c).is_some()) {
        phone.caution = Some(Caution::PhoneBeside);
    }
    Ok(phone)
}

/// Whether a text is a number, with nothing unusual about it.
pub fn is_usual(text: &str) -> bool {
    read(text).is_ok_and(|phone| phone.caution.is_none())
}

fn resolved(parts: &Parts, text: &str) -> Option<Phone> {
    let (code, rest) = digits::split(parts);
    if let Some(code) = code {
        return of_country(code, rest, parts);
    }
    let all = parts.digits.as_str();
    if all.len() <= 6 {
        return short(parts, text);
    }
    if let Some(national) = all.strip_prefix('0') {
        return of_france(national, parts);
    }
    if all.len() == 9 {
        // The nought that a spreadsheet ate: only where it makes a number that exists.
        let mut phone = of_france(all, parts).filter(|phone| phone.caution.is_none())?;
        phone.caution = Some(Caution::PhoneRead(grouped(&phone, false)));
        return Some(phone);
    }
    // Perhaps the code of a country without its plus.
    let (code, rest) = all.split_at_checked(code_length(all))?;
    let mut phone = of_country(code, rest, parts).filter(|phone| phone.caution.is_none())?;
    phone.caution = Some(Caution::PhoneRead(grouped(&phone, true)));
    Some(phone)
}

/// A number of the French plan, without its nought.
fn of_france(national: &str, parts: &Parts) -> Option<Phone> {
    let overseas = OVERSEAS
        .iter()
        .find(|(begins, _)| national.starts_with(begins));
    let code = overseas.map_or("33", |(_, code)| code);
    if national.len() != 9 || national.starts_with('0') {
        return None;
    }
    let known = overseas.is_some() || is_valid(code, national);
    Some(phone(code, national, parts, !known))
}

fn of_country(code: &str, rest: &str, parts: &Parts) -> Option<Phone> {
    if code == "33" {
        let national = rest.strip_prefix('0').unwrap_or(rest);
        let mut phone = of_france(national, parts)?;
        if phone.code.as_deref() != Some("33") {
            phone.caution = Some(Caution::PhoneRead(grouped(&phone, true)));
        }
        return Some(phone);
    }
    // The nought that is dialled within the country, where the country has none of its own.
    let bare = rest.strip_prefix('0').filter(|_| code != ITALY);
    let national = match bare {
        Some(bare) if !is_valid(code, rest) && is_possible(code, bare) => bare,
        _ => rest,
    };
    let fits = is_possible(code, national);
    let known = is_valid(code, national)
        || OVERSEAS
            .iter()
            .any(|(begins, of)| *of == code && national.starts_with(begins));
    fits.then(|| phone(code, national, parts, !known))
}

fn phone(code: &str, national: &str, parts: &Parts, unusual: bool) -> Phone {
    Phone {
        code: Some(code.to_string()),
        national: national.to_string(),
        extension: parts.extension.clone(),
        caution: unusual.then_some(Caution::PhoneUnusual),
    }
}

/// A number of a few digits: a service (`3639`, `112`, `118 712`), or the extension of a switchboard.
fn short(parts: &Parts, text: &str) -> Option<Phone> {
    let digits = parts.digits.as_str();
    let alone = parts.extension.is_empty() && !text.contains([',', '+']);
    let label = text.get(..parts.number.start).unwrap_or_default();
    let named = label.trim().is_empty()
        || is_telephone_word(label)
        || is_extension_word(label.trim_matches(|c: char| parts::is_gap(c) || c == ':'));
    if !alone || !named || digits.len() < 2 || digits.bytes().all(|digit| digit == b'0') {
        return None;
    }
    let is_service = match digits.len() {
        2 => matches!(digits, "15" | "17" | "18"),
        3 => digits.starts_with('1'),
        4 => digits.starts_with('3') || digits.starts_with("10"),
        6 => digits.starts_with("118") || digits.starts_with("116"),
        _ => false,
    };
    Some(Phone {
        code: None,
        national: digits.to_string(),
        extension: String::new(),
        caution: (!is_service).then_some(Caution::PhoneShort),
    })
}

/// Whether a text is a word for telephone, which says nothing in a field of telephones.
fn is_telephone_word(label: &str) -> bool {
    let bare = label.trim_matches(|c: char| parts::is_gap(c) || c == ':');
    matches!(
        super::fold::fold(bare).as_str(),
        "tel" | "telephone" | "phone" | "t"
    )
}

/// What the tables say of each kind of line of the countries of a code.
fn lines(code: &str) -> impl Iterator<Item = &'static Descriptor> {
    metadata(code).into_iter().flat_map(|meta| {
        let of = meta.descriptors();
        let kinds = [
            of.fixed_line(),
            of.mobile(),
            of.toll_free(),
            of.premium_rate(),
            of.shared_cost(),
            of.personal_number(),
            of.voip(),
            of.pager(),
            of.uan(),
            of.voicemail(),
        ];
        kinds.into_iter().flatten()
    })
}

/// Whether a number has as many digits as numbers of that country have.
fn is_possible(code: &str, national: &str) -> bool {
    lines(code).any(|line| {
        let mut lengths = line.possible_length().iter();
        lengths.any(|length| usize::from(*length) == national.len())
    })
}

/// Whether a number lies in a range that its country has given out.
fn is_valid(code: &str, national: &str) -> bool {
    let asked = |last: &RefCell<Judged>| {
        let last = last.borrow();
        (last.code == code && last.national == national).then_some(last.is_valid)
    };
    LAST.with(asked).unwrap_or_else(|| {
        let is_valid =
            is_possible(code, national) && lines(code).any(|line| line.is_match(national));
        LAST.set(Judged {
            code: code.to_string(),
            national: national.to_string(),
            is_valid,
        });
        is_valid
    })
}

thread_local! {
    /// A value is read, checked and looked at for what is unusual, one right after the other.
    static LAST: RefCell<Judged> = RefCell::default();
}

/// A number of which it was asked last, and what came of it.
#[derive(Default)]
struct Judged {
    code: String,
    national: String,
    is_valid: bool,
}

/// Reads the tables of all countries, for which the first number would else wait a tenth of a second.
pub fn make_ready() {
    metadata("33");
}

fn metadata(code: &str) -> Vec<&'static phonenumber::Metadata> {
    let code = code.parse::<u16>().ok();
    code.and_then(|code| DATABASE.by_code(&code))
        .unwrap_or_default()
}

/// The number in groups, as it is dialled from France, or with its country.
fn grouped(phone: &Phone, abroad: bool) -> String {
    let national = phone.national.as_str();
    let pairs = |digits: &str| {
        let pairs: Vec<&str> = digits
            .as_bytes()
            .chunks(2)
            .filter_map(|pair| std::str::from_utf8(pair).ok())
            .collect();
        pairs.join(" ")
    };
    let Some(code) = phone.code.as_deref() else {
        return match (national.len(), &phone.caution) {
            (4, None) => pairs(national),
            (6, None) => spaced(national, 3),
            _ => national.to_string(),
        };
    };
    let overseas = code != "33" && FRENCH_CODES.contains(&code) && national.len() == 9;
    let (head, tail) = national.split_at_checked(3).unwrap_or((national, ""));
    match (code, abroad) {
        ("33", _) if national.starts_with('8') => format!("0 {head} {}", pairs(tail)),
        ("33", _) => pairs(&format!("0{national}")),
        (_, false) if overseas => format!("0{head} {}", pairs(tail)),
        (code, _) if overseas => format!("+{code} {head} {}", pairs(tail)),
        (code, _) => format!("+{code} {}", in_groups(code, national)),
    }
}

fn spaced(digits: &str, at: usize) -> String {
    match digits.split_at_checked(at) {
        Some((head, tail)) => format!("{head} {tail}"),
        None => digits.to_string(),
    }
}

/// The digits within a country, in its own groups.
fn in_groups(code: &str, national: &str) -> String {
    let metas = metadata(code);
    let own = metas
        .iter()
        .find(|meta| meta.is_main_country_for_code())
        .or_else(|| metas.first());
    let Some(meta) = own else {
        return national.to_string();
    };
    let formats = match meta.international_formats() {
        [] => meta.formats(),
        formats => formats,
    };
    let fits = |format: &&phonenumber::metadata::Format| {
        let leads = format.leading_digits().last().is_none_or(|leading| {
            leading
                .find(national)
                .is_some_and(|found| found.start() == 0)
        });
        let whole = format
            .pattern()
            .find(national)
            .is_some_and(|found| found.range() == (0..national.len()));
        leads && whole
    };
    match formats.iter().find(fits) {
        Some(format) => format
            .pattern()
            .replace(national, format.format())
            .replace(['-', '.', '/'], " "),
        None => national.to_string(),
    }
}

/// The text with its number in groups; one that holds none stays as it is.
pub fn shown(text: &str) -> Cow<'_, str> {
    let spelled = spelled_out(text);
    let whole = spelled.as_deref().unwrap_or(text);
    let Ok(phone) = read(text) else {
        return Cow::Borrowed(text);
    };
    let parts = parts(whole);
    let abroad = digits::split(&parts).0.is_some();
    let label = whole.get(..parts.number.start).unwrap_or_default();
    let label = if is_telephone_word(label) { "" } else { label };
    let rest = whole.get(parts.number.end..).unwrap_or_default();
    let shown = format!("{label}{}{rest}", grouped(&phone, abroad));
    Cow::Owned(shown.chars().filter(|c| !is_unseen(*c)).collect())
}
