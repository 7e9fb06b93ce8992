//! The bindings of all modes, each a tree keyed by key presses.

use std::collections::BTreeMap;

use super::{Key, Mode, When, chord};
use crate::command::Command;

/// What a chord does, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    pub commands: Vec<Command>,
    pub when: Option<When>,
}

/// A place in the tree. A node with a binding has no further keys: the loader sees to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub next: BTreeMap<Key, Node>,
    pub binding: Option<Binding>,
}

impl Node {
    /// The node after these keys.
    pub(super) fn after(&self, keys: &[Key]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.next.get(key))
    }

    /// Binds a chord; a shorter or longer chord in its way goes.
    fn bind(&mut self, keys: &[Key], binding: Binding) {
        match keys.split_first() {
            None => {
                *self = Node {
                    next: BTreeMap::new(),
                    binding: Some(binding),
                }
            }
            Some((key, rest)) => {
                self.binding = None;
                self.next.entry(*key).or_default().bind(rest, binding);
            }
        }
    }

    /// Drops a chord and all that begins with it, and groups left empty.
    fn unbind(&mut self, keys: &[Key]) {
        let Some((key, rest)) = keys.split_first() else {
            *self = Node::default();
            return;
        };
        if let Some(node) = self.next.get_mut(key) {
            node.unbind(rest);
            if node.next.is_empty() && node.binding.is_none() {
                self.next.remove(key);
            }
        }
    }

    fn collect<'a>(&'a self, path: &mut Vec<Key>, rows: &mut Vec<(Vec<Key>, &'a Binding)>) {
        if let Some(binding) = &self.binding {
            rows.push((path.clone(), binding));
        }
        for (key, node) in &self.next {
            path.push(*key);
            node.collect(path, rows);
            path.pop();
        }
    }
}

/// From keys to commands, by mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    pub(super) name: String,
    pub(super) modes: BTreeMap<Mode, Node>,
}

impl Keymap {
    /// The name it was loaded by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All chords of a mode with what they do, command by command in the order of the table.
    pub fn rows(&self, mode: Mode) -> Vec<(String, Command)> {
        let mut rows: Vec<(Command, ShownOrder, String)> = Vec::new();
        for (keys, binding) in self.bindings(mode) {
            let shown = chord(&keys);
            for command in &binding.commands {
                rows.push((*command, shown_order(&keys, &shown), shown.clone()));
            }
        }
        rows.sort();
        rows.into_iter()
            .map(|(command, _, shown)| (shown, command))
            .collect()
    }

    /// The chords that run a command by itself in these modes (innermost first), shortest first.
    /// Chords that an inner mode has taken, or that are text there, are left out.
    pub fn keys_for(&self, modes: &[Mode], command: Command) -> Vec<String> {
        let mut found: Vec<(ShownOrder, String)> = Vec::new();
        for (depth, mode) in modes.iter().enumerate() {
            for (keys, binding) in self.bindings(*mode) {
                let taken = || {
                    let inner = modes.iter().take(depth);
                    inner
                        .filter_map(|mode| self.node(*mode))
                        .any(|node| hides(node, &keys))
                };
                if binding.commands == [command] && reaches(modes, depth, &keys) && !taken() {
                    let shown = chord(&keys);
                    found.push((shown_order(&keys, &shown), shown));
                }
            }
        }
        found.sort();
        found.dedup();
        found.into_iter().map(|(_, shown)| shown).collect()
    }

    pub(super) fn node(&self, mode: Mode) -> Option<&Node> {
        self.modes.get(&mode)
    }

    pub(super) fn bind(&mut self, mode: Mode, keys: &[Key], binding: Binding) {
        self.modes.entry(mode).or_default().bind(keys, binding);
    }

    pub(super) fn unbind(&mut self, mode: Mode, keys: &[Key]) {
        if let Some(node) = self.modes.get_mut(&mode) {
            node.unbind(keys);
        }
    }

    fn bindings(&self, mode: Mode) -> Vec<(Vec<Key>, &Binding)> {
        let mut rows = Vec::new();
        if let Some(node) = self.node(mode) {
            node.collect(&mut Vec::new(), &mut rows);
        }
        rows
    }
}

/// Whether the first key of a chord is looked up in the mode at that depth at all: plain characters
/// are text in some modes, and belong to a layer by themselves in the others.
pub(super) fn reaches(modes: &[Mode], depth: usize, keys: &[Key]) -> bool {
    let plain = keys.first().is_some_and(|key| key.text().is_some());
    match modes.first() {
        Some(innermost) if plain => !innermost.takes_text() && (innermost.is_pane() || depth == 0),
        _ => true,
    }
}

/// Whether a mode's own tree takes the chord away from the modes behind it: it binds the chord or
/// the beginning of it without a condition, or leads on from it.
fn hides(node: &Node, keys: &[Key]) -> bool {
    let taken = |node: &Node| {
        node.binding
            .as_ref()
            .is_some_and(|binding| binding.when.is_none())
    };
    (1..=keys.len()).any(|end| {
        keys.get(..end)
            .and_then(|head| node.after(head))
            .is_some_and(|node| taken(node) || (end == keys.len() && !node.next.is_empty()))
    })
}

/// Fewest keys first, then shortest name, letters and digits before signs.
type ShownOrder = (usize, usize, bool);

fn shown_order(keys: &[Key], shown: &str) -> ShownOrder {
    let sign = !shown.starts_with(|c: char| c.is_ascii_alphanumeric());
    (keys.len(), shown.chars().count(), sign)
}
