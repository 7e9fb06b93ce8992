//! Moments: milliseconds since 1970, UTC, read in any of their forms and written in one, RFC 3339 with the
//! offset of the zone that is handed in.

use jiff::civil;
use jiff::tz::Offset;

use super::date::{Date, DateError};
use super::fault::Fault;
use super::lang::Lang;
use super::zone::Zone;

/// For machines: `2022-12-07T08:55:56+01:00`, milliseconds where there are any.
pub fn rfc3339(milliseconds: i64, zone: &Zone) -> String {
    let zoned = zone.clock(milliseconds);
    // Long ago offsets had seconds, which none of that form has.
    let minutes = zoned.offset().seconds() / 60;
    let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
    zoned.timestamp().display_with_offset(offset).to_string()
}

/// For people: `15/11/2022 14:30`.
pub fn shown(milliseconds: i64, lang: Lang, zone: &Zone) -> String {
    let format = match lang {
        Lang::Fr => "%d/%m/%Y %H:%M",
        Lang::En => "%Y-%m-%d %H:%M",
    };
    zone.clock(milliseconds).strftime(format).to_string()
}

/// As a person would type it again: what is shown, with the seconds where there are any.
pub fn typed(milliseconds: i64, lang: Lang, zone: &Zone) -> String {
    let seconds = match milliseconds.rem_euclid(60_000) {
        0 => String::new(),
        rest if rest % 1_000 == 0 => format!(":{:02}", rest / 1_000),
        rest => format!(":{:02}.{:03}", rest / 1_000, rest % 1_000),
    };
    shown(milliseconds, lang, zone) + &seconds
}

/// The hour alone: `14:30`.
pub fn hour(milliseconds: i64, zone: &Zone) -> String {
    zone.clock(milliseconds).strftime("%H:%M").to_string()
}

/// Reads a day, then perhaps an hour, then perhaps an offset: `2022-12-07T07:55:56Z`,
/// `2022-12-07 07:55:56.123 +01:00`, `07/12/2022 07:55`, and, where a day is given to count from, `15/11 14h30`,
/// `auj`. Without an offset it is the hour of the zone.
///
/// # Errors
/// `Fault::DateTime`, or `NoSuchDay` for a day that the calendar has not.
pub fn parse(text: &str, today: Option<Date>, zone: &Zone) -> Result<i64, Fault> {
    let text = text.trim();
    let (local, offset) = without_offset(text);
    let is_between = |c: char| matches!(c, 'T' | 't' | ',') || c.is_whitespace();
    let (day, hour) = local
        .rmatch_indices(is_between)
        .map(|(at, between)| (local.get(..at), local.get(at + between.len()..)))
        .find_map(|(day, hour)| Some((day?, hour.filter(|hour| is_hour(hour))?)))
        .unwrap_or((local, "0:0"));
    if offset.is_some() && day.len() == local.len() {
        return Err(Fault::DateTime);
    }
    let day = day.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    let day = match today {
        Some(today) => Date::parse(day, today),
        None => Date::absolute(day),
    };
    let day = day.map_err(|error| match error {
        DateError::NoSuchDay => Fault::NoSuchDay,
        DateError::Form => Fault::DateTime,
    })?;
    let local = day.first_day().to_datetime(time(hour)?);
    let moment = match offset {
        Some(offset) => offset.to_timestamp(local).ok(),
        None => zone.moment(local),
    };
    moment
        .map(|moment| moment.as_millisecond())
        .ok_or(Fault::DateTime)
}

fn is_hour(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains([':', 'h', 'H'])
}

/// `7h`, `14h30`, `14:30`, `07:55:56`, `07:55:56,123`: what is finer than a millisecond falls away.
fn time(text: &str) -> Result<civil::Time, Fault> {
    let parts: Vec<&str> = text.split([':', 'h', 'H']).collect();
    let number = |part: &str, longest: usize| match part.len() {
        1.. if part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<i32>().map_err(|_| Fault::DateTime)
        }
        _ => Err(Fault::DateTime),
    };
    let small = |part: i32| i8::try_from(part).map_err(|_| Fault::DateTime);
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, ""] if text.ends_with(['h', 'H']) => (*hours, "0", "0"),
        [hours, minutes] => (*hours, *minutes, "0"),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return Err(Fault::DateTime),
    };
    let (seconds, part) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    number(part, 9)?;
    let nanoseconds = number(&format!("{part:0<9}"), 9)?;
    civil::Time::new(
        small(number(hours, 2)?)?,
        small(number(minutes, 2)?)?,
        small(number(seconds, 2)?)?,
        nanoseconds,
    )
    .map_err(|_| Fault::DateTime)
}

/// The text without the offset at its end: `Z`, `+01:00`, `+0100`, `+01`; `UTC` and `GMT` are `Z`.
fn without_offset(text: &str) -> (&str, Option<Offset>) {
    let whole = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    for zero in ["UTC", "GMT", "Z", "z"] {
        if let Some(rest) = text.strip_suffix(zero)
            && whole(rest.trim_end())
        {
            return (rest.trim_end(), Some(Offset::UTC));
        }
    }
    let Some(at) = text.rfind(['+', '-', '−']) else {
        return (text, None);
    };
    let (local, signed) = text.split_at(at);
    let local = local.trim_end();
    // A minus may as well stand in the day: only behind an hour is it an offset.
    let behind_hour = local
        .rsplit(|c: char| matches!(c, 'T' | 't') || c.is_whitespace())
        .next()
        .is_some_and(|hour| is_hour(hour) && whole(hour));
    let mut characters = signed.chars();
    let sign = if characters.next() == Some('+') {
        1
    } else {
        -1
    };
    let digits: String = characters.as_str().chars().filter(|c| *c != ':').collect();
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !behind_hour || !numeric {
        return (text, None);
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return (text, None),
    };
    let seconds = hours
        .parse::<i32>()
        .ok()
        .zip(minutes.parse::<i32>().ok())
        .filter(|(hours, minutes)| *hours < 24 && *minutes < 60)
        .map(|(hours, minutes)| sign * (hours * 3_600 + minutes * 60));
    match seconds.and_then(|seconds| Offset::from_seconds(seconds).ok()) {
        Some(offset) => (local, Some(offset)),
        None => (text, None),
    }
}
