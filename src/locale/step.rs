//! The names of steps in words: `Modifier Unistra : ville`.

use super::Texts;
use crate::model::{Heading, Kind, Lang, Step, Verb};

/// The name of a step (Fluent text `step-<verb id>`): `$subject` is a title, a file or `12 contacts`;
/// `$fields` the labels of the fields changed, `$named` how many there are; `$kind` the kind's name
/// in the number of `$count`.
pub fn step_words(texts: &Texts, step: &Step) -> String {
    let lang = texts.lang();
    let kind = Kind::by_key(&step.kind);
    let kind_name = match kind {
        Some(kind) if step.count == 1 => uncapitalised(kind.name(lang)),
        Some(kind) => uncapitalised(kind.plural(lang)),
        None => texts.format("step-records", &[("count", step.count.into())]),
    };
    // Several records have no title of their own: their kind's key stands in its place.
    let several = step.subject.is_empty() || step.subject == step.kind;
    let subject = if several {
        texts.format(
            "step-several",
            &[
                ("count", step.count.into()),
                ("kind", kind_name.as_str().into()),
            ],
        )
    } else {
        step.subject.clone()
    };
    let labels: Vec<String> = if names_fields(step.verb) {
        step.fields
            .iter()
            .map(|key| label(kind, key, lang))
            .collect()
    } else {
        Vec::new()
    };
    texts.format(
        &format!("step-{}", step.verb.id()),
        &[
            ("subject", subject.into()),
            ("kind", kind_name.into()),
            ("count", step.count.into()),
            ("named", labels.len().into()),
            ("fields", labels.join(", ").into()),
        ],
    )
}

/// The name of an entry's step in words; an undo, redo or revert names what it took back, and, where that was but a
/// part of it, of which records. `journal` holds the headings known, in order of sequence.
pub fn heading_words(texts: &Texts, heading: &Heading, journal: &[Heading]) -> String {
    let entry = |sequence: u64| {
        let at = journal.binary_search_by_key(&sequence, |heading| heading.sequence);
        at.ok().and_then(|at| journal.get(at))
    };
    let step = &heading.step;
    let id = match step.verb {
        Verb::Undo => "step-undo-of",
        Verb::Redo => "step-redo-of",
        Verb::Revert => "step-revert-of",
        _ => return step_words(texts, step),
    };
    let Some(meant) = heading.undoes.and_then(entry) else {
        return step_words(texts, step);
    };
    if step.verb == Verb::Revert {
        let words = heading_words(texts, meant, journal).into();
        if step.count >= meant.step.count {
            return texts.format(id, &[("step", words)]);
        }
        let subject = step.subject.as_str().into();
        return texts.format(
            "step-part-of",
            &[
                ("subject", subject),
                ("count", step.count.into()),
                ("of", meant.step.count.into()),
                ("step", words),
            ],
        );
    }
    // A redo takes back an undo, which took back the step that is meant.
    let mut meant = meant;
    while let Some(before) = meant
        .undoes
        .filter(|_| matches!(meant.step.verb, Verb::Undo | Verb::Redo))
        .and_then(entry)
    {
        meant = before;
    }
    let words = heading_words(texts, meant, journal);
    texts.format(id, &[("step", words.into())])
}

/// Whether a step of that verb is told by its fields; a record added or deleted is told as a whole.
fn names_fields(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Edit | Verb::Bulk | Verb::Undo | Verb::Redo | Verb::Revert
    )
}

fn label(kind: Option<Kind>, key: &str, lang: Lang) -> String {
    let field = kind.and_then(|kind| kind.field_by_key(key));
    field.map_or_else(|| key.to_string(), |field| uncapitalised(field.label(lang)))
}

/// The name as it stands within a sentence: `ville`, but `UAI` and `SIRET`.
pub(super) fn uncapitalised(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !letters.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_string(),
    }
}
