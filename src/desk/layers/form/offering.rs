//! What a form offers under the focused field: choices, values in use, records, and making one on the spot.

use super::{Entry, Form, Offer};
use crate::catalog::Query;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::naming::named;
use crate::model::fold::fold;
use crate::model::several;
use crate::model::text::TYPED_SEPARATORS;
use crate::model::{Collection, Field, FieldType, Kind, RecordRef};

/// How many records are offered.
const OFFERED: usize = 12;

impl Form {
    /// After typing: offers for the part of the text that is being typed, the likely one chosen.
    pub(super) fn offer(&mut self, asked: bool, scene: &Scene) {
        let Some((field, part)) = self.part() else {
            return;
        };
        self.offers = if part.is_empty() && !asked {
            Vec::new()
        } else {
            offers(self.kind, field, &part, scene)
        };
        let sure = matches!(field.kind, FieldType::Choice(_) | FieldType::Reference(_));
        let first = self.offers.first();
        let first_exists = first.is_some_and(|offer| offer.makes.is_none());
        self.offer = (sure && first_exists).then_some(0);
    }

    /// The focused field, where it is a line, and the part of its text that is being typed.
    fn part(&self) -> Option<(&'static Field, String)> {
        let focused = self.focused()?;
        let Entry::Line(input) = &focused.entry else {
            return None;
        };
        let part = typed_part(focused.field, input.text());
        Some((focused.field, part.trim().to_string()))
    }

    /// Makes all offers for the focused field.
    pub(super) fn pick(&mut self, scene: &Scene) {
        self.offer(true, scene);
        if self.offer.is_none() && !self.offers.is_empty() {
            self.offer = Some(0);
        }
    }

    /// Takes the offer under the cursor into the field; says whether that asked for another form.
    pub(super) fn take_offer(&mut self, cx: &mut Context) -> bool {
        let Some(offer) = self.offer.and_then(|at| self.offers.get(at)).cloned() else {
            return false;
        };
        self.offers.clear();
        self.offer = None;
        let Some((_, part)) = self.part() else {
            return false;
        };
        if let Some(kind) = offer.makes {
            cx.ask(Ask::Add(Collection::All(kind), named(kind, &part)));
            return true;
        }
        self.fill(&offer.text, offer.record);
        false
    }

    /// On saving, what is typed stands unless it names nothing by itself and one offer is chosen.
    pub(super) fn take_exact_offer(&mut self, cx: &mut Context) {
        let offer = self.offer.and_then(|at| self.offers.get(at));
        if offer.is_some_and(|offer| offer.makes.is_none()) {
            self.take_offer(cx);
        }
    }

    /// Puts a record just made into the field from which it was made.
    pub fn take_made(&mut self, record: RecordRef, cx: &mut Context) {
        let short = cx.catalog.short(record);
        let text = short.unwrap_or_else(|| record.to_string());
        self.fill(&text, Some(record));
        self.typed(cx);
    }

    /// Puts a text in place of the part being typed, and remembers the record that it means.
    pub fn fill(&mut self, text: &str, record: Option<RecordRef>) {
        if let Some(record) = record {
            self.picked.insert(text.to_string(), record);
        }
        self.changed = true;
        if let Some(focused) = self.focused_mut() {
            let field = focused.field;
            if let Entry::Line(input) = &mut focused.entry {
                let part = typed_part(field, input.text()).len();
                let kept = input
                    .text()
                    .get(..input.text().len() - part)
                    .unwrap_or_default();
                let space = if kept.is_empty() { "" } else { " " };
                let clean = match field.many {
                    true => several::join(&[text.to_string()], TYPED_SEPARATORS, ""),
                    false => text.to_string(),
                };
                *input = Input::new(format!("{}{space}{clean}", kept.trim_end()));
            }
            focused.error = None;
        }
    }
}

/// The part of a many-valued text that is being typed: what follows the last separator.
fn typed_part<'a>(field: &Field, text: &'a str) -> &'a str {
    if field.many {
        several::last(text, TYPED_SEPARATORS)
    } else {
        text
    }
}

fn offers(kind: Kind, field: &Field, part: &str, scene: &Scene) -> Vec<Offer> {
    match field.kind {
        FieldType::Choice(choices) => {
            let wanted = fold(part);
            let named = |text: &str| fold(text).split(' ').any(|word| word.starts_with(&wanted));
            choices
                .iter()
                .filter(|c| {
                    named(c.fr)
                        || named(c.en)
                        || fold(c.key).starts_with(&wanted)
                        || fold(c.label(scene.lang())).starts_with(&wanted)
                })
                .map(|choice| Offer {
                    text: choice.label(scene.lang()).to_string(),
                    detail: choice.key.to_string(),
                    record: None,
                    makes: None,
                })
                .collect()
        }
        FieldType::Boolean => Vec::new(),
        FieldType::Reference(kinds) => record_offers(kinds, part, scene),
        _ if field.suggests => scene
            .catalog
            .suggestions(kind, field, part, OFFERED)
            .into_iter()
            .filter(|text| text != part)
            .map(|text| Offer {
                text,
                detail: String::new(),
                record: None,
                makes: None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn record_offers(kinds: &[Kind], part: &str, scene: &Scene) -> Vec<Offer> {
    let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
    let collections: Vec<Collection> = kinds.iter().map(|kind| Collection::All(*kind)).collect();
    let today = scene.today();
    let rows = scene
        .catalog
        .find(
            &collections,
            &Query::among(&collections, part, today),
            OFFERED,
        )
        .hits;
    let mut offers: Vec<Offer> = rows
        .into_iter()
        .map(|hit| {
            let record = hit.record;
            let short = scene.catalog.short(record).unwrap_or_default();
            let title = scene.catalog.title(record).unwrap_or_default();
            let detail = if title == short {
                record.kind.name(scene.lang()).to_string()
            } else {
                title
            };
            Offer {
                text: short,
                detail,
                record: Some(record),
                makes: None,
            }
        })
        .collect();
    if let [only] = kinds
        && !part.is_empty()
    {
        let text = scene.format("form-create", &[("text", part.into())]);
        offers.push(Offer {
            text,
            detail: only.name(scene.lang()).to_string(),
            record: None,
            makes: Some(*only),
        });
    }
    offers
}
