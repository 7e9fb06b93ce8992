//! What a query asks for, ready to be said in words.

use super::Query;
use super::node::{Aim, Linked, Node};
use super::times::Times;
use super::wanted::{Likeness, Wanted};
use crate::catalog::search::{Term, Terms};
use crate::model::{Field, FieldType, Hop, Kind, Lang};

/// A part of a query in the words of a language; `locale` makes sentences of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// All of these.
    All(Vec<Meaning>),
    /// At least one of these.
    Any(Vec<Meaning>),
    /// Not this.
    Not(Box<Meaning>),
    /// It has this word.
    Word(String),
    /// A field has one of these values.
    Value(String, Vec<String>),
    /// The title has one of these.
    Title(Vec<String>),
    /// It is one of these records.
    Record(Vec<String>),
    /// One of these fields has a value.
    Has(String),
    /// It belongs to one of these collections.
    Kinds(Vec<String>),
    /// A linked record of these kinds is such.
    Linked(String, Box<Meaning>),
    /// So many linked records of these kinds, from and, if there is an end, to.
    Count(String, i64, Option<i64>),
    /// It is over.
    Over,
    /// This, of links that are over.
    Past(Box<Meaning>),
    /// This, also of links that are over.
    Ever(Box<Meaning>),
    /// It lies in the trash.
    Trashed,
}

impl Query {
    /// What it asks for, part by part.
    pub fn meaning(&self, lang: Lang) -> Meaning {
        let mut parts = words(&self.terms);
        parts.extend(self.tree.iter().map(|node| meaning(node, lang)));
        if self.trashed {
            parts.push(Meaning::Trashed);
        }
        all(parts)
    }
}

fn all(mut parts: Vec<Meaning>) -> Meaning {
    match parts.len() {
        1 => parts.remove(0),
        _ => Meaning::All(parts),
    }
}

fn words(terms: &Terms) -> Vec<Meaning> {
    let said = |term: &Term| Meaning::Word(term.words.join(" "));
    let unwanted = terms
        .unwanted
        .iter()
        .map(|term| Meaning::Not(Box::new(said(term))));
    terms.wanted.iter().map(said).chain(unwanted).collect()
}

fn meaning(node: &Node, lang: Lang) -> Meaning {
    let each = |nodes: &[Node]| {
        nodes
            .iter()
            .map(|node| meaning(node, lang))
            .collect::<Vec<_>>()
    };
    match node {
        Node::All(nodes) => all(each(nodes)),
        Node::Any(nodes) => {
            // What several kinds call by one name is said once.
            let mut parts = each(nodes);
            parts.dedup();
            match parts.len() {
                1 => parts.remove(0),
                _ => Meaning::Any(parts),
            }
        }
        Node::Not(node) => Meaning::Not(Box::new(meaning(node, lang))),
        Node::Words(terms) => all(words(terms)),
        Node::Field(aims, wanted) => {
            let values = match aims.first() {
                Some(aim) => wanted
                    .iter()
                    .flat_map(|wanted| shown(aim, wanted, lang))
                    .collect(),
                None => Vec::new(),
            };
            Meaning::Value(named(aims.iter().map(|aim| aim.field), lang), values)
        }
        Node::Has(fields) => Meaning::Has(named(fields.iter().map(|(_, field)| *field), lang)),
        Node::Title(texts) => Meaning::Title(
            texts
                .iter()
                .map(|titled| exactly(titled.likeness, &titled.text))
                .collect(),
        ),
        Node::Is(records) => Meaning::Record(records.iter().map(ToString::to_string).collect()),
        Node::Kinds(kinds) => Meaning::Kinds(
            kinds
                .iter()
                .map(|kind| kind.plural(lang).to_string())
                .collect(),
        ),
        Node::Over => Meaning::Over,
        // What was answered is said by the query that asked it.
        Node::Rows(_) => Meaning::All(Vec::new()),
        Node::Linked(linked) => {
            let there = meaning(&linked.inner, lang);
            timed(linked, Meaning::Linked(link(linked, lang), Box::new(there)))
        }
        Node::Count(linked, from, to) => {
            let to = (*to < i64::MAX).then_some(*to);
            timed(linked, Meaning::Count(kinds(linked, lang), *from, to))
        }
    }
}

fn timed(linked: &Linked, meaning: Meaning) -> Meaning {
    match linked.times {
        Times::Now => meaning,
        Times::Ever => Meaning::Ever(Box::new(meaning)),
        Times::Past => Meaning::Past(Box::new(meaning)),
    }
}

/// The values that are wanted, as they are read: the labels of choices.
fn shown(aim: &Aim, wanted: &Wanted, lang: Lang) -> Vec<String> {
    match aim.field.kind {
        FieldType::Choice(choices) => {
            let meant = choices
                .iter()
                .filter(|choice| aim.choices.contains(&choice.key));
            meant.map(|choice| choice.label(lang).to_string()).collect()
        }
        _ => vec![exactly(wanted.likeness, &wanted.written)],
    }
}

/// A text, with a sign where it is the whole value that is meant.
fn exactly(likeness: Likeness, text: &str) -> String {
    match likeness {
        Likeness::Whole => format!("= {text}"),
        _ => text.to_string(),
    }
}

fn named<'a>(fields: impl Iterator<Item = &'a Field>, lang: Lang) -> String {
    let mut names: Vec<&str> = fields.map(|field| field.label(lang)).collect();
    names.sort_unstable();
    names.dedup();
    names.join(" / ")
}

/// What a link is called: the field that points there, or the kind whose records point here.
fn link(linked: &Linked, lang: Lang) -> String {
    let called = linked.routes.iter().filter_map(|route| {
        let name = match route.steps.last()? {
            Hop::To(number, _) => {
                let before = route
                    .steps
                    .len()
                    .checked_sub(2)
                    .and_then(|at| route.steps.get(at));
                let kind = before.map_or(route.from, |step| step.lands());
                kind.readable_of(*number)?.label(lang)
            }
            Hop::From(kind, _) => kind.name(lang),
        };
        Some(name)
    });
    joined(called)
}

fn kinds(linked: &Linked, lang: Lang) -> String {
    joined(
        linked
            .routes
            .iter()
            .map(|route| Kind::plural(route.lands(), lang)),
    )
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.join(" / ")
}
