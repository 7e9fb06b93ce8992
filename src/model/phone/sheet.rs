//! Telephone numbers that a spreadsheet took for numbers.

/// The digits of a number that a spreadsheet wrote as one: `123456789.0`, `6.12345678E+08`.
pub(super) fn spelled_out(text: &str) -> Option<String> {
    // Nearly no number has such an end: one look tells.
    if !text.contains(".0") && !text.contains(['e', 'E']) {
        return None;
    }
    let text = text.trim();
    if let Some(digits) = text.strip_suffix(".0") {
        let plain = digits.len() == 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
        return plain.then(|| digits.to_string());
    }
    let (digits, power) = text.split_once(['e', 'E'])?;
    let (whole, part) = digits.split_once(['.', ','])?;
    let power: usize = power.trim_start_matches('+').parse().ok()?;
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // Fewer digits than the number has: the others are lost.
    let all = whole.len() == 1 && numeric(whole) && numeric(part) && part.len() == power;
    all.then(|| format!("{whole}{part}"))
}

/// Whether a text is a number with a power of ten, whose last digits are lost.
pub(super) fn is_number_of_a_sheet(text: &str) -> bool {
    let Some((digits, power)) = text.trim().split_once(['e', 'E']) else {
        return false;
    };
    let numeric = |text: &str, signs: &[char]| {
        text.contains(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || signs.contains(&c))
    };
    numeric(digits, &['.', ',']) && numeric(power, &['+', '-'])
}
