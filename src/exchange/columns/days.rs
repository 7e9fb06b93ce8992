//! The dates of a column.

use crate::exchange::remark::RemarkKind;
use crate::model::Date;
use crate::model::fold::fold;

/// The order of the figures in `05/06/22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Day, month, year.
    French,
    /// Month, day, year.
    American,
    /// Year, month, day.
    YearFirst,
}

/// What a spreadsheet counts its days from.
const FIRST: (i16, u8, u8) = (1899, 12, 30);

/// The days that are taken for such a count: 1954 to 2119.
const COUNTED: std::ops::RangeInclusive<i32> = 20_000..=80_000;

/// A year of two figures from here on is one of the last century, as POSIX has it.
const LAST_CENTURY: i16 = 69;

/// The order of the dates of a column, and what a person should know of it.
pub fn order<'a>(
    header: &str,
    cells: impl Iterator<Item = &'a str>,
) -> (Order, Option<RemarkKind>) {
    let (mut first, mut second, mut years, mut open, mut dots, mut counted) = (0, 0, 0, 0, 0, 0);
    for cell in cells {
        let day = split(cell.trim()).0;
        if serial(day).is_some() {
            counted += 1;
        }
        let Some(([one, other, year], sign)) = figures(day) else {
            continue;
        };
        if one.len() > 2 || year.len() == 3 || year.len() == 1 {
            continue;
        }
        let (one, other) = (number(one), number(other));
        first += usize::from(one > 12);
        second += usize::from(other > 12);
        years += usize::from(one > 31 && year.len() == 2);
        open += usize::from(one <= 12 && other <= 12 && one != other);
        dots += usize::from(sign == '.');
    }
    let decided = |order, key, proven| {
        (
            order,
            Some(RemarkKind::Dates(header.to_string(), key, proven)),
        )
    };
    match (first, second) {
        _ if counted > 0 => (Order::French, Some(RemarkKind::Serials(header.to_string()))),
        _ if years > 0 => decided(Order::YearFirst, "ymd", true),
        (0, 1..) if dots == 0 => decided(Order::American, "mdy", true),
        (0, _) if open > 0 && dots == 0 => decided(Order::French, "dmy", false),
        (1.., 0) => decided(Order::French, "dmy", true),
        _ => (Order::French, None),
    }
}

/// A day as `2022-11-15`, or a month as `2022-11`; `None` for what is none, or says already all that it means.
pub fn day(cell: &str, order: Order) -> Option<String> {
    let (day, hour) = split(cell);
    if hour.is_some_and(|hour| !is_midnight(hour)) {
        return None;
    }
    written(day, order).or_else(|| hour.map(|_| day.to_string()))
}

/// A moment as `2022-11-15 14:30`, with what stands behind the hour.
pub fn moment(cell: &str, order: Order) -> Option<String> {
    if let Some((days, part)) = cell.split_once(['.', ','])
        && let Some(date) = serial(days)
        && part.bytes().all(|byte| byte.is_ascii_digit())
    {
        let share: f64 = format!("0.{part}").parse().ok()?;
        // A count of days has no finer moments than a second.
        #[allow(clippy::cast_possible_truncation)]
        let seconds = (share * 86_400.0).round() as i64;
        let clock = format!(
            "{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        );
        return Some(format!("{date} {clock}")).filter(|_| seconds < 86_400);
    }
    let (day, hour) = split(cell);
    let hour = hour.map(clock);
    match (written(day, order), hour) {
        (Some(day), Some(hour)) => Some(format!("{day} {hour}")),
        (Some(day), None) => Some(day),
        (None, Some(hour)) => Some(format!("{day} {hour}")),
        (None, None) => None,
    }
}

/// The day of a moment, and its hour if it has one.
fn split(cell: &str) -> (&str, Option<&str>) {
    let between = |c: char| matches!(c, 'T' | 't' | ',') || c.is_whitespace();
    let is_hour = |hour: &str| {
        let digits = hour.bytes().take_while(u8::is_ascii_digit).count();
        matches!(digits, 1 | 2) && matches!(hour.as_bytes().get(digits), Some(b':' | b'h' | b'H'))
    };
    let found = cell.match_indices(between).find_map(|(at, sign)| {
        let hour = cell.get(at + sign.len()..)?.trim_start();
        is_hour(hour).then_some((cell.get(..at)?, hour))
    });
    found.map_or((cell, None), |(day, hour)| {
        (day.trim_end_matches([',', ' ']), Some(hour))
    })
}

fn is_midnight(hour: &str) -> bool {
    let bare = hour.trim_end_matches(['Z', 'z']);
    let bare = bare.split(['+', '-']).next().unwrap_or(bare).trim();
    bare.chars()
        .all(|c| matches!(c, '0' | ':' | '.' | 'h' | 'H'))
}

/// An hour of twice twelve as one of twenty-four: `2:30 PM`.
fn clock(hour: &str) -> String {
    let upper = hour.to_ascii_uppercase();
    let half = ["AM", "PM"].into_iter().find_map(|half| {
        let rest = upper.strip_suffix(half)?;
        Some((rest.trim_end().to_string(), half == "PM"))
    });
    let Some((rest, is_late)) = half else {
        return hour.to_string();
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((&rest, "00"));
    match hours.parse::<u8>() {
        Ok(hours @ 1..=12) => format!("{:02}:{minutes}", hours % 12 + 12 * u8::from(is_late)),
        _ => hour.to_string(),
    }
}

/// A day in figures or with its month in letters.
fn written(day: &str, order: Order) -> Option<String> {
    if let Some(date) = serial(day) {
        return Some(date.to_string());
    }
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        let date = Date::from_packed(day.parse().ok()?)?;
        return Some(date.to_string()).filter(|date| date.len() == 10);
    }
    let Some(([one, other, last], _)) = figures(day) else {
        return in_letters(day);
    };
    let (year, month, day) = match (one.len(), last.len()) {
        (4, 1 | 2) => (one, other, last),
        (1 | 2, 2 | 4) => match order {
            Order::French => (last, other, one),
            Order::American => (last, one, other),
            Order::YearFirst => (one, other, last),
        },
        _ => return None,
    };
    Some(format!(
        "{:04}-{:02}-{:02}",
        whole_year(year),
        number(month),
        number(day)
    ))
}

fn whole_year(year: &str) -> i16 {
    match (year.len(), number(year)) {
        (2, year) if year < LAST_CENTURY => 2000 + year,
        (2, year) => 1900 + year,
        (_, year) => year,
    }
}

fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or(0)
}

/// The three figures of a day, and the sign between them.
fn figures(day: &str) -> Option<([&str; 3], char)> {
    let sign = day.chars().find(|c| matches!(c, '/' | '.' | '-' | ' '))?;
    let mut parts = day.split(sign).map(str::trim);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let is_figure = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (parts.next().is_none() && three.iter().all(is_figure)).then_some((three, sign))
}

/// A day that a spreadsheet counts, on its own or with `.0` behind it.
fn serial(day: &str) -> Option<Date> {
    let days = super::numbers::without_zeros(day);
    if days.len() != 5 || !days.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let days = days
        .parse::<i32>()
        .ok()
        .filter(|days| COUNTED.contains(days))?;
    Date::new(FIRST.0, FIRST.1, FIRST.2)?.plus_days(days)
}

/// The months as they begin, French and English, without accents; the shortest beginning that is one.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "january"],
    &["fevrier", "february"],
    &["mars", "march"],
    &["avril", "april"],
    &["mai", "may"],
    &["juin", "june"],
    &["juillet", "july"],
    &["aout", "august"],
    &["septembre", "september"],
    &["octobre", "october"],
    &["novembre", "november"],
    &["decembre", "december"],
];

/// A day whose month is a word: `mardi 15 novembre 2022`, `1er janv. 22`, `Nov 15, 2022`, `novembre 2022`.
fn in_letters(day: &str) -> Option<String> {
    let folded = fold(day);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !is_weekday(word))
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let figures: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != at)
        .map(|(_, word)| *word)
        .collect();
    match figures.as_slice() {
        [year] if year.len() == 4 && is_figures(year) => Some(format!("{year}-{month:02}")),
        [day, year] if matches!(year.len(), 2 | 4) && is_figures(year) => {
            let day = ["er", "st", "nd", "rd", "th"]
                .iter()
                .find_map(|end| day.strip_suffix(end))
                .unwrap_or(day);
            let is_day = is_figures(day) && day.len() <= 2;
            is_day.then(|| format!("{:04}-{month:02}-{:02}", whole_year(year), number(day)))
        }
        _ => None,
    }
}

fn is_figures(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn month(word: &str) -> Option<usize> {
    let begins = |months: &&[&str]| {
        months.iter().any(|month| {
            month.starts_with(word)
                && (word.len() >= 4 || word.len() == 3 && !matches!(word, "jui"))
        })
    };
    MONTHS.iter().position(begins).map(|at| at + 1)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 14] = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    // `mar` is March here: a date has a month.
    word.len() >= 3 && word != "mar" && DAYS.iter().any(|day| day.starts_with(word))
}
