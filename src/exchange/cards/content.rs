//! Content lines, of which cards and calendars are made (RFC 6350, RFC 5545, vCard 2.1), read on bytes: each line says
//! itself in which encoding it is.

use crate::exchange::charset::{Charset, decoded, is_wide};

/// A line that says something.
#[derive(Debug)]
pub struct ContentLine {
    /// The line of the file, from 1.
    pub line: u64,
    /// What it is grouped under: `item1`.
    pub group: String,
    /// What it says, in capitals.
    pub name: String,
    /// How, with names in capitals; what has no name is a `TYPE`.
    pub parameters: Vec<(String, String)>,
    /// The value, not yet unescaped.
    pub value: String,
}

impl ContentLine {
    /// Whether one of its types is that.
    pub fn is_of(&self, kind: &str) -> bool {
        let mut types = self.parameters.iter().filter(|(name, _)| name == "TYPE");
        types.any(|(_, types)| {
            types
                .split(',')
                .any(|one| one.trim().eq_ignore_ascii_case(kind))
        })
    }

    /// What a parameter says.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value as a text.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The parts of a value that has several.
    pub fn parts(&self, between: char) -> Vec<String> {
        let (mut parts, mut escaped) = (vec![String::new()], false);
        for c in self.value.chars() {
            let Some(last) = parts.last_mut() else { break };
            match c {
                c if c == between && !escaped => parts.push(String::new()),
                c => last.push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        parts
            .iter()
            .map(|part| unescaped(part).trim().to_string())
            .collect()
    }
}

/// Things of which the value is of no use here, and may be long.
const LEFT: &[&str] = &["PHOTO", "LOGO", "SOUND", "KEY", "ATTACH"];

/// The lines of a file in order.
pub fn lines(bytes: &[u8]) -> Vec<ContentLine> {
    let wide;
    let bytes = match is_wide(bytes) {
        true => {
            wide = decoded(bytes, None).text.into_owned();
            wide.as_bytes()
        }
        false => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
    };
    let mut physical = (1_u64..).zip(bytes.split(|byte| *byte == b'\n')).peekable();
    let mut said = Vec::new();
    while let Some((number, first)) = physical.next() {
        let mut line = ended(first).to_vec();
        let is_quoted = is_quoted_printable(&line);
        loop {
            let soft = is_quoted && line.ends_with(b"=");
            let next = physical
                .next_if(|(_, next)| soft || next.starts_with(b" ") || next.starts_with(b"\t"));
            let Some((_, next)) = next else { break };
            let next = ended(next);
            match soft {
                true => {
                    line.pop();
                    line.extend(next);
                }
                false => line.extend(next.get(1..).unwrap_or_default()),
            }
        }
        said.extend(read(number, &line));
    }
    said
}

fn ended(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn is_quoted_printable(line: &[u8]) -> bool {
    let head = line.split(|byte| *byte == b':').next().unwrap_or_default();
    head.to_ascii_uppercase()
        .windows(16)
        .any(|window| window == b"QUOTED-PRINTABLE")
}

/// A line cut into what it says, how, and its value.
fn read(number: u64, line: &[u8]) -> Option<ContentLine> {
    let colon = outside_quotes(line, b':')?;
    let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let head = decoded(head, None).text.into_owned();
    let mut heads = Vec::new();
    let mut rest = head.as_str();
    while let Some(at) = outside_quotes(rest.as_bytes(), b';') {
        heads.push(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
    }
    heads.push(rest);
    let (name, parameters) = heads.split_first()?;
    let (group, name) = name.trim().rsplit_once('.').unwrap_or(("", name.trim()));
    let parameters = parameters.iter().map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or(("TYPE", parameter));
        (
            name.trim().to_ascii_uppercase(),
            value.trim().replace('"', ""),
        )
    });
    let parameters: Vec<(String, String)> = parameters.collect();
    let name = name.to_ascii_uppercase();
    let of = |name: &str| parameters.iter().find(|(found, _)| found == name);
    let encoding = parameters
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "ENCODING" | "TYPE"));
    let is_quoted = encoding
        .into_iter()
        .any(|(_, how)| how.eq_ignore_ascii_case("QUOTED-PRINTABLE"));
    let charset = of("CHARSET").and_then(|(_, name)| Charset::named(name));
    let value = match LEFT.contains(&name.as_str()) {
        true => String::new(),
        false if is_quoted => text(&unquoted(value), charset),
        false => text(value, charset),
    };
    Some(ContentLine {
        line: number,
        group: group.to_string(),
        name,
        parameters,
        value,
    })
}

/// Where a sign stands that is not between quotation marks.
fn outside_quotes(line: &[u8], sign: u8) -> Option<usize> {
    let mut quoted = false;
    line.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == sign && !quoted
    })
}

/// The letters of a value: what is UTF-8 is, whatever is said of it.
fn text(bytes: &[u8], charset: Option<Charset>) -> String {
    let is_plain = std::str::from_utf8(bytes).is_ok();
    let charset = charset.filter(|_| !is_plain);
    decoded(bytes, charset).text.into_owned()
}

/// The bytes of `=C3=A9`.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let (mut bytes, mut at) = (Vec::with_capacity(value.len()), 0);
    let digit = |at: usize| {
        value
            .get(at)
            .and_then(|byte| char::from(*byte).to_digit(16))
    };
    while let Some(byte) = value.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    bytes
}

fn unescaped(value: &str) -> String {
    let (mut text, mut characters) = (String::with_capacity(value.len()), value.chars());
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped @ ('\\' | ',' | ';' | ':')) => text.push(escaped),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            '\r' => {}
            c => text.push(c),
        }
    }
    text
}
