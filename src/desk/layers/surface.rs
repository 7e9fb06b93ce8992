//! What every layer is: a surface with a life of its own, which the desk gives the keys while it is on top.

use crate::command::{Command, Need};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::message::Sought;
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Key, Mode};
use crate::store::drafts::Draft;

/// What is narrowed by typing.
pub trait Typed {
    /// Takes a key; says whether it was one for it.
    fn type_key(&mut self, key: Key) -> bool;

    /// Takes a text.
    fn type_text(&mut self, text: &str);
}

/// A layer's life. What it wants done that reaches beyond itself and the screen under it, it asks for.
pub trait Surface {
    /// The keymap table that it reads.
    fn mode(&self) -> Mode;

    /// Moves its cursor; says whether it has one. Where it has none and lets keys through, that of the
    /// screen under it is moved.
    fn step(&mut self, motion: Motion, screen: &mut Screen, cx: &mut Context) -> bool {
        let _ = (motion, screen, cx);
        true
    }

    /// Runs a command that is its own; says whether it was.
    fn run(&mut self, command: Command, screen: &mut Screen, cx: &mut Context) -> bool {
        let _ = (command, screen, cx);
        false
    }

    /// Is left without being accepted.
    fn leave(&mut self, screen: &mut Screen, cx: &mut Context) {
        let _ = screen;
        cx.ask(Ask::Close);
    }

    /// What all that is typed narrows, where nothing else comes of it.
    fn narrows(&mut self) -> Option<&mut dyn Typed> {
        None
    }

    /// A key that no command took; says whether it is text.
    fn key(&mut self, key: Key, screen: &mut Screen, cx: &mut Context) -> bool {
        let _ = (screen, cx);
        self.narrows().is_some_and(|typed| typed.type_key(key))
    }

    /// A text to insert; says whether there is a field for it.
    fn paste(&mut self, text: &str, screen: &mut Screen, cx: &mut Context) -> bool {
        let _ = (screen, cx);
        let typed = self.narrows();
        typed.is_some_and(|typed| {
            typed.type_text(text);
            true
        })
    }

    /// Whether a text of several lines can be typed here as it is.
    fn takes_lines(&self) -> bool {
        false
    }

    /// Whether it meets a need that layers meet.
    fn meets(&self, need: Need) -> bool {
        let _ = need;
        false
    }

    /// Whether accepting it changes records, or may begin to.
    fn proposes(&self) -> bool {
        false
    }

    /// Whether it is about to go, once the store has answered.
    fn is_going(&self) -> bool {
        false
    }

    /// Whether it is a question, to be answered by yes or no.
    fn is_question(&self) -> bool {
        false
    }

    /// Whether keys that it does not know are those of the screen under it.
    fn lets_through(&self) -> bool {
        false
    }

    /// Whether an answer to what was typed is still to come.
    fn awaits_answer(&self) -> bool {
        false
    }

    /// What is typed and not saved.
    fn draft(&self, scene: &Scene) -> Option<Draft> {
        let _ = scene;
        None
    }

    /// Nothing can be saved any more: why.
    fn store_ended(&mut self, reason: &str) {
        let _ = reason;
    }

    /// What was asked of the journal, or (`None`) whatever is still awaited of it, can't be read: why.
    fn unread(&mut self, sought: Option<Sought>, why: &str) {
        let _ = (sought, why);
    }
}
