//! The digits by which telephone numbers are found, whatever the form in which they are written.

use super::codes::{FRENCH_CODES, ITALY, OVERSEAS, code_length};
use super::parts::{Parts, is_gap, parts};
use super::sheet::spelled_out;

/// The digits of a number, in each form in which somebody may dial it, with a blank between: the national
/// one of France and its overseas parts (`0612345678`), that with the country and that within it of
/// others (`442079460958 02079460958`), and the extension.
pub fn phone_digits(text: &str) -> String {
    let mut digits = String::with_capacity(text.len());
    phone_digits_into(text, &mut digits);
    digits
}

/// Adds the digits of a number.
pub fn phone_digits_into(text: &str, digits: &mut String) {
    let spelled = spelled_out(text);
    let parts = parts(spelled.as_deref().unwrap_or(text));
    let (country, rest) = split(&parts);
    match country {
        Some(code) if is_french(code) => digits.push_str(&national(code, rest)),
        Some(code) => {
            digits.extend([code, rest]);
            if code != ITALY && !rest.is_empty() && !rest.starts_with('0') {
                digits.extend([" 0", rest]);
            }
        }
        None => {
            // Spreadsheets eat the first nought of a French number.
            let eaten = rest.len() == 9 && !rest.starts_with('0');
            digits.extend([if eaten { "0" } else { "" }, rest]);
        }
    }
    if !parts.extension.is_empty() {
        digits.extend([" ", &parts.extension]);
    }
}

/// The digits that a number as someone types it may mean, be it a part of one: those of its national form,
/// and those typed. None if there are no digits.
pub fn phone_readings(text: &str) -> Vec<String> {
    let spelled = spelled_out(text);
    let parts = parts(spelled.as_deref().unwrap_or(text));
    let (country, rest) = split(&parts);
    let mut readings = Vec::new();
    match country {
        Some(code) if is_french(code) => readings.push(national(code, rest)),
        Some(code) => {
            readings.push(format!("{code}{rest}"));
            if code == ITALY && !rest.starts_with('0') && !rest.is_empty() {
                readings.push(format!("{code}0{rest}"));
            }
        }
        None => readings.push(rest.to_string()),
    }
    // "0033 …" may be the beginning of a number in its own right.
    if country.is_some() && !parts.plus && parts.digits.starts_with("00") {
        readings.insert(0, parts.digits.clone());
    }
    if !parts.plus && parts.trunk.is_some() {
        readings.push(parts.digits.clone());
    }
    readings.retain(|digits| !digits.is_empty());
    let mut seen = Vec::new();
    readings.retain(|digits| {
        let new = !seen.contains(digits);
        seen.push(digits.clone());
        new
    });
    readings
}

/// Whether a text is digits and nothing else but what is written between those of a number.
pub fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || c == '+' || is_gap(c))
}

fn is_french(code: &str) -> bool {
    FRENCH_CODES.contains(&code)
}

/// The country code of a number that names one, and the digits behind it.
pub(super) fn split(parts: &Parts) -> (Option<&str>, &str) {
    let all = parts.digits.as_str();
    let international = match (parts.plus, all.strip_prefix("00")) {
        (true, rest) => Some(rest.unwrap_or(all)),
        (false, Some(rest)) => Some(rest).filter(|rest| rest.len() > 1),
        // As computers write it: the code without its sign.
        (false, None) => {
            let overseas = |rest: &str, code: &str| {
                let known = |(begins, of): &(&str, &str)| *of == code && rest.starts_with(begins);
                code == "33" && !rest.starts_with('0') || OVERSEAS.iter().any(known)
            };
            let known = |code: &&&str| {
                let rest = all.strip_prefix(**code).filter(|rest| rest.len() == 9);
                rest.is_some_and(|rest| overseas(rest, code))
            };
            FRENCH_CODES.iter().find(known).map(|_| all)
        }
    };
    let Some(digits) = international else {
        return (None, all);
    };
    let (code, rest) = digits.split_at(code_length(digits).min(digits.len()));
    // The nought in brackets is dialled within the country only, save in Italy, which always has it.
    let trunk = parts.trunk == Some(all.len() - rest.len());
    let rest = match rest.strip_prefix('0') {
        Some(rest) if trunk && code != ITALY => rest,
        _ => rest,
    };
    (Some(code), rest)
}

/// The form in which France dials a number of its own or of overseas.
fn national(code: &str, rest: &str) -> String {
    match (code, rest) {
        ("33", "") => String::new(),
        (_, rest) if rest.starts_with('0') => rest.to_string(),
        // Saint-Pierre-et-Miquelon has six digits and its code stands before them.
        ("508", rest) if rest.len() <= 6 => format!("0508{rest}"),
        (_, rest) => format!("0{rest}"),
    }
}
