//! What was decided of doubtful rows before: a later row of the same shape is proposed as decided so.

use std::collections::HashMap;

use twox_hash::xxhash3_64;

use super::outcome::Plan;
use super::verdict::{Decision, Open, called};
use super::{Proposal, Row, What};
use crate::model::fold::fold;
use crate::model::{FieldType, Rule};

/// The most decisions that are remembered, the newest.
const MOST: usize = 20_000;

/// Decisions by the shapes of rows, the oldest first. A shape is the hash of what a row says of who it is about: nobody
/// can be read from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recall {
    shapes: Vec<u64>,
    decided: HashMap<u64, Decision>,
}

/// The shape of a row in that doubt: what it is called, by what codes and addresses it is told from others, and the doubt.
pub fn shape(row: &Row, open: &Open) -> u64 {
    let mut text = format!("{}\u{1f}{}\u{1f}", open.kind.key(), open.doubt.id());
    text.push_str(&fold(&called(row)));
    for proposal in &row.proposals {
        tell(proposal, &mut text);
    }
    xxhash3_64::Hasher::oneshot(text.as_bytes())
}

fn tell(proposal: &Proposal, text: &mut String) {
    let kind = proposal.kind;
    for given in &proposal.given {
        let Some(field) = kind.field(given.field) else {
            continue;
        };
        let tells = kind.definition().title.contains(&field.number)
            || matches!(field.rule, Rule::Uai | Rule::Siret | Rule::Siren)
            || matches!(field.kind, FieldType::Email | FieldType::Reference(_));
        if let Some(said) = written(&given.what).filter(|_| tells) {
            text.push('\u{1f}');
            text.push_str(&fold(said.trim()));
        }
    }
}

fn written(what: &What) -> Option<&str> {
    match what {
        What::Text(text) | What::Wrong(text, _) => Some(text),
        What::Value(value) => value.as_text(),
        What::Links(links) => links.iter().find_map(super::Link::name),
        What::Cleared => None,
    }
}

impl Recall {
    /// What was decided of that shape.
    pub fn of(&self, shape: u64) -> Option<Decision> {
        self.decided.get(&shape).copied()
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// What is decided of the rows of a plan.
    pub fn learnt(plan: &Plan) -> Recall {
        let mut learnt = Recall::default();
        for open in plan.open.values().flatten() {
            let decision = match open.decided {
                Some(Decision::First) => {
                    let first = open.candidates.first();
                    first.map(|first| Decision::This(first.record))
                }
                other => other,
            };
            if let Some(decision) = decision {
                learnt.put(open.shape, decision);
            }
        }
        learnt
    }

    /// Takes what was decided later in.
    pub fn extend(&mut self, later: Recall) {
        let Recall { shapes, decided } = later;
        self.shapes.retain(|shape| !decided.contains_key(shape));
        self.shapes.extend(shapes);
        self.decided.extend(decided);
        let over = self.shapes.len().saturating_sub(MOST);
        for shape in self.shapes.drain(..over) {
            self.decided.remove(&shape);
        }
    }

    fn put(&mut self, shape: u64, decision: Decision) {
        if self.decided.insert(shape, decision).is_none() {
            self.shapes.push(shape);
        }
    }

    /// The text of the file in which it is kept, a line each.
    pub fn text(&self) -> String {
        let lines = self.shapes.iter().filter_map(|shape| {
            let what = match self.of(*shape)? {
                Decision::This(record) => record.to_string(),
                Decision::New => "new".to_string(),
                Decision::Skip => "skip".to_string(),
                Decision::First => return None,
            };
            Some(format!("{shape:016x} {what}\n"))
        });
        lines.collect()
    }

    /// What such a file says; lines that say nothing are passed over.
    pub fn read(text: &str) -> Recall {
        let mut recall = Recall::default();
        for line in text.lines().take(MOST) {
            let Some((shape, what)) = line.split_once(' ') else {
                continue;
            };
            let decision = match what.trim() {
                "new" => Some(Decision::New),
                "skip" => Some(Decision::Skip),
                record => record.parse().ok().map(Decision::This),
            };
            if let (Ok(shape), Some(decision)) = (u64::from_str_radix(shape, 16), decision) {
                recall.put(shape, decision);
            }
        }
        recall
    }
}
