//! What a form offers under the focused field: choices, values in use, records, and making one on the spot.

use crate::catalog::Query;
use crate::model::fold::fold;
use crate::model::several;
use crate::model::text::TYPED_SEPARATORS;
use crate::model::{Collection, Date, Field, FieldType, Fields, Kind, RecordRef, Value};

use super::Desk;
use super::input::Input;
use super::layers::Layer;
use super::layers::form::{Entry, Form, Offer};

/// How many records are offered.
const OFFERED: usize = 12;

impl Desk {
    /// After typing: offers for the part of the text that is being typed, the likely one chosen.
    pub(super) fn offer(&mut self, asked: bool) {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return;
        };
        let Some(focused) = form.focused() else {
            return;
        };
        let Entry::Line(input) = &focused.entry else {
            return;
        };
        let part = typed_part(focused.field, input.text()).trim().to_string();
        let offers = if part.is_empty() && !asked {
            Vec::new()
        } else {
            self.offers(focused.field, &part, form.kind)
        };
        let sure = matches!(
            focused.field.kind,
            FieldType::Choice(_) | FieldType::Reference(_)
        );
        let first_exists = offers.first().is_some_and(|offer| offer.makes.is_none());
        if let Some(form) = self.top_form() {
            form.offer = (sure && first_exists).then_some(0);
            form.offers = offers;
        }
    }

    fn offers(&self, field: &Field, part: &str, kind: Kind) -> Vec<Offer> {
        match field.kind {
            FieldType::Choice(choices) => {
                let wanted = fold(part);
                let named =
                    |text: &str| fold(text).split(' ').any(|word| word.starts_with(&wanted));
                choices
                    .iter()
                    .filter(|c| {
                        named(c.fr)
                            || named(c.en)
                            || fold(c.key).starts_with(&wanted)
                            || fold(c.label(self.lang())).starts_with(&wanted)
                    })
                    .map(|choice| Offer {
                        text: choice.label(self.lang()).to_string(),
                        detail: choice.key.to_string(),
                        record: None,
                        makes: None,
                    })
                    .collect()
            }
            FieldType::Boolean => Vec::new(),
            FieldType::Reference(kinds) => self.record_offers(kinds, part),
            _ if field.suggests => self
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

    fn record_offers(&self, kinds: &[Kind], part: &str) -> Vec<Offer> {
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        let collections: Vec<Collection> =
            kinds.iter().map(|kind| Collection::All(*kind)).collect();
        let today = Date::of_moment(self.now);
        let rows = self
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
                let short = self.catalog.short(record).unwrap_or_default();
                let title = self.catalog.title(record).unwrap_or_default();
                let detail = if title == short {
                    record.kind.name(self.lang()).to_string()
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
            let text = self
                .settings
                .texts
                .format("form-create", &[("text", part.into())]);
            offers.push(Offer {
                text,
                detail: only.name(self.lang()).to_string(),
                record: None,
                makes: Some(*only),
            });
        }
        offers
    }

    /// Asks for all offers of the focused field.
    pub(super) fn pick(&mut self) {
        self.offer(true);
        if let Some(form) = self.top_form()
            && form.offer.is_none()
            && !form.offers.is_empty()
        {
            form.offer = Some(0);
        }
    }

    /// Takes the offer under the cursor into the field; says whether that opened another form.
    pub(super) fn take_offer(&mut self) -> bool {
        let Some(form) = self.top_form() else {
            return false;
        };
        let Some(offer) = form.offer.and_then(|at| form.offers.get(at)).cloned() else {
            return false;
        };
        form.offers.clear();
        form.offer = None;
        let Some(focused) = form.focused() else {
            return false;
        };
        let Entry::Line(input) = &focused.entry else {
            return false;
        };
        let part = typed_part(focused.field, input.text()).trim().to_string();
        if let Some(kind) = offer.makes {
            self.add(Collection::All(kind), named(kind, &part));
            return true;
        }
        form.fill(&offer.text, offer.record);
        false
    }

    /// On saving, what is typed stands unless it names nothing by itself and one offer is chosen.
    pub(super) fn take_exact_offer(&mut self) {
        if let Some(form) = self.top_form()
            && form
                .offer
                .and_then(|at| form.offers.get(at))
                .is_some_and(|offer| offer.makes.is_none())
        {
            self.take_offer();
        }
    }

    /// Puts a record just made into the field of the form from which it was made.
    pub(super) fn fill_reference(&mut self, record: RecordRef) {
        let text = self
            .catalog
            .short(record)
            .unwrap_or_else(|| record.to_string());
        if let Some(form) = self.top_form() {
            form.fill(&text, Some(record));
        }
        self.note_typing();
    }

    /// After typing in a form: offers, likely duplicates, and a draft in a while.
    pub(super) fn note_typing(&mut self) {
        self.find_duplicates();
        if let Some(form) = self.top_form() {
            form.changed = true;
            form.refusal = None;
            if let Some(focused) = form.focused_mut() {
                focused.error = None;
            }
        }
        self.draft_soon();
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

/// A new record's fields with its name filled in: people by first name and name, mail addresses as such.
pub(super) fn named(kind: Kind, text: &str) -> Fields {
    use crate::model::kinds::{list, person};
    let text = text.trim();
    match (kind, text.split_once(' ')) {
        (Kind::Person, Some((first, last))) => Fields::new()
            .with(person::FIRST_NAME.number, Value::text(first))
            .with(person::NAME.number, Value::text(last.trim())),
        (Kind::List, _) if text.contains('@') => Fields::new()
            .with(list::ADDRESS.number, Value::text(text))
            .with(
                list::NAME.number,
                Value::text(text.split('@').next().unwrap_or(text)),
            ),
        _ => {
            let name = kind
                .fields()
                .iter()
                .find(|field| field.required && field.kind == FieldType::Text);
            name.map_or(Fields::new(), |name| {
                Fields::new().with(name.number, Value::text(text))
            })
        }
    }
}

impl Form {
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
