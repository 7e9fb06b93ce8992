//! Columns: what a key stands for in a kind, and the text of a cell.
//!
//! A key is `kind`, `title`, `past`, the key of a field, a path across a link (`organisation.region`), or the
//! name of a kind that points here, for how many do (`registrations`).

use std::collections::HashSet;

use foldhash::fast::FixedState;

use super::Catalog;
use super::finding::Finder;
use super::query::names::{self, Route};
use super::table::Place;
use crate::model::called::plain;
use crate::model::encoding::ValueRef;
use crate::model::{Field, FieldType, Hop, Kind, Lang, Record, RecordRef, text};

/// The records at which more than so many point are found beside each other.
const WORTH_A_FINDER: usize = 64;

/// The key of the column that says what is over.
pub const PAST: &str = "past";

/// What a column shows of the records of one kind.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// The name of the kind.
    Kind,
    /// The title.
    Title,
    /// Whether it is over.
    Past,
    /// A field of the record, or of those at the end of a route.
    Field(Vec<Hop>, &'static Field),
    /// The titles of the records at the end of a route.
    Titles(Vec<Hop>),
    /// How many records there are at the end of each of these routes.
    Count(Vec<Vec<Hop>>),
}

impl Content {
    /// What the key stands for; `None` if it stands for nothing in this kind.
    pub fn of(kind: Kind, key: &str) -> Option<Content> {
        match key {
            "kind" => return Some(Content::Kind),
            "title" => return Some(Content::Title),
            PAST => return kind.definition().over.map(|_| Content::Past),
            _ => {}
        }
        if let Some(field) = kind.readable_by_key(key) {
            return Some(Content::Field(Vec::new(), field));
        }
        let mut path: Vec<String> = key.split('.').map(names::plain).collect();
        let last = path.pop()?;
        let routes = names::routes(&[kind], &path);
        let mut counted = Vec::new();
        for Route { from, steps } in routes {
            let lands = steps.last().map_or(from, |step| step.lands());
            if last == "title" {
                return Some(Content::Titles(steps));
            }
            let named = names::field_of(lands, &last);
            if let Some(field) = named.filter(|field| names::plain(field.key) == last) {
                return Some(Content::Field(steps, field));
            }
            if let Some(alias) = names::alias(lands, &last) {
                let field = alias.through.field(alias.field)?;
                let link = Hop::From(alias.through, alias.back);
                let steps = steps.into_iter().chain([link]).collect();
                return Some(Content::Field(steps, field));
            }
            let ways = names::steps(lands, &last);
            counted.extend(
                ways.into_iter()
                    .map(|way| steps.iter().copied().chain(way).collect()),
            );
        }
        (!counted.is_empty()).then_some(Content::Count(counted))
    }

    /// Whether its values are numbers.
    pub fn is_numeric(&self) -> bool {
        match self {
            Content::Field(_, field) => field.is_numeric(),
            Content::Count(_) => true,
            _ => false,
        }
    }

    /// Whether a value still says something when its end is cut off: words do, days and numbers do not.
    fn gives_way(&self) -> bool {
        match self {
            Content::Kind | Content::Title | Content::Titles(_) => true,
            Content::Past | Content::Count(_) => false,
            Content::Field(_, field) => matches!(
                field.kind,
                FieldType::Text
                    | FieldType::Note
                    | FieldType::Choice(_)
                    | FieldType::Email
                    | FieldType::Url
                    | FieldType::Reference(_)
                    | FieldType::Tags
            ),
        }
    }

    fn label(&self, lang: Lang) -> String {
        let through = |steps: &[Hop]| -> Vec<&'static str> {
            let linked = |step: &Hop| match step {
                Hop::To(_, kind) => Some(kind.name(lang)),
                Hop::From(..) => None,
            };
            steps.iter().filter_map(linked).collect()
        };
        let joined = |mut parts: Vec<&'static str>, last: Option<&'static str>| {
            parts.extend(last);
            parts.join(" · ")
        };
        match (self, lang) {
            (Content::Kind, Lang::Fr) => "Nature".to_string(),
            (Content::Kind, Lang::En) => "Kind".to_string(),
            (Content::Title, Lang::Fr) => "Titre".to_string(),
            (Content::Title, Lang::En) => "Title".to_string(),
            (Content::Past, Lang::Fr) => "Passé".to_string(),
            (Content::Past, Lang::En) => "Past".to_string(),
            (Content::Field(steps, field), _) => joined(through(steps), Some(field.label(lang))),
            (Content::Titles(steps), _) => joined(through(steps), None),
            (Content::Count(ways), _) => ways
                .first()
                .and_then(|way| way.last())
                .map_or("", |step| step.lands().plural(lang))
                .to_string(),
        }
    }
}

/// Whether the key stands for a column in one of these kinds.
pub fn is_column(kinds: &[Kind], key: &str) -> bool {
    kinds.iter().any(|kind| Content::of(*kind, key).is_some())
}

/// The header of a column: as the first of these kinds that has it calls it; empty if none has it.
pub fn column_label(kinds: &[Kind], key: &str, lang: Lang) -> String {
    kinds
        .iter()
        .find_map(|kind| Content::of(*kind, key))
        .map_or_else(String::new, |content| content.label(lang))
}

/// Whether a column of a kind is called so in a file: by its key, or in the words of a language.
pub fn column_called(kind: Kind, header: &str) -> bool {
    let called = |key: &String| {
        let labels = [Lang::Fr, Lang::En].map(|lang| column_label(&[kind], key, lang));
        labels.iter().any(|label| plain(label) == plain(header))
    };
    // What lies across links is called by where they lead, then by itself.
    let parts: Vec<String> = header.split('·').map(plain).collect();
    let across = parts.split_last().filter(|(_, path)| !path.is_empty());
    let is_across = across.is_some_and(|(last, path)| {
        let routes = names::routes(&[kind], path);
        let mut lands = routes.iter().map(|route| route.lands());
        lands.any(|kind| kind.readable().any(|field| is_label(field, last)))
    });
    is_column(&[kind], header.trim()) || is_across || column_keys(&[kind]).iter().any(called)
}

fn is_label(field: &Field, name: &str) -> bool {
    [field.fr, field.en]
        .iter()
        .any(|label| plain(label) == name)
}

/// Whether the values of a column are numbers, and stand to the right.
pub fn is_numeric_column(kinds: &[Kind], key: &str) -> bool {
    kinds
        .iter()
        .find_map(|kind| Content::of(*kind, key))
        .is_some_and(|content| content.is_numeric())
}

/// Whether a column may be narrower than it is, its values cut.
pub fn is_yielding_column(kinds: &[Kind], key: &str) -> bool {
    kinds
        .iter()
        .find_map(|kind| Content::of(*kind, key))
        .is_some_and(|content| content.gives_way())
}

/// The width that a column has unless told otherwise, in cells.
pub fn column_width(kinds: &[Kind], key: &str) -> u16 {
    match kinds.iter().find_map(|kind| Content::of(*kind, key)) {
        Some(Content::Field(_, field)) => field.width,
        Some(Content::Count(_) | Content::Past) => 8,
        Some(Content::Kind) => 12,
        Some(Content::Title) => 34,
        Some(Content::Titles(_)) | None => 20,
    }
}

/// The keys that a list of these kinds can have as columns: of its own, across one link, counts.
pub fn column_keys(kinds: &[Kind]) -> Vec<String> {
    let mut keys: Vec<String> = ["kind", "title", PAST].map(String::from).into();
    let shown = |field: &&Field| field.kind != FieldType::Note;
    for kind in kinds {
        keys.extend(
            kind.readable()
                .filter(shown)
                .map(|field| field.key.to_string()),
        );
    }
    for kind in kinds {
        let pointing = Kind::ALL.iter().filter(|from| {
            from.fields().iter().any(|field| {
                matches!(field.kind, FieldType::Reference(to) if to.is_empty() || to.contains(kind))
            })
        });
        keys.extend(pointing.map(|from| names::typed(from.plural(Lang::En))));
        for field in kind.fields() {
            let FieldType::Reference(targets) = field.kind else {
                continue;
            };
            let beyond = targets.iter().flat_map(|to| to.readable()).filter(shown);
            keys.extend(beyond.map(|far| format!("{}.{}", field.key, far.key)));
        }
        let aliases = kind.definition().aliases.iter();
        keys.extend(aliases.filter_map(|alias| alias.names.first().map(ToString::to_string)));
    }
    let mut seen = HashSet::new();
    keys.retain(|key| seen.insert(key.clone()) && is_column(kinds, key));
    keys
}

impl Catalog {
    /// The text of a column. A record whose kind has no such column has an empty cell.
    pub fn cell(&self, record: &Record, key: &str, lang: Lang) -> String {
        let content = Content::of(record.kind, key);
        content.map_or_else(String::new, |content| self.cell_of(record, &content, lang))
    }

    pub(super) fn cell_of(&self, record: &Record, content: &Content, lang: Lang) -> String {
        let shown =
            |field: &Field, value: ValueRef<'_>| text::shown(field, &value.to_value(), lang, self);
        let joined = |mut texts: Vec<String>| {
            let mut seen = HashSet::new();
            texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
            texts.join(", ")
        };
        match content {
            Content::Kind => record.kind.name(lang).to_string(),
            Content::Title => self.title_of(record),
            Content::Past => match (self.is_over(record), lang) {
                (false, _) => String::new(),
                (true, Lang::Fr) => "passé".to_string(),
                (true, Lang::En) => "past".to_string(),
            },
            Content::Field(steps, field) if steps.is_empty() => self
                .holder(record, field)
                .get(field.number)
                .map(|value| shown(field, value))
                .unwrap_or_default(),
            Content::Field(steps, field) => {
                let there = self.along(record, steps);
                let read = there.iter().map(|record| self.holder(record, field));
                let texts = read.filter_map(|read| Some(shown(field, read.get(field.number)?)));
                joined(texts.collect())
            }
            Content::Titles(steps) => {
                let there = self.along(record, steps);
                joined(there.iter().map(|record| self.short_of(record)).collect())
            }
            Content::Count(_) => {
                let number = self.number_of(record, content).unwrap_or(0);
                crate::model::number::number(lang, number)
            }
        }
    }

    /// The number in a column, as its field keeps it (cents, millionths); that of several is their sum.
    pub(super) fn number_of(&self, record: &Record, content: &Content) -> Option<i64> {
        match content {
            Content::Count(ways) => {
                let count = |way: &Vec<Hop>| match (way.as_slice(), self.place(record.reference()))
                {
                    ([Hop::From(kind, number)], Some(place)) => {
                        self.count_linking(place, *kind, *number)
                    }
                    _ => self.along(record, way).len(),
                };
                i64::try_from(ways.iter().map(count).sum::<usize>()).ok()
            }
            Content::Field(steps, field) if steps.is_empty() => {
                sum(self.holder(record, field).get(field.number)?)
            }
            Content::Field(steps, field) => {
                let there = self.along(record, steps);
                let read = there.iter().map(|record| self.holder(record, field));
                let sums = read.filter_map(|read| sum(read.get(field.number)?));
                sums.reduce(i64::saturating_add)
            }
            _ => None,
        }
    }

    /// The live records at the end of a route, each once. Links that are over lead nowhere.
    pub(super) fn along<'a>(&'a self, record: &'a Record, steps: &[Hop]) -> Vec<&'a Record> {
        // With each where it lies, once that is known: to look for thousands of them again takes long.
        let mut at: Vec<(Option<Place>, &Record)> = vec![(None, record)];
        for step in steps {
            let mut next: Vec<(Option<Place>, &Record)> = Vec::new();
            // Of one record each that points at it does so once.
            let once = at.len() == 1 && matches!(step, Hop::From(..));
            let mut finder = (at.len() > WORTH_A_FINDER).then(Finder::default);
            for (place, record) in at {
                match *step {
                    Hop::To(number, kind) => {
                        let mut place_of = |target: RecordRef| match &mut finder {
                            Some(finder) => Some(Place {
                                kind,
                                row: finder.row(self, target)?,
                            }),
                            None => self.place(target),
                        };
                        let targets = self.targets_of(record, number).into_iter();
                        let targets = targets.filter(|target| target.kind == kind);
                        let places = targets.filter_map(&mut place_of);
                        next.extend(places.filter_map(|to| Some((Some(to), self.at(to)?))));
                    }
                    Hop::From(kind, number) => {
                        let place = place.or_else(|| self.place(record.reference()));
                        let linking = place.into_iter();
                        let linking = linking.flat_map(|to| self.linking(to, kind, number));
                        let linking = linking.filter(|(_, record)| !self.is_over(record));
                        next.extend(linking.map(|(from, record)| (Some(from), record)));
                    }
                }
            }
            if !once {
                let mut seen = HashSet::with_hasher(FixedState::default());
                next.retain(|(place, _)| seen.insert(*place));
            }
            at = next;
        }
        at.into_iter().map(|(_, record)| record).collect()
    }
}

/// The sum of the numbers of a value; `None` if there is none.
fn sum(value: ValueRef<'_>) -> Option<i64> {
    let numbers = value.items().filter_map(ValueRef::number);
    numbers.reduce(i64::saturating_add)
}
