//! People in a pasted block: lines of names, `Nom <adresse>`, addresses, numbers, cells of a spreadsheet.

use super::people;
use crate::model::fold::fold;

/// The most lines of a block: more is a file.
const LINES: usize = 5_000;
/// The most words of a name: more is a sentence.
const WORDS: usize = 6;

/// Somebody in a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The line, from 1.
    pub line: u64,
    /// As it stands there.
    pub written: String,
    /// The first name.
    pub first: String,
    /// The family name; empty where an address or a number is all there is.
    pub family: String,
    /// Whether where the first name ends is a guess.
    pub unsure: bool,
    /// The addresses.
    pub emails: Vec<String>,
    /// The numbers.
    pub phones: Vec<String>,
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Family,
    Whole,
    Other,
}

/// The people of a block, in its order.
pub fn people(text: &str) -> Vec<Named> {
    let lines = text.lines().zip(1u64..).take(LINES);
    let mut lines = lines
        .map(|(line, at)| (line.trim_end_matches(['\r', ' ']), at))
        .filter(|(line, _)| !line.trim().is_empty())
        .peekable();
    let head = lines.peek().and_then(|(line, _)| heading(line));
    if head.is_some() {
        lines.next();
    }
    lines
        .flat_map(|(line, at)| of_line(line, head.as_deref(), at))
        .collect()
}

/// Whether a text is a block of people: every line names somebody, and more than one is named, or an address.
pub fn is_block(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let found = people(text);
    let is_reached = |named: &Named| !named.emails.is_empty() || !named.phones.is_empty();
    let whole = found
        .iter()
        .all(|named| is_reached(named) || !named.first.is_empty() && !named.family.is_empty());
    whole && found.len() + 1 >= lines && (found.len() > 1 || found.iter().any(is_reached))
}

/// The columns, if the line is a header line.
fn heading(line: &str) -> Option<Vec<Part>> {
    let cells: Vec<String> = cells(line)?.iter().map(|cell| fold(cell)).collect();
    let column = |cell: &String| match cell.trim() {
        "prenom" | "prenoms" | "first name" | "given name" => Part::First,
        "nom" | "nom de famille" | "nom usuel" | "last name" | "surname" | "family name" => {
            Part::Family
        }
        "nom prenom" | "nom et prenom" | "prenom nom" | "name" | "full name" | "participant" => {
            Part::Whole
        }
        _ => Part::Other,
    };
    let columns: Vec<Part> = cells.iter().map(column).collect();
    let is_named = columns.iter().any(|column| *column != Part::Other);
    let has_address = cells.iter().any(|cell| cell.contains('@'));
    (is_named && !has_address).then_some(columns)
}

/// The cells of a line that a spreadsheet has made.
fn cells(line: &str) -> Option<Vec<String>> {
    let sign = ['\t', ';', '|']
        .into_iter()
        .find(|sign| line.contains(*sign) && !line.contains('<'))?;
    let cell = |cell: &str| cell.trim().trim_matches('"').to_string();
    Some(line.split(sign).map(cell).collect())
}

fn of_line(line: &str, head: Option<&[Part]>, at: u64) -> Vec<Named> {
    match cells(line) {
        Some(cells) => of_cells(line, &cells, head, at).into_iter().collect(),
        None => of_text(line, at),
    }
}

fn of_cells(line: &str, cells: &[String], head: Option<&[Part]>, at: u64) -> Option<Named> {
    let mut named = Named {
        line: at,
        written: line.split_whitespace().collect::<Vec<_>>().join(" "),
        ..Named::default()
    };
    let mut names: Vec<&str> = Vec::new();
    for (number, cell) in cells.iter().enumerate() {
        let column = head.map(|head| head.get(number).copied().unwrap_or(Part::Other));
        match column {
            _ if cell.is_empty() => {}
            _ if is_email(cell) => named.emails.push(bare(cell).to_string()),
            _ if is_phone(cell) => named.phones.push(cell.clone()),
            Some(Part::First) => named.first.clone_from(cell),
            Some(Part::Family) => named.family = spelled(cell),
            Some(Part::Whole) => named.take_name(cell),
            Some(Part::Other) => {}
            None if is_civility(cell) => {}
            None if is_name(cell) => names.push(cell),
            None => {}
        }
    }
    // Without a header line the names come first: one whole, or the family name and the first name, whose order
    // capitals tell.
    if head.is_none() {
        match names.as_slice() {
            [] => {}
            [one] => named.take_name(one),
            [one, other, ..] => {
                let swapped = is_capitals(other) && !is_capitals(one);
                let (family, first) = if swapped { (other, one) } else { (one, other) };
                named.unsure = !is_capitals(family);
                named.family = spelled(family);
                named.first = (*first).to_string();
            }
        }
    }
    named.is_somebody().then_some(named)
}

/// Those of a line of a text: one, or several as a mail's header has them.
fn of_text(line: &str, at: u64) -> Vec<Named> {
    let mut parts: Vec<String> = vec![String::new()];
    let (mut quoted, mut inside) = (false, false);
    let is_list = line.matches('@').count() > 1;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '<' => inside = true,
            '>' => inside = false,
            _ => {}
        }
        match c {
            ',' | ';' if is_list && !quoted && !inside => parts.push(String::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    let parts = parts.iter().map(|part| part.trim());
    parts.filter_map(|part| of_part(part, at)).collect()
}

fn of_part(part: &str, at: u64) -> Option<Named> {
    let mut named = Named {
        line: at,
        written: part.to_string(),
        ..Named::default()
    };
    let (name, address) = match part.split_once('<') {
        Some((name, address)) => (name, Some(address.trim_end_matches(['>', ' ', ',', ';']))),
        None => (part, None),
    };
    if let Some(address) = address {
        named.emails.push(address.trim().to_string());
    }
    let mut words: Vec<&str> = Vec::new();
    let name =
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '-' | '•' | '*'));
    if is_phone(name) {
        named.phones.push(name.to_string());
    } else {
        for word in name.split_whitespace() {
            match word.trim_matches(['(', ')', ',', ';', ':']) {
                mail if is_email(mail) => named.emails.push(bare(mail).to_string()),
                _ => words.push(word),
            }
        }
        let name = words.join(" ");
        if is_name(&name) {
            named.take_name(&name);
        } else if !name.is_empty() {
            return None;
        }
    }
    named.is_somebody().then_some(named)
}

impl Named {
    fn is_somebody(&self) -> bool {
        !self.family.is_empty() || !self.emails.is_empty() || !self.phones.is_empty()
    }

    /// A name as a whole: `Jean DURAND`, `DURAND Jean`, `Durand, Jean`, `M. Jean Durand`.
    fn take_name(&mut self, name: &str) {
        if let Some((family, first)) = name.split_once(',') {
            (self.family, self.first) = (spelled(family.trim()), first.trim().to_string());
            return;
        }
        let words = name.split_whitespace().skip_while(|word| is_civility(word));
        let words: Vec<&str> = words.collect();
        let capitals = words.iter().take_while(|word| is_capitals(word)).count();
        if capitals > 0 && capitals < words.len() {
            let (family, first) = words.split_at(capitals);
            self.family = spelled(&family.join(" "));
            self.first = first.join(" ");
            return;
        }
        let name = people::split(&words.join(" "));
        self.unsure = name.unsure;
        (self.first, self.family) = (name.first, spelled(&name.family));
    }
}

/// A name in capitals as it is spelled otherwise.
fn spelled(name: &str) -> String {
    match is_capitals(name) {
        true => {
            let words = name.split_whitespace().map(people::title_case);
            words.collect::<Vec<_>>().join(" ")
        }
        false => name.to_string(),
    }
}

fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

fn is_civility(word: &str) -> bool {
    let word = fold(word.trim_end_matches('.'));
    let known = ["m", "mm", "mme", "mlle", "mr", "mrs", "ms", "dr", "pr"];
    known.contains(&word.as_str()) || word == "madame" || word == "monsieur"
}

fn is_name(words: &str) -> bool {
    let letters = words.chars().all(|c| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.' | ',')
    });
    let count = words.split_whitespace().count();
    letters && (1..=WORDS).contains(&count) && words.chars().any(char::is_alphabetic)
}

fn bare(address: &str) -> &str {
    address.strip_prefix("mailto:").unwrap_or(address)
}

fn is_email(word: &str) -> bool {
    let parts = bare(word).split_once('@');
    parts.is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !word.contains(char::is_whitespace)
    })
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let other = |c: char| {
        !c.is_ascii_digit()
            && !matches!(c, ' ' | '.' | '-' | '+' | '(' | ')' | '\u{a0}' | '\u{202f}')
    };
    digits >= 8 && !text.contains(other)
}
