//! A note comes back from the user's editor, whatever became of it.

use super::context::Context;
use super::layers::Layer;
use super::message::{Edited, Effect};
use super::status::Tone;

/// The editor has ended: what it wrote goes into the form, and into a draft at once; where the form is gone
/// meanwhile it is left as a draft.
pub fn ended(edited: Edited, layers: &mut [Layer], cx: &mut Context) {
    if let Some(why) = edited.unread {
        let words = cx.words().left(why.id, &why.arguments);
        return cx.say(Tone::Error, words);
    }
    let taken = match edited.changed {
        None => "editor-same",
        Some(draft) => {
            let text = draft.texts.get(&edited.field).cloned().unwrap_or_default();
            let form = layers.iter_mut().find_map(|layer| match layer {
                Layer::Form(form) if form.draft == edited.draft => Some(form),
                _ => None,
            });
            let kept = form.and_then(|form| {
                let has_it = form.edited(&edited.field, &text, cx);
                has_it.then(|| form.as_draft(cx.now))
            });
            match kept {
                Some(draft) => {
                    cx.keep_draft(draft);
                    "editor-taken"
                }
                None => {
                    cx.leave_draft(draft);
                    "editor-drafted"
                }
            }
        }
    };
    cx.emit(Effect::EditorDone);
    if let Some(unusual) = edited.unusual {
        let reason = [("reason", unusual.as_str().into())];
        let text = cx.format(taken, &reason);
        cx.say(Tone::Warning, text);
    }
}
