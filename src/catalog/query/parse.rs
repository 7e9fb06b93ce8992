//! From text to query. Nothing fails: what is not understood is reported and left out.

use std::ops::Range;

use super::applied::joined;
use super::asked::Query;
use super::connectives;
use super::leaf::{self, Mark};
use super::lexer::{Condition, Piece, What, pieces};
use super::names::plain;
use super::node::{Linked, Node};
use super::past;
use super::problem::{QueryProblem, Refusal, Trouble};
use super::wanted::truth;
use crate::catalog::search::{Terms, Typed};
use crate::model::{Date, Kind};

/// Longer queries are cut there, in characters: no one types them.
const LONGEST: usize = 4_000;
/// More pieces than that are left out: each is looked for in every record.
const MOST: usize = 200;
/// Brackets in brackets beyond that are left out.
const DEEPEST: usize = 20;

/// Reads a query on records of those kinds.
pub fn parse(text: &str, kinds: &[Kind], today: Date) -> Query {
    let mut query = Query::default();
    let length = text.chars().count();
    let cut: String;
    let text = if length > LONGEST {
        query
            .problems
            .push(problem(LONGEST..length, Trouble::TooLong));
        cut = text.chars().take(LONGEST).collect();
        &cut
    } else {
        text
    };
    let mut pieces = pieces(text);
    if let Some(first) = pieces.get(MOST) {
        let end = pieces.last().map_or(first.at.end, |last| last.at.end);
        query
            .problems
            .push(problem(first.at.start..end, Trouble::TooLong));
        pieces.truncate(MOST);
    }
    let (pieces, unfinished) = connectives::read(pieces);
    query.unfinished = unfinished;
    let mut parser = Parser {
        pieces: &pieces,
        at: 0,
        today,
        query: &mut query,
        depth: 0,
        along: 0,
    };
    let scope = Within {
        kinds: kinds.to_vec(),
    };
    let mut group = parser.any(&scope);
    while let Some(stray) = parser.next() {
        parser.report(stray.at.clone(), (Trouble::Bracket, None));
        let more = parser.any(&scope);
        group = join(group, more);
    }
    query.problems.sort_by_key(|problem| problem.at.start);
    // Words that must all be there are ranked; others only restrict.
    query.terms = Terms::from_typed(&group.words);
    query.tree = group.nodes;
    // Signs alone are no words.
    if let (Some(first), true) = (pieces.first(), query.is_empty()) {
        query.unfinished.push(first.at.clone());
    }
    query.unfinished.sort_by_key(|part| part.start);
    query
}

fn problem(at: Range<usize>, what: Trouble) -> QueryProblem {
    QueryProblem {
        at,
        what,
        nearest: None,
    }
}

/// The kinds whose records are asked.
struct Within {
    kinds: Vec<Kind>,
}

/// Things that must all hold: words, and the rest.
#[derive(Default)]
struct Branch {
    words: Vec<Typed>,
    nodes: Vec<Node>,
    /// Whether what is over counts too.
    ever: bool,
}

fn join(mut one: Branch, other: Branch) -> Branch {
    one.words.extend(other.words);
    one.nodes.extend(other.nodes);
    one
}

impl Branch {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.nodes.is_empty()
    }

    fn node(mut self) -> Node {
        let terms = Terms::from_typed(&self.words);
        if !terms.is_empty() {
            self.nodes.push(Node::Words(terms));
        }
        match self.nodes.len() {
            1 => self.nodes.remove(0),
            _ => Node::All(self.nodes),
        }
    }
}

struct Parser<'p, 'q> {
    pieces: &'p [Piece],
    at: usize,
    today: Date,
    query: &'q mut Query,
    depth: usize,
    /// How many names of links stand before the brackets that are open.
    along: usize,
}

impl<'p> Parser<'p, '_> {
    fn peek(&self) -> Option<&'p Piece> {
        self.pieces.get(self.at)
    }

    fn next(&mut self) -> Option<&'p Piece> {
        let piece = self.peek();
        self.at += usize::from(piece.is_some());
        piece
    }

    fn report(&mut self, at: Range<usize>, (what, nearest): Refusal) {
        self.query.problems.push(QueryProblem { at, what, nearest });
    }

    fn is_last(&self) -> bool {
        self.at == self.pieces.len()
    }

    /// One group or another, up to a closing bracket or the end.
    fn any(&mut self, scope: &Within) -> Branch {
        let mut groups = vec![self.all(scope)];
        while let Some(or) = self.peek().filter(|_| self.is_or()) {
            self.at += 1;
            let group = self.all(scope);
            if group.is_empty() {
                self.query.unfinished.push(or.at.clone());
            }
            groups.push(group);
        }
        groups.retain(|group| !group.is_empty());
        if groups.len() < 2 {
            return groups.pop().unwrap_or_default();
        }
        let nodes = groups.into_iter().map(Branch::node).collect();
        Branch {
            words: Vec::new(),
            nodes: vec![Node::Any(nodes)],
            ..Branch::default()
        }
    }

    /// Whether `or` comes next.
    fn is_or(&self) -> bool {
        self.peek().is_some_and(connectives::is_or)
    }

    /// The kinds that are asked of what follows, up to the next alternative: those that a `kind:` there
    /// leaves.
    fn narrowed(&self, scope: &Within) -> Within {
        let mut kinds = scope.kinds.clone();
        let mut depth = 0;
        for piece in self.pieces.get(self.at..).unwrap_or_default() {
            match &piece.what {
                What::Open(_) => depth += 1,
                What::Close if depth == 0 => break,
                What::Close => depth -= 1,
                _ if depth > 0 => {}
                _ if connectives::is_or(piece) => break,
                What::Condition(condition)
                    if !piece.negated && leaf::is_kind(&plain(&condition.name)) =>
                {
                    let wanted = leaf::collections(&condition.values).unwrap_or_default();
                    let is_wanted = |kind: &Kind| wanted.iter().any(|of| of.kind() == *kind);
                    if kinds.iter().any(is_wanted) {
                        kinds.retain(is_wanted);
                    }
                }
                _ => {}
            }
        }
        Within { kinds }
    }

    fn all(&mut self, outer: &Within) -> Branch {
        let scope = &self.narrowed(outer);
        let mut group = Branch::default();
        while let Some(piece) = self.peek() {
            match &piece.what {
                What::Close => break,
                _ if !self.is_or() => {}
                _ if !group.is_empty() => break,
                // Nothing stands before it: alone it is a word, else a word is still missing.
                _ if self.pieces.len() > 1 => {
                    self.at += 1;
                    self.query.unfinished.push(piece.at.clone());
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            match &piece.what {
                // "deployment.sol" at the end is a name being typed.
                What::Word(text, false) if self.is_last() && is_path(&scope.kinds, text) => {
                    self.query.unfinished.push(piece.at.clone());
                }
                What::Word(text, quoted) => group.words.push(Typed {
                    text: text.clone(),
                    quoted: *quoted,
                    unwanted: piece.negated,
                }),
                What::Open(path) => {
                    let opened = self.bracket(scope, piece, path.as_deref());
                    match opened {
                        Some(inner) if path.is_none() && !piece.negated => {
                            group = join(group, inner)
                        }
                        Some(inner) => {
                            group.nodes.push(signed(inner.node(), piece.negated));
                        }
                        None => {}
                    }
                }
                What::Condition(condition) => self.condition(scope, piece, condition, &mut group),
                What::Past(inner) => self.past(scope, piece, inner.as_deref(), &mut group),
                What::Close => {}
            }
        }
        if group.ever {
            group.nodes = group.nodes.into_iter().map(past::ever).collect();
        }
        group.nodes = joined(group.nodes);
        group
    }

    /// What stands in brackets, asked of what `path` leads to; nothing if there is nothing in them.
    fn bracket(&mut self, scope: &Within, open: &Piece, path: Option<&str>) -> Option<Branch> {
        let names = path.map_or(0, |path| path.split('.').count());
        (self.depth, self.along) = (self.depth + 1, self.along + names);
        // Each name leads along several routes: as many in brackets as in one path.
        let deep = self.depth > DEEPEST || self.along > leaf::LONGEST_PATH;
        let path = path.filter(|_| !deep);
        let found = match path.map(|path| leaf::way(&scope.kinds, path)) {
            None => Ok(None),
            Some(way) => way.map(Some),
        };
        let inner = match &found {
            Ok(Some(linked)) => {
                let mut kinds: Vec<Kind> = linked.routes.iter().map(|r| r.lands()).collect();
                kinds.sort_unstable();
                kinds.dedup();
                self.any(&Within { kinds })
            }
            _ => self.any(scope),
        };
        // Without a closing one the bracket ends with the text: it is being typed.
        if matches!(self.peek(), Some(piece) if matches!(piece.what, What::Close)) {
            self.at += 1;
        }
        (self.depth, self.along) = (self.depth - 1, self.along - names);
        if deep {
            self.report(open.at.clone(), (Trouble::TooLong, None));
            return None;
        }
        match found {
            Err(refusal) => {
                self.report(open.at.clone(), refusal);
                None
            }
            Ok(_) if inner.is_empty() => {
                self.query.unfinished.push(open.at.clone());
                None
            }
            Ok(None) => Some(inner),
            Ok(Some(linked)) => Some(Branch {
                words: Vec::new(),
                nodes: vec![Node::Linked(Linked {
                    inner: Box::new(inner.node()),
                    ..linked
                })],
                ..Branch::default()
            }),
        }
    }

    /// `past:` before a condition, a name, brackets, or with yes: then what is over counts too.
    fn past(&mut self, scope: &Within, piece: &Piece, inner: Option<&Piece>, group: &mut Branch) {
        let Some(inner) = inner else {
            return self.query.unfinished.push(piece.at.clone());
        };
        let mut asked = Branch::default();
        match &inner.what {
            What::Word(word, _) => {
                let word = plain(word);
                match (truth(&word), leaf::has(&scope.kinds, &word)) {
                    (Some(ever), _) => group.ever |= ever != piece.negated,
                    (None, Ok(node)) => asked.nodes.push(signed(node, inner.negated)),
                    (None, Err(refusal)) => self.report(piece.at.clone(), refusal),
                }
            }
            What::Condition(condition) => self.condition(scope, inner, condition, &mut asked),
            What::Open(path) => {
                if let Some(opened) = self.bracket(scope, inner, path.as_deref()) {
                    asked.nodes.push(signed(opened.node(), inner.negated));
                }
            }
            What::Close | What::Past(_) => {}
        }
        if asked.is_empty() {
            return;
        }
        match past::past(asked.node()) {
            Some(node) => group.nodes.push(signed(node, piece.negated)),
            None => self.report(piece.at.clone(), (Trouble::NeverPast, None)),
        }
    }

    fn condition(
        &mut self,
        scope: &Within,
        piece: &Piece,
        condition: &Condition,
        group: &mut Branch,
    ) {
        let name = plain(&condition.name);
        if matches!(name.as_str(), "is" | "est") {
            match leaf::mark(&condition.values) {
                Ok(Some(Mark::Trashed)) => self.query.trashed = !piece.negated,
                Ok(Some(Mark::Past)) => group.nodes.push(signed(Node::Over, piece.negated)),
                Ok(None) => self.query.unfinished.push(piece.at.clone()),
                Err(refusal) => self.report(piece.at.clone(), refusal),
            }
            return;
        }
        // The field's own name is no link.
        if self.along + name.split('.').count() > leaf::LONGEST_PATH + 1 {
            return self.report(piece.at.clone(), (Trouble::TooLong, None));
        }
        match leaf::test(&scope.kinds, &name, &condition.values, self.today) {
            Ok(Some(node)) => {
                let opposite = piece.negated ^ matches!(name.as_str(), "no" | "sans");
                group.nodes.push(signed(node, opposite));
            }
            // It is being typed.
            Ok(None) => self.query.unfinished.push(piece.at.clone()),
            Err((what, nearest)) => match &condition.word {
                // "a<b" is a word like any other; more than so many of nothing are asked by mistake.
                Some(word)
                    if what == Trouble::UnknownField
                        && !leaf::compares(&condition.values, self.today) =>
                {
                    group.words.push(Typed {
                        text: word.clone(),
                        quoted: false,
                        unwanted: piece.negated,
                    })
                }
                _ => self.report(piece.at.clone(), (what, nearest)),
            },
        }
    }
}

/// A condition, or its opposite.
fn signed(node: Node, negated: bool) -> Node {
    match negated {
        true => Node::Not(Box::new(node)),
        false => node,
    }
}

/// Whether a word begins with names of links, each with its dot.
fn is_path(kinds: &[Kind], word: &str) -> bool {
    let path = word.rsplit_once('.').map(|(path, _)| path);
    path.is_some_and(|path| leaf::way(kinds, path).is_ok())
}
