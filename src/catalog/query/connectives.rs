//! Words between conditions: `and`, `et`, `or`, `ou`, `not`, `sauf`. In quotes they are words like any
//! other, and alone they are.

use std::ops::Range;

use super::lexer::{Piece, What};
use super::names::plain;

/// What a word between conditions says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
    Not,
}

/// What a piece says, if it is such a word. "non" is one only where it can be nothing else: "agents non
/// titulaires" are words, "et non brest" and "non ville:brest" are not.
fn connective(
    piece: &Piece,
    before: Option<Connective>,
    next: Option<&Piece>,
) -> Option<Connective> {
    let What::Word(word, false) = &piece.what else {
        return None;
    };
    if piece.negated {
        return None;
    }
    match plain(word).as_str() {
        "and" | "et" | "&" | "&&" => Some(Connective::And),
        "or" | "ou" | "|" | "||" => Some(Connective::Or),
        "not" | "sauf" => Some(Connective::Not),
        "non" => {
            let asks = next.is_some_and(|next| {
                matches!(
                    next.what,
                    What::Condition(_) | What::Open(_) | What::Past(_)
                )
            });
            (asks || before.is_some()).then_some(Connective::Not)
        }
        _ => None,
    }
}

/// Whether a piece stands between alternatives.
pub fn is_or(piece: &Piece) -> bool {
    connective(piece, None, None) == Some(Connective::Or)
}

/// The pieces without the words that join or negate others: a negated piece bears its sign, what stands
/// side by side must all hold. And the words between which something is still missing.
pub fn read(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Range<usize>>) {
    let (mut kept, mut unfinished): (Vec<Piece>, _) = (Vec::new(), Vec::new());
    if pieces.len() < 2 {
        return (pieces, unfinished);
    }
    let mut before: Option<Connective> = None;
    // Where the words that negate the next piece begin, and whether they do: twice is not at all.
    let mut not: Option<(usize, bool)> = None;
    let mut pieces = pieces.into_iter().peekable();
    while let Some(mut piece) = pieces.next() {
        let what = connective(&piece, before, pieces.peek());
        // Nothing that it could join or negate follows.
        let is_last = match pieces.peek() {
            Some(next) => {
                matches!(next.what, What::Close)
                    || what == Some(Connective::Not)
                        && matches!(
                            connective(next, what, None),
                            Some(Connective::And | Connective::Or)
                        )
            }
            None => true,
        };
        let begins = before.is_some()
            || kept
                .last()
                .is_none_or(|last| matches!(last.what, What::Open(_)));
        match what {
            Some(Connective::Not) if is_last => unfinished.push(piece.at.clone()),
            Some(Connective::Not) => {
                let (start, negates) = not.unwrap_or((piece.at.start, false));
                not = Some((start, !negates));
            }
            Some(Connective::And) => {
                if is_last || begins {
                    unfinished.push(piece.at.clone());
                }
            }
            _ => {
                if let Some((start, negates)) = not.take() {
                    piece.at.start = start;
                    piece.negated ^= negates;
                }
                kept.push(piece);
            }
        }
        before = what;
    }
    (kept, unfinished)
}
