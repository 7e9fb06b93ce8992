//! Tokens: what stands between spaces, quotes taken into account.

use std::ops::Range;

/// A token of a query.
#[derive(Debug)]
pub struct Token {
    /// Where it stands, in characters, its sign included.
    pub at: Range<usize>,
    /// Whether it begins with `-` or `!`.
    pub negated: bool,
    /// What stands before the colon, if it is a condition.
    pub name: Option<String>,
    /// The values between commas; one for a free word.
    pub values: Vec<String>,
    /// Whether a free word stood in quotes.
    pub quoted: bool,
}

/// The tokens of a text. A quote that is not closed ends with the text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().enumerate().peekable();
    while let Some((start, c)) = letters.next_if(|_| true) {
        if c.is_whitespace() {
            continue;
        }
        let mut token = Token {
            at: start..start + 1,
            negated: false,
            name: None,
            values: vec![String::new()],
            quoted: false,
        };
        let mut open = false;
        let mut plain = true;
        let mut next = Some((start, c));
        while let Some((at, c)) = next {
            token.at.end = at + 1;
            match c {
                '-' | '!' if at == start => token.negated = true,
                '"' | '«' | '»' => {
                    open = match c {
                        '«' => true,
                        '»' => false,
                        _ => !open,
                    };
                    token.quoted = true;
                    plain = false;
                }
                ':' if plain && token.name.is_none() && is_name(last(&token.values)) => {
                    token.name = token.values.pop();
                    token.values = vec![String::new()];
                    plain = false;
                }
                ',' if token.name.is_some() && !open => token.values.push(String::new()),
                c => {
                    if let Some(value) = token.values.last_mut() {
                        value.push(c);
                    }
                }
            }
            next = letters.next_if(|(_, c)| open || !c.is_whitespace());
        }
        tokens.push(rejoined(token));
    }
    tokens
}

fn last(values: &[String]) -> &str {
    values.last().map_or("", String::as_str)
}

/// A field's name begins with a letter; `14:30` is a word.
fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "_-'’".contains(c))
}

/// A web address is a word, not a condition on a field `https`.
fn rejoined(mut token: Token) -> Token {
    let address = last(&token.values).starts_with("//") && token.values.len() == 1;
    if let Some(name) = token.name.take_if(|_| address) {
        let rest = token.values.pop().unwrap_or_default();
        token.values.push(format!("{name}:{rest}"));
    }
    token
}
