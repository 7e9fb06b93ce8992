//! Numbers of a workbook as they are meant: which are days, which have zeros before them.

/// What a number is by the format of its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A number.
    Number,
    /// A day, an hour or both.
    Day {
        /// It has a day.
        day: bool,
        /// It has an hour.
        hour: bool,
    },
    /// Digits in that form: a telephone number, a postal code.
    Digits(String),
}

/// What a format is by its number; those from 164 on are by their code.
pub fn by_number(number: u32) -> Shown {
    match number {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day {
            day: true,
            hour: false,
        },
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Day {
            day: false,
            hour: true,
        },
        22 => Shown::Day {
            day: true,
            hour: true,
        },
        _ => Shown::Number,
    }
}

/// What a format is by its code.
pub fn by_code(code: &str) -> Shown {
    let section = code.split(';').next().unwrap_or_default();
    let (mut bare, mut form) = (String::new(), String::new());
    let mut signs = section.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => form.extend(signs.by_ref().take_while(|c| *c != '"')),
            '\\' => form.extend(signs.next()),
            '_' | '*' => drop(signs.next()),
            '[' => {
                let inner: String = signs.by_ref().take_while(|c| *c != ']').collect();
                // A count of hours is no day.
                if inner
                    .to_ascii_lowercase()
                    .chars()
                    .all(|c| matches!(c, 'h' | 'm' | 's'))
                {
                    bare.push('h');
                }
            }
            sign => {
                bare.extend(sign.to_lowercase());
                form.push(sign);
            }
        }
    }
    if !bare.contains("general") && bare.contains(['d', 'j', 'y', 'm', 'h', 's']) {
        let hour = bare.contains(['h', 's']);
        let day = bare.contains(['d', 'j', 'y']) || !hour;
        return Shown::Day { day, hour };
    }
    let places = form.chars().filter(|c| matches!(c, '0' | '#')).count();
    let is_digits = form.chars().all(|c| {
        matches!(c, '0' | '#' | ' ' | '-' | '\u{a0}' | '(' | ')' | '+') || c.is_ascii_digit()
    });
    match places > 1 && bare.starts_with('0') && is_digits && !code.contains(';') {
        true => Shown::Digits(form),
        false => Shown::Number,
    }
}

/// A number as its format shows it; `from_1904`: days are counted from 1904.
pub fn text(number: &str, shown: &Shown, from_1904: bool) -> String {
    let Ok(value) = number.trim().parse::<f64>() else {
        return number.to_string();
    };
    match shown {
        Shown::Number => plain(value),
        Shown::Day { day, hour } => {
            moment(value, *day, *hour, from_1904).unwrap_or_else(|| plain(value))
        }
        Shown::Digits(form) => digits(&plain(value), form),
    }
}

/// A number with the fifteen digits that a spreadsheet keeps; a longer one as the spreadsheet shows it.
fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let text = format!("{rounded}");
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match digits > 15 && rounded.abs() >= 1e15 {
        true => format!("{value:.2E}").replacen('E', "E+", 1),
        false => text,
    }
}

/// Digits put into the places of a form, from the right; those of the form that are zero stand where there are none.
fn digits(number: &str, form: &str) -> String {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_string();
    }
    let mut left: Vec<char> = number.chars().collect();
    let mut shown: Vec<char> = Vec::new();
    for place in form.chars().rev() {
        match place {
            '0' => shown.push(left.pop().unwrap_or('0')),
            '#' => shown.extend(left.pop()),
            sign => shown.push(sign),
        }
    }
    shown.extend(left.into_iter().rev());
    shown.iter().rev().collect::<String>().trim().to_string()
}

/// A count of days as a day and an hour.
fn moment(value: f64, day: bool, hour: bool, from_1904: bool) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&value) {
        return None;
    }
    // Within those bounds it fits, and no hour is finer than a second.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (value * 86_400.0).round() as i64;
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    let clock = match seconds % 60 {
        0 => format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60),
        rest => format!("{:02}:{:02}:{rest:02}", seconds / 3_600, seconds / 60 % 60),
    };
    if !day || days == 0 && hour {
        return Some(clock);
    }
    // A day that never was, the 29th of February 1900, is counted.
    let first = match (from_1904, days) {
        (true, _) => jiff::civil::date(1904, 1, 1),
        (false, 0..60) => jiff::civil::date(1899, 12, 31),
        (false, _) => jiff::civil::date(1899, 12, 30),
    };
    let date = first
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    match hour && seconds > 0 {
        true => Some(format!("{date} {clock}")),
        false => Some(date.to_string()),
    }
}
