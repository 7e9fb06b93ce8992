//! What surfaces ask for, carried out.

use ulid::Ulid;

use super::ask::Ask;
use super::layers::Layer;
use super::layers::bulk::Bulk;
use super::layers::confirm::Confirm;
use super::layers::entry::EntryView;
use super::layers::form::Form;
use super::layers::merge::Merge;
use super::layers::prompt::Prompt;
use super::layers::quick::Quick;
use super::message::Effect;
use super::status::Tone;
use super::{Desk, conflicting, importing, many, trashing};
use crate::model::{Collection, Kind, RecordRef};
use crate::store::drafts::Untaken;

impl Desk {
    /// Carries out all that is asked; what that leads to comes before what was asked later.
    pub(super) fn carry_out(&mut self) {
        for ask in std::mem::take(&mut self.work.asks) {
            self.carry(ask);
            self.carry_out();
        }
    }

    pub(super) fn carry(&mut self, ask: Ask) {
        let (layers, screen, mut cx) = self.parts();
        match ask {
            Ask::Close => drop(layers.pop()),
            Ask::CloseForm(draft) => conflicting::close(draft, layers),
            Ask::Conflict(draft) => conflicting::reopen(draft, layers, &cx),
            Ask::Settle(then) => conflicting::settle(then, layers, &mut cx),
            Ask::Run(command) => self.run(command),
            Ask::GoTo(record) => {
                if cx.catalog.get(record).is_some() {
                    clear(layers);
                    screen.go_to(record, &mut cx);
                }
            }
            Ask::Pane(id) => {
                clear(layers);
                screen.open(id, &mut cx);
            }
            Ask::View(record) => {
                if screen.open_view(record, &mut cx) {
                    clear(layers);
                }
            }
            Ask::Choose(setting, value) => {
                let (id, wanted) = (cx.number(), cx.settings.wanted.clone());
                cx.emit(Effect::Choose(id, wanted, setting, value));
            }
            Ask::Copy(text) => cx.emit(Effect::Copy(text)),
            Ask::Bulk(number) => self.open(|screen, cx| Bulk::open(number, screen, cx)),
            Ask::ImportPath(collection) => {
                self.open(|_, cx| Some(Prompt::for_import(collection, cx)));
            }
            Ask::Add(collection, fields) => {
                self.open_form(|_, cx| Some(Form::adding(collection, fields, cx)));
            }
            Ask::Edit(record) => self.open(|_, cx| {
                if let Some(words) = cx.denied_words(record.kind) {
                    cx.say(Tone::Warning, words);
                    return None;
                }
                let record = cx.catalog.get(record)?;
                Some(Form::editing(record, cx))
            }),
            Ask::Entry(head) => self.open(|_, cx| Some(EntryView::open(*head, cx))),
            Ask::Question(question) => layers.push(Confirm::from(*question).into()),
            Ask::Trash(records, trashed) => {
                trashing::set_trashed(&records, trashed, screen, &mut cx);
            }
            Ask::EmptyTrash => trashing::empty(&mut cx),
            Ask::Merge(records) => self.open(|_, cx| Some(Merge::open(records, cx))),
            Ask::MergeAll(groups) => cx.merge_all(groups),
            Ask::Reverse(reversal) => cx.reverse(reversal),
            Ask::Deeds(people) => {
                let chooser = many::deeds(people, screen, &cx);
                layers.push(chooser.into());
            }
            Ask::Target(kind, people) => layers.push(many::target(kind, &people, &cx)),
            Ask::Name(at, people) => layers.push(many::name(at, people, &cx).into()),
            Ask::Do(deed, people) => {
                let plan = many::plan(&people, deed, &cx);
                cx.ask(plan);
            }
            Ask::Plan(source, decided) => importing::begin(source, decided, layers, &mut cx),
            Ask::Pick(picking) => importing::pick(picking, layers, &cx),
            Ask::MappingName(name) => layers.push(Prompt::for_mapping(name, &cx).into()),
            Ask::KeepMapping(name) => importing::keep_mapping(&name, layers, &mut cx),
            Ask::Reread(how) => importing::reread(how, layers, &mut cx),
            Ask::Import(plan, source) => importing::accept(plan, source, layers, &mut cx),
            Ask::Discard(draft) => {
                cx.drop_draft(draft);
                conflicting::close(draft, layers);
            }
            Ask::Resume(draft) => self.resume(draft),
            Ask::Quit => cx.emit(Effect::Quit),
        }
    }

    /// Takes a draft up again, from *Today*.
    fn resume(&mut self, id: Ulid) {
        let Some(draft) = self.drafts.kept.iter().find(|at| at.id == id).cloned() else {
            return;
        };
        if self.work.is_saving(id) {
            return self.parts().2.say_word(Tone::Note, "form-saving");
        }
        if let Some(collection) = Collection::by_key(&draft.kind).filter(|_| draft.quick) {
            return self.open(|_, cx| Some(Quick::resumed(collection, &draft, cx)));
        }
        self.open(|_, cx| {
            let record = draft.record.as_ref();
            let record = record.and_then(|text| text.parse::<RecordRef>().ok());
            let mut form = match record.and_then(|record| cx.catalog.get(record)) {
                Some(record) => Form::editing(record, cx),
                None => {
                    let collection = Collection::All(Kind::by_key(&draft.kind)?);
                    Form::adding(collection, collection.defaults(), cx)
                }
            };
            form.take_up(&draft, cx);
            Some(form)
        });
    }

    /// Keeps drafts of all in which something was typed since the last time.
    pub(super) fn save_drafts(&mut self) {
        let (layers, _, mut cx) = self.parts();
        for layer in layers {
            if let Some(draft) = layer.surface().draft(&cx) {
                cx.keep_draft(draft);
            }
        }
    }

    /// Quits; asks before where a draft would be lost by it.
    pub(super) fn quit(&mut self) {
        self.save_drafts();
        let (_, _, mut cx) = self.parts();
        let unkept = cx.drafts.in_memory_alone();
        if unkept.is_empty() {
            return cx.emit(Effect::Quit);
        }
        let details = unkept.iter().map(|draft| draft.title.clone()).collect();
        // There may be room by now.
        for draft in unkept {
            cx.emit(Effect::SaveDraft(draft));
        }
        let question = cx.word("ask-quit-unkept");
        cx.question(question, details, Some(Ask::Quit));
    }
}

/// Takes the layers away, that something under them is shown; an import goes on being planned.
fn clear(layers: &mut Vec<Layer>) {
    layers.retain(|layer| matches!(layer, Layer::Planning(_) | Layer::Import(_)));
}

/// A draft that was taken up is in another desk's hands, or no more: what is typed here is one of its own.
pub(super) fn untaken(desk: &mut Desk, id: Ulid, why: Untaken) {
    let (layers, _, mut cx) = desk.parts();
    let own = cx.new_id();
    for layer in layers {
        match layer {
            Layer::Form(form) if form.draft == id => form.draft = own,
            Layer::Quick(quick) if quick.draft == id => quick.draft = own,
            _ => {}
        }
    }
    cx.drafts.kept.retain(|draft| draft.id != id);
    cx.drafts.changed = true;
    cx.draft_soon();
    cx.say_word(
        Tone::Warning,
        match why {
            Untaken::Elsewhere => "draft-elsewhere",
            Untaken::Gone => "draft-gone",
        },
    );
}
