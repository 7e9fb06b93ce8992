//! Lines of addresses: of a mail (`Ada MARTIN <ada@a.fr>, …`), of a mailing list (`ada@a.fr Ada Martin`), and Sympa's own
//! dumps (`email ada@a.fr`, `gecos Ada Martin`, a blank line between two).

use std::collections::BTreeMap;

use super::charset::decoded;
use super::options::Options;
use super::people;
use super::refusal::{Reason, Refusal};
use super::remark::{Remark, RemarkKind};
use super::table::{MOST_ROWS, Table, TableRow, Told};
use crate::model::identifiers::is_email;

/// The columns.
const HEADERS: [&str; 3] = ["first_name", "name", "email"];

/// So many lines, and bytes, tell whether a file is of addresses.
const HEAD: (usize, usize) = (20, 1 << 14);

/// What stands before addresses in the head of a mail.
const MAIL_HEADERS: &[&str] = &[
    "to:",
    "cc:",
    "bcc:",
    "from:",
    "reply-to:",
    "de :",
    "à :",
    "cc :",
    "cci :",
    "a :",
    "de:",
    "à:",
    "cci:",
];

/// Whether a file is of addresses beyond doubt.
pub fn is_addresses(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.1).unwrap_or(bytes);
    let whole = head.len() == bytes.len();
    let text = String::from_utf8_lossy(head);
    let mut lines: Vec<&str> = text.lines().collect();
    if !whole {
        lines.pop();
    }
    let lines = lines
        .into_iter()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines: Vec<&str> = lines.take(HEAD.0).collect();
    !lines.is_empty() && (is_dump(&lines) || lines.iter().all(|line| !mailboxes(line).is_empty()))
}

/// Whether these are lines of a dump: a key in small letters, a value.
fn is_dump(lines: &[&str]) -> bool {
    let key = |line: &str| line.split_once(' ').map(|(key, _)| key.to_string());
    let is_key = |line: &&str| {
        key(line).is_some_and(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
    };
    let is_mail = |line: &&str| {
        line.strip_prefix("email ")
            .is_some_and(|mail| is_email(mail.trim()))
    };
    lines.iter().all(is_key) && lines.iter().any(is_mail)
}

/// Reads addresses with the names beside them: a row each.
pub fn table(bytes: &[u8], options: &Options, tell: Told) -> Table {
    let decoded = decoded(bytes, options.encoding);
    let text = decoded.text.as_ref();
    let mut table = Table {
        headers: HEADERS.map(str::to_string).to_vec(),
        said: vec![Remark::of_file(decoded.said)],
        ..Table::default()
    };
    let head: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(HEAD.0)
        .collect();
    match is_dump(&head) {
        true => dump(text, &mut table),
        false => lines(text, &mut table, tell),
    }
    if table.rows.len() > MOST_ROWS {
        return Table {
            refused: vec![Refusal::of_file(Reason::Rows(MOST_ROWS))],
            ..Table::default()
        };
    }
    table
}

fn take(table: &mut Table, line: u64, name: &str, address: &str) {
    let (first, family) = parts(name);
    table.rows.push(TableRow {
        line,
        cells: vec![first, family, address.to_string()],
    });
}

fn lines(text: &str, table: &mut Table, tell: Told) {
    let mut at = 0;
    for (number, line) in (1_u64..).zip(text.lines()) {
        if number % 1_000 == 0 && tell(at).is_break() {
            break;
        }
        at += line.len() + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let found = mailboxes(line);
        if found.is_empty() {
            table.refused.push(Refusal {
                line: number,
                column: None,
                field: "email".to_string(),
                reason: Reason::Value(crate::model::Fault::Email),
            });
        }
        for (name, address) in found {
            take(table, number, &name, address);
        }
    }
}

/// A dump of Sympa's: paragraphs.
fn dump(text: &str, table: &mut Table) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut start, mut address, mut name) = (0, "", "");
    for (number, line) in (1_u64..).zip(text.lines().chain([""])) {
        let line = line.trim();
        if line.is_empty() {
            if !address.is_empty() {
                take(table, start, name, address);
            }
            (start, address, name) = (0, "", "");
            continue;
        }
        if start == 0 {
            start = number;
        }
        match line.split_once(' ') {
            Some(("email", value)) => address = value.trim(),
            Some(("gecos", value)) => name = value.trim(),
            Some((key, _)) if left.len() < 40 || left.contains_key(key) => {
                *left.entry(key).or_default() += 1
            }
            _ => {}
        }
    }
    let left = left
        .into_iter()
        .map(|(key, count)| RemarkKind::Left(key.to_string(), count));
    table.said.extend(left.map(Remark::of_file));
}

/// The names and addresses of a line; none where not all of it is that.
fn mailboxes(line: &str) -> Vec<(String, &str)> {
    let lower = line.to_lowercase();
    let header = MAIL_HEADERS
        .iter()
        .find(|header| lower.starts_with(*header));
    let line = header
        .and_then(|header| line.get(header.len()..))
        .unwrap_or(line)
        .trim();
    if let Some((address, name)) = line.split_once(char::is_whitespace)
        && is_email(address)
        && !name.contains('@')
    {
        return vec![(name.trim().to_string(), address)];
    }
    let mut found = Vec::new();
    for part in cut(line) {
        let part = part.trim();
        let bracket = part
            .strip_suffix('>')
            .and_then(|part| part.rsplit_once('<'));
        let (name, address) =
            bracket.map_or(("", part), |(name, address)| (name.trim(), address.trim()));
        match (is_email(address), part.is_empty()) {
            (true, _) => found.push((name.trim_matches(['"', '\'']).to_string(), address)),
            (false, true) => {}
            (false, false) => return Vec::new(),
        }
    }
    found
}

/// Cut at commas and semicolons that stand in no name.
fn cut(line: &str) -> Vec<&str> {
    let (mut quoted, mut angled) = (false, false);
    line.split(move |c: char| {
        match c {
            '"' => quoted = !quoted,
            '<' => angled = true,
            '>' => angled = false,
            _ => {}
        }
        matches!(c, ',' | ';') && !quoted && !angled
    })
    .collect()
}

/// First name and family name, in whatever order they stand: `Ada MARTIN`, `MARTIN Ada`, `Martin, Ada`.
fn parts(name: &str) -> (String, String) {
    if let Some((family, first)) = name.split_once(',') {
        return (first.trim().to_string(), family.trim().to_string());
    }
    let is_capital = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let family = words.iter().take_while(|word| is_capital(word)).count();
    if family > 0 && family < words.len() {
        let (family, first) = words.split_at(family);
        let family: Vec<String> = family.iter().map(|word| people::title_case(word)).collect();
        return (first.join(" "), family.join(" "));
    }
    let cut = people::split(name);
    (cut.first, cut.family)
}
