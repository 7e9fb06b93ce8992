//! Dates as the agency knows them: to the year, the month or the day.

use std::fmt;

use jiff::civil;

use super::lang::Lang;

/// A date of three precisions. Ordered by time, a coarser date before those that it holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// The text has none of the forms of a date.
    Form,
    /// The form is right but the calendar has no such day.
    NoSuchDay,
}

impl Date {
    /// A date; month 0 means "in that year", day 0 "in that month". `None` if the calendar has none.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Date> {
        if !(1..=9999).contains(&year) || (month == 0 && day != 0) {
            return None;
        }
        let (m, d) = (
            i8::try_from(month.max(1)).ok()?,
            i8::try_from(day.max(1)).ok()?,
        );
        civil::Date::new(year, m, d).ok()?;
        Some(Date { year, month, day })
    }

    /// A day of the calendar.
    pub(super) fn from_civil(date: civil::Date) -> Date {
        let unsigned = |n: i8| u8::try_from(n).unwrap_or(1);
        Date {
            year: date.year(),
            month: unsigned(date.month()),
            day: unsigned(date.day()),
        }
    }

    /// The stored form: `yyyymmdd`, with 00 for what is not known.
    pub fn packed(self) -> i32 {
        i32::from(self.year) * 10_000 + i32::from(self.month) * 100 + i32::from(self.day)
    }

    /// From the stored form.
    pub fn from_packed(packed: i32) -> Option<Date> {
        let part = |n: i32| u8::try_from(n % 100).ok();
        Date::new(
            i16::try_from(packed / 10_000).ok()?,
            part(packed / 100)?,
            part(packed)?,
        )
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The first day that it can mean.
    pub fn first_day(self) -> civil::Date {
        let month = i8::try_from(self.month.max(1)).unwrap_or(1);
        let day = i8::try_from(self.day.max(1)).unwrap_or(1);
        civil::Date::new(self.year, month, day).unwrap_or(civil::Date::ZERO)
    }

    /// The last day that it can mean.
    pub fn last_day(self) -> civil::Date {
        let first = self.first_day();
        match (self.month, self.day) {
            (0, _) => first.last_of_year(),
            (_, 0) => first.last_of_month(),
            _ => first,
        }
    }

    /// That many days later, to the day.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.first_day()
            .checked_add(span)
            .ok()
            .map(Date::from_civil)
    }

    /// Reads `2022`, `2022-11`, `2022-11-15`, `11/2022`, `15/11/2022`, and, against `today`, `15/11`,
    /// `+7`, `-3`, `today`/`aujourd'hui`, `demain`, `hier`, and weekday names (the next such day).
    pub fn parse(text: &str, today: Date) -> Result<Date, DateError> {
        let text = text.trim();
        if let Some(days) = text.strip_prefix('+') {
            return days_from(today, days, 1);
        }
        if let Some(days) = text.strip_prefix('-') {
            return days_from(today, days, -1);
        }
        if let Some(date) = named_day(&super::fold::fold(text), today) {
            return Ok(date);
        }
        Date::written(text, Some(today.year))
    }

    /// Reads a date that says all of itself: `2022`, `2022-11`, `2022-11-15`, `11/2022`, `15/11/2022`.
    pub fn absolute(text: &str) -> Result<Date, DateError> {
        Date::written(text.trim(), None)
    }

    /// A date in figures; `15/11` is in `this_year`, if there is one.
    fn written(text: &str, this_year: Option<i16>) -> Result<Date, DateError> {
        let iso = text.contains('-');
        let parts: Vec<&str> = text.split(if iso { '-' } else { '/' }).collect();
        if parts.iter().any(|part| {
            part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit())
        }) {
            return Err(DateError::Form);
        }
        let number = |part: &str| part.parse::<i16>().unwrap_or(0);
        let (year, month, day) = match (parts.as_slice(), iso) {
            ([year], _) if year.len() == 4 => (number(year), 0, 0),
            ([year, month], true) if year.len() == 4 => (number(year), number(month), -1),
            ([year, month, day], true) if year.len() == 4 => {
                (number(year), number(month), number(day))
            }
            ([month, year], false) if year.len() == 4 => (number(year), number(month), -1),
            ([day, month], false) => (
                this_year.ok_or(DateError::Form)?,
                number(month),
                number(day),
            ),
            ([day, month, year], false) if year.len() == 4 => {
                (number(year), number(month), number(day))
            }
            _ => return Err(DateError::Form),
        };
        let part = |n: i16| u8::try_from(n).map_err(|_| DateError::NoSuchDay);
        let coarse_year = parts.len() == 1;
        if (!coarse_year && month == 0) || day == 0 && parts.len() == 3 {
            return Err(DateError::NoSuchDay);
        }
        Date::new(year, part(month)?, part(day.max(0))?).ok_or(DateError::NoSuchDay)
    }

    /// `15/11/2022`, `11/2022`, `2022` in French; `2022-11-15` and so on in English.
    pub fn display(self, lang: Lang) -> String {
        match (lang, self.month, self.day) {
            (Lang::En, _, _) | (_, 0, _) => self.to_string(),
            (Lang::Fr, month, 0) => format!("{month:02}/{:04}", self.year),
            (Lang::Fr, month, day) => format!("{day:02}/{month:02}/{:04}", self.year),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn days_from(today: Date, days: &str, sign: i32) -> Result<Date, DateError> {
    let days = days.strip_suffix(['j', 'd']).unwrap_or(days);
    let days: u16 = match days.bytes().all(|b| b.is_ascii_digit()) {
        true => days.parse().map_err(|_| DateError::Form)?,
        false => return Err(DateError::Form),
    };
    today
        .plus_days(sign * i32::from(days))
        .ok_or(DateError::NoSuchDay)
}

fn named_day(text: &str, today: Date) -> Option<Date> {
    const DAYS: [(&str, &str); 7] = [
        ("lundi", "monday"),
        ("mardi", "tuesday"),
        ("mercredi", "wednesday"),
        ("jeudi", "thursday"),
        ("vendredi", "friday"),
        ("samedi", "saturday"),
        ("dimanche", "sunday"),
    ];
    match text {
        "today" | "aujourd'hui" | "auj" => return Some(today),
        "demain" | "tomorrow" => return today.plus_days(1),
        "hier" | "yesterday" => return today.plus_days(-1),
        _ if text.chars().count() < 3 => return None,
        _ => {}
    }
    let wanted = DAYS
        .iter()
        .position(|(fr, en)| fr.starts_with(text) || en.starts_with(text))?;
    let now = today.first_day().weekday().to_monday_zero_offset();
    let ahead = (i32::try_from(wanted).ok()? - i32::from(now) + 6) % 7 + 1;
    today.plus_days(ahead)
}
