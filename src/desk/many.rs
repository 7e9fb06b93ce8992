//! Many at once: whom the marked rows or a pasted block mean, and what may be done with them.

use std::sync::Arc;

use super::ask::Ask;
use super::context::{Context, Scene};
use super::jobs::planning::Source;
use super::layers::Layer;
use super::layers::chooser::{Chooser, Item};
use super::layers::prompt::{Prompt, Wanted};
use super::screen::Screen;
use super::status::Tone;
use crate::command::Command;
use crate::exchange::import::Decisions;
use crate::exchange::many::{Deed, DeedKind, Many, People, person_of};
use crate::model::{Collection, RecordRef};

/// The people that the marked rows are or are of, else the one under the cursor; says so where there is nobody.
pub fn marked(screen: &Screen, cx: &mut Context) -> Option<Arc<People>> {
    let records = screen.chosen(cx).in_order();
    let mut people: Vec<RecordRef> = Vec::new();
    let all = records.len();
    let found = records.into_iter();
    people.extend(found.filter_map(|record| person_of(cx.catalog.get(record)?)));
    let found = people.len();
    let mut seen = std::collections::HashSet::new();
    people.retain(|person| seen.insert(*person));
    if people.is_empty() {
        cx.say_word(Tone::Warning, "many-nobody");
        return None;
    }
    if found < all {
        let words = cx.format("many-others", &[("n", (all - found).into())]);
        cx.say(Tone::Warning, words);
    }
    Some(Arc::new(People::Records(people)))
}

/// What may be done with them: first of all what the record under the cursor is there for.
pub fn deeds(people: Arc<People>, screen: &Screen, scene: &Scene) -> Chooser {
    let mut items = Vec::new();
    if let Some(here) = screen.current(scene) {
        let kind = DeedKind::at(here.kind);
        let pasted = matches!(*people, People::Pasted(_));
        if let Some(kind) = kind.filter(|_| pasted) {
            let title = scene.catalog.short(here).unwrap_or_default();
            let key = format!("many-{}-here", kind.id());
            let label = scene.format(&key, &[("title", title.into())]);
            let detail = here.kind.name(scene.lang());
            items.push(Item::new(label, detail, done(kind, here, &people, scene)));
        }
    }
    items.extend(DeedKind::ALL.map(|kind| {
        let label = scene.word(&format!("many-{}", kind.id()));
        Item::new(label, "", Ask::Target(kind, people.clone()))
    }));
    let n = people.count();
    let title = scene.format("many-title", &[("n", n.into())]);
    Chooser::new(title, items)
}

/// What leads to that being done at that record.
fn done(kind: DeedKind, at: RecordRef, people: &Arc<People>, scene: &Scene) -> Ask {
    match kind {
        DeedKind::Register => plan(people, Deed::Register(at), scene),
        DeedKind::Subscribe => plan(people, Deed::Subscribe(at), scene),
        DeedKind::Function | DeedKind::Tag => Ask::Name(Some(at), people.clone()),
    }
}

/// Where the people of the marked rows get what that command gives them.
pub fn chosen(command: Command, screen: &Screen, cx: &mut Context) -> Option<Layer> {
    let kind = match command {
        Command::ManyRegister => DeedKind::Register,
        Command::ManySubscribe => DeedKind::Subscribe,
        Command::ManyFunction => DeedKind::Function,
        _ => DeedKind::Tag,
    };
    let people = marked(screen, cx)?;
    Some(target(kind, &people, cx))
}

/// Where that is done: the sessions, the lists, the organisations that there are; a tag is typed.
pub fn target(kind: DeedKind, people: &Arc<People>, scene: &Scene) -> Layer {
    let Some(of) = kind.target() else {
        return name(None, people.clone(), scene).into();
    };
    let catalog = scene.catalog;
    let all = catalog.collection(Collection::All(of));
    let mut found: Vec<_> = all
        .map(|record| (catalog.date_of(record), record.reference()))
        .collect();
    // The latest first.
    found.sort_by_key(|other| std::cmp::Reverse(other.0));
    let items = found.into_iter().map(|(date, record)| {
        let title = catalog.title(record).unwrap_or_default();
        let short = catalog.short(record).filter(|short| *short != title);
        let date = date.map(|date| date.to_string());
        let detail = short
            .into_iter()
            .chain(date)
            .collect::<Vec<_>>()
            .join(" · ");
        Item::new(title, detail, done(kind, record, people, scene))
    });
    let title = scene.word(&format!("many-{}", kind.id()));
    Chooser::new(title, items.collect()).into()
}

/// Asks for the function that they have at that organisation, or for their tag.
pub fn name(at: Option<RecordRef>, people: Arc<People>, scene: &Scene) -> Prompt {
    let title = match at.and_then(|at| scene.catalog.short(at)) {
        Some(title) => scene.format("many-function-title", &[("title", title.into())]),
        None => scene.word("many-tag-title"),
    };
    let wanted = match at {
        Some(organisation) => Wanted::Function(organisation, people),
        None => Wanted::Tag(people),
    };
    Prompt::new(title, wanted)
}

/// Has it planned, as an import is.
pub fn plan(people: &Arc<People>, deed: Deed, scene: &Scene) -> Ask {
    let title = match &deed {
        Deed::Register(at) => scene.catalog.short(*at),
        // A list is known by its address to machines.
        Deed::Subscribe(at) => scene.catalog.title(*at),
        Deed::Function(at, function) => {
            let at = scene.catalog.short(*at);
            at.map(|at| format!("{function}, {at}"))
        }
        Deed::Tag(tag) => Some(tag.clone()),
    };
    let key = format!("many-{}-name", deed.kind().id());
    let subject = title.unwrap_or_default();
    let name = scene.format(&key, &[("title", subject.as_str().into())]);
    let many = Many {
        name,
        subject,
        people: people.clone(),
        deed,
    };
    Ask::Plan(Source::Many(Arc::new(many)), Decisions::default())
}
