//! The codes of countries: how long they are, which France dials with a nought, which overseas has.

/// The countries and territories whose numbers France dials with a nought.
pub(super) const FRENCH_CODES: [&str; 6] = ["33", "590", "594", "596", "262", "508"];

/// The country whose numbers keep their nought behind the code.
pub(super) const ITALY: &str = "39";

/// The beginnings of the numbers of overseas in the French plan, and the code under which the world dials
/// them.
pub(super) const OVERSEAS: [(&str, &str); 14] = [
    ("590", "590"),
    ("690", "590"),
    ("691", "590"),
    ("594", "594"),
    ("694", "594"),
    ("596", "596"),
    ("696", "596"),
    ("697", "596"),
    ("262", "262"),
    ("269", "262"),
    ("639", "262"),
    ("692", "262"),
    ("693", "262"),
    ("508", "508"),
];

/// The country codes of two digits or fewer (ITU-T E.164); all others have three.
const SHORT_CODES: [&str; 43] = [
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45",
    "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93",
];
const MORE_SHORT_CODES: [&str; 3] = ["94", "95", "98"];

/// How many of the digits are the country code.
pub(super) fn code_length(digits: &str) -> usize {
    SHORT_CODES
        .iter()
        .chain(&MORE_SHORT_CODES)
        .find(|code| digits.starts_with(**code))
        .map_or(3, |code| code.len())
}
