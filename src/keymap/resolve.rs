//! From a key press to what it means now.

use std::collections::BTreeMap;

use super::trie::{Node, reaches};
use super::{Condition, Key, Keymap, Mode};
use crate::command::Command;

/// What a key press means, after the ones before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Run these commands, in this order.
    Run(Vec<Command>),
    /// The chord goes on: the next keys and what each runs; no command stands for a deeper group.
    Pending(Vec<(Key, Vec<Command>)>),
    /// Bound to nothing: text for a field if it is a plain character, else dropped.
    None,
}

impl Keymap {
    /// Looks up `pending` followed by `key` in the modes, innermost first and `Global` last. The
    /// innermost mode that knows the sequence wins; a binding whose condition does not hold is not
    /// known. In a mode that takes text a plain character is text, unless a chord is pending.
    pub fn resolve(
        &self,
        modes: &[Mode],
        pending: &[Key],
        key: Key,
        holds: &dyn Fn(Condition) -> bool,
    ) -> Resolution {
        let mut keys = pending.to_vec();
        keys.push(key);
        for (depth, mode) in modes.iter().enumerate() {
            if !reaches(modes, depth, &keys) {
                continue;
            }
            let Some(node) = self.node(*mode).and_then(|root| root.after(&keys)) else {
                continue;
            };
            if let Some(commands) = run(node, holds) {
                return Resolution::Run(commands);
            }
            if leads_on(node, holds) {
                return Resolution::Pending(self.continuations(modes, &keys, holds));
            }
        }
        Resolution::None
    }

    fn continuations(
        &self,
        modes: &[Mode],
        keys: &[Key],
        holds: &dyn Fn(Condition) -> bool,
    ) -> Vec<(Key, Vec<Command>)> {
        let mut rows = BTreeMap::new();
        for (depth, mode) in modes.iter().enumerate() {
            let node = self.node(*mode).and_then(|root| root.after(keys));
            for (key, next) in node.into_iter().flat_map(|node| &node.next) {
                if !reaches(modes, depth, keys) {
                    continue;
                }
                if let Some(commands) = run(next, holds) {
                    rows.entry(*key).or_insert(commands);
                } else if leads_on(next, holds) {
                    rows.entry(*key).or_insert_with(Vec::new);
                }
            }
        }
        rows.into_iter().collect()
    }
}

fn run(node: &Node, holds: &dyn Fn(Condition) -> bool) -> Option<Vec<Command>> {
    let binding = node.binding.as_ref()?;
    let possible = binding.when.as_ref().is_none_or(|when| when.holds(holds));
    possible.then(|| binding.commands.clone())
}

fn leads_on(node: &Node, holds: &dyn Fn(Condition) -> bool) -> bool {
    node.next
        .values()
        .any(|next| run(next, holds).is_some() || leads_on(next, holds))
}
