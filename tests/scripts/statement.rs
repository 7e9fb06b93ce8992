//! The words of a script: one statement a line, quoted words keep their spaces.

/// A statement: its line in the file, from 1, and its words.
#[derive(Debug)]
pub struct Statement {
    pub line: usize,
    pub words: Vec<String>,
}

/// Reads a script. Blank lines and those that begin with `#` say nothing. In quotes `\n`, `\r`, `\t`, `\e`
/// (escape), `\"`, `\\` and `\u{202e}` stand for what is hard to write.
///
/// # Errors
/// What is wrong, with its line.
pub fn read(text: &str) -> Result<Vec<Statement>, (usize, String)> {
    let mut statements = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let words = words(trimmed).map_err(|wrong| (at + 1, wrong))?;
        statements.push(Statement {
            line: at + 1,
            words,
        });
    }
    Ok(statements)
}

fn words(line: &str) -> Result<Vec<String>, String> {
    // The names of keys are taken as they stand: `"` is a key.
    if let Some(keys) = ["keys ", "rush "]
        .iter()
        .find(|verb| line.starts_with(**verb))
    {
        let names = line[keys.len()..].split_whitespace();
        return Ok(std::iter::once(keys.trim())
            .chain(names)
            .map(String::from)
            .collect());
    }
    let mut words = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(first) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut word = String::new();
        if first != '"' {
            word.push(first);
            while let Some(c) = rest.next_if(|c| !c.is_whitespace()) {
                word.push(c);
            }
            words.push(word);
            continue;
        }
        loop {
            match rest.next().ok_or("a quote is not closed")? {
                '"' => break,
                '\\' => word.push(escaped(&mut rest)?),
                c => word.push(c),
            }
        }
        words.push(word);
    }
    Ok(words)
}

fn escaped(rest: &mut impl Iterator<Item = char>) -> Result<char, String> {
    match rest.next() {
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some('e') => Ok('\u{1b}'),
        Some(c @ ('"' | '\\')) => Ok(c),
        Some('u') => {
            let digits: String = rest
                .skip_while(|c| *c == '{')
                .take_while(|c| *c != '}')
                .collect();
            u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32)
                .ok_or(format!("no character {digits}"))
        }
        other => Err(format!("unknown escape {other:?}")),
    }
}
