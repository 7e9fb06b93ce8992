//! What accepting does: the item chosen, the question answered, the line given.

use super::layers::Layer;
use super::layers::chooser::{Choosing, Purpose};
use super::layers::confirm::Asked;
use super::layers::prompt::{Prompt, Wanted};
use super::message::{Effect, Source};
use super::pane::PaneId;
use super::{Desk, Tone};
use crate::config::Setting;
use crate::exchange::json::is_unsafe;

impl Desk {
    /// Accepts what the top layer proposes.
    pub(super) fn accept(&mut self) {
        match self.layers.last() {
            Some(Layer::Filter) => {
                self.layers.pop();
                self.say_problem();
            }
            Some(Layer::Find(find)) => {
                if let Some(record) = find.selected() {
                    self.layers.pop();
                    self.go_to(record);
                }
            }
            Some(Layer::Chooser(_)) => self.choose(),
            Some(Layer::Quick(_)) => self.save_quick(),
            Some(Layer::Bulk(_)) => self.commit_bulk(),
            Some(Layer::Prompt(_)) => self.answer(),
            Some(Layer::SaveView(_)) => self.save_view(),
            Some(Layer::Confirm(_)) => self.confirmed(),
            Some(Layer::Journal(journal)) if journal.list.typing => self.narrowing_ended(false),
            Some(Layer::Entry(view)) if view.list.typing => self.narrowing_ended(false),
            Some(Layer::Journal(_)) => self.open_entry(),
            Some(Layer::Entry(_)) => self.follow_entry(),
            Some(Layer::Form(_)) => self.field_step(1),
            _ => {}
        }
    }

    fn choose(&mut self) {
        let Some(Layer::Chooser(chooser)) = self.layers.last() else {
            return;
        };
        let (purpose, Some(chosen)) = (chooser.purpose, chooser.selected().cloned()) else {
            return;
        };
        if let Some(reason) = chosen.disabled {
            return self.say(Tone::Warning, reason);
        }
        if purpose != Purpose::Columns {
            self.layers.pop();
        }
        match (purpose, chosen.choosing) {
            (Purpose::Palette, Choosing::Command(command)) => self.run(command),
            (Purpose::Palette | Purpose::Views, Choosing::Record(view)) => self.open_view(view),
            (Purpose::Kind, Choosing::Kind(kind)) => self.open_pane(PaneId::Kind(kind)),
            (Purpose::Theme, Choosing::Text(name)) => self.choose_value(Setting::Theme, name),
            (Purpose::Keymap, Choosing::Text(name)) => self.choose_value(Setting::Keymap, name),
            (Purpose::Columns, Choosing::Text(key)) => self.switch_column(&key),
            (Purpose::Copy, Choosing::Text(text)) => {
                self.emit(Effect::Copy(pasteable(&text)));
            }
            (Purpose::BulkField, Choosing::Field(number)) => self.open_bulk(number),
            (Purpose::Import, Choosing::Collection(collection)) => {
                let (title, input) = (
                    self.word("import-path-title"),
                    super::input::Input::default(),
                );
                self.layers.push(Layer::Prompt(Prompt {
                    title,
                    input,
                    wanted: Wanted::ImportPath(collection),
                }));
            }
            _ => {}
        }
    }

    fn answer(&mut self) {
        let Some(Layer::Prompt(prompt)) = self.layers.pop() else {
            return;
        };
        let Wanted::ImportPath(collection) = prompt.wanted;
        let path = prompt.input.text().trim();
        if !path.is_empty() {
            self.emit(Effect::Read(Source::File(
                collection.key().to_string(),
                path.into(),
            )));
        }
    }

    fn confirmed(&mut self) {
        let Some(Layer::Confirm(confirm)) = self.layers.pop() else {
            return;
        };
        match confirm.asked {
            Asked::Delete(records) => self.set_trashed(&records, true),
            Asked::EmptyTrash => self.empty_trash(),
            Asked::Reverse(reversal) | Asked::Force(reversal) => self.send_reversal(reversal),
            Asked::Import(commit) => self.send(*commit, super::Waiting::Change),
            Asked::Quit => self.emit(Effect::Quit),
            Asked::Nothing => {}
            Asked::Discard(draft) => {
                self.drop_draft(draft);
                self.layers
                    .retain(|layer| !matches!(layer, Layer::Form(form) if form.draft == draft));
                self.refresh_today();
            }
        }
    }
}

/// The text as it may be pasted anywhere, into a shell too: nothing but its lines and tabs drives a
/// terminal or turns the reading order.
fn pasteable(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !is_unsafe(*c);
    lines.chars().filter(kept).collect()
}
