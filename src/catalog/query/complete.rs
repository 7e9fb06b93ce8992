//! What may stand where the cursor of a query is: names of fields and links, values in use.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::lexer::{Condition, Piece, What, Written, pieces};
use super::names::{self, Meant, name_in, plain, typed};
use super::plan::Plan;
use super::{Query, kinds_of, leaf};
use crate::catalog::Catalog;
use crate::catalog::facets::Cells;
use crate::catalog::search::Terms;
use crate::model::{Collection, Date, Field, FieldType, Kind, Lang};

/// What is offered for a part of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The part of the text that an offer takes the place of, in characters.
    pub at: Range<usize>,
    /// What is offered, the best first.
    pub offers: Vec<Offer>,
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is put in.
    pub text: String,
    /// What it means.
    pub detail: String,
    /// How many records the query finds with it; none where counting takes too long.
    pub count: Option<usize>,
}

impl Offer {
    fn new(text: String, detail: String) -> Offer {
        Offer {
            text,
            detail,
            count: None,
        }
    }
}

/// The query that is being typed.
#[derive(Clone, Copy, Debug)]
pub struct Typing<'a> {
    /// What it is asked of.
    pub catalog: &'a Catalog,
    /// The collections that it is on; none: everything.
    pub collections: &'a [Collection],
    /// Whether what lies in the trash is asked for, whatever the query says.
    pub trashed: bool,
    /// The day from which relative dates are counted.
    pub today: Date,
    /// The language of names.
    pub lang: Lang,
    /// So many offers at most.
    pub limit: usize,
}

/// Finding the records of one offer may look at so many rows.
const COUNTED: usize = 2_000_000;
/// For each offer that is made so many values may be counted that find nothing.
const TRIED: usize = 3;

/// Relative dates that are offered, French and English.
const DATES: [(&str, &str); 5] = [
    ("-30j", "-30d"),
    ("-90j", "-90d"),
    ("-365j", "-365d"),
    ("+30j", "+30d"),
    ("aujourd'hui", "today"),
];

impl Query {
    /// What may stand at the cursor (in characters) of a query. A plain word that begins no name gets no
    /// offer.
    pub fn complete(text: &str, cursor: usize, typing: &Typing<'_>) -> Completions {
        let before: String = text.chars().take(cursor).collect();
        let last = pieces(&before).pop().filter(|piece| piece.at.end == cursor);
        let Some(piece) = last else {
            return Completions::default();
        };
        let offering = Offering {
            typing,
            catalog: typing.catalog,
            kinds: kinds_of(typing.collections),
            lang: typing.lang,
            limit: typing.limit,
            text,
            cursor,
        };
        // Where a name is mended its colon stands there already.
        let colon = if text.chars().nth(cursor) == Some(':') {
            ""
        } else {
            ":"
        };
        offering.piece(&piece, colon)
    }
}

struct Offering<'a> {
    typing: &'a Typing<'a>,
    catalog: &'a Catalog,
    kinds: Vec<Kind>,
    lang: Lang,
    limit: usize,
    text: &'a str,
    cursor: usize,
}

impl Offering<'_> {
    fn piece(&self, piece: &Piece, colon: &str) -> Completions {
        let cursor = self.cursor;
        let of = |begun: usize, mut offers: Vec<Offer>| {
            offers.truncate(self.limit);
            Completions {
                at: cursor - begun..cursor,
                offers,
            }
        };
        match &piece.what {
            What::Word(word, false) => {
                let own = self.names(word, Some(colon));
                let offers = if own.is_empty() {
                    self.ways(word, colon)
                } else {
                    own
                };
                of(word.chars().count(), offers)
            }
            What::Condition(Condition { name, values, .. }) => {
                let plain_name = plain(name);
                let own = !name.contains('.') && !leaf::is_mark(&plain_name);
                if own
                    && names::meant_of(&self.kinds, &plain_name, false).is_empty()
                    && let Some(way) = names::way_to(&self.kinds, &plain_name)
                {
                    return self.mended(piece, name, &way);
                }
                let Some(value) = values.last() else {
                    return Completions::default();
                };
                let begun = value.text.chars().count() + usize::from(value.quoted);
                of(begun, self.values(&plain_name, value, begun))
            }
            What::Past(Some(inner)) => self.piece(inner, colon),
            _ => Completions::default(),
        }
    }

    /// The way to a field that other kinds have, in place of its name.
    fn mended(&self, piece: &Piece, name: &str, way: &str) -> Completions {
        let start = piece.at.start + usize::from(piece.negated);
        let rest = self.text.chars().take(self.cursor);
        let rest: String = rest.skip(start + name.chars().count()).collect();
        let text = format!("{}{rest}", name_in(way, self.lang));
        Completions {
            at: start..self.cursor,
            offers: vec![Offer::new(text, String::new())],
        }
    }

    /// Ways to fields of linked records that begin so.
    fn ways(&self, begun: &str, colon: &str) -> Vec<Offer> {
        let wanted = plain(begun);
        let mut offers: Vec<Offer> = Vec::new();
        if wanted.is_empty() || begun.contains('.') {
            return offers;
        }
        for (on, lands) in names::beyond(&self.kinds) {
            let fields = lands.readable().filter(|field| {
                let called = [field.label(self.lang), field.key];
                called.iter().any(|name| plain(name).starts_with(&wanted))
            });
            for field in fields.take(self.limit) {
                let (on, name) = (name_in(on, self.lang), typed(field.label(self.lang)));
                let text = format!("{on}.{name}{colon}");
                if offers.len() < self.limit && !offers.iter().any(|known| known.text == text) {
                    offers.push(Offer::new(text, lands.name(self.lang).to_string()));
                }
            }
        }
        offers
    }

    /// Names that begin so: of fields, of links, of the other conditions, which have that behind them; or
    /// those alone that a condition asks for.
    fn names(&self, begun: &str, colon: Option<&str>) -> Vec<Offer> {
        let (path, last) = match begun.rsplit_once('.') {
            Some((path, last)) => (Some(path), last),
            None => (None, begun),
        };
        let wanted = plain(last);
        if wanted.is_empty() && path.is_none() && colon.is_some() {
            return Vec::new();
        }
        let kinds: Vec<Kind> = match path {
            None => self.kinds.clone(),
            Some(path) => {
                let path: Vec<String> = path.split('.').map(plain).collect();
                names::landings(&self.kinds, &path)
            }
        };
        let prefix = path.map_or(String::new(), |path| format!("{path}."));
        let conditions = colon.is_some() && path.is_none();
        let colon = colon.unwrap_or_default();
        let begins = |name: &str| plain(name).starts_with(&wanted);
        let mut offers: Vec<Offer> = Vec::new();
        let mut offer = |name: &str, end: &str, detail: String| {
            let text = format!("{prefix}{}{end}", typed(name));
            if !offers.iter().any(|known| known.text == text) {
                offers.push(Offer::new(text, detail));
            }
        };
        let fields = |kind: &Kind| {
            let fields = kind.readable().map(|field| (*kind, field));
            fields.partition::<Vec<_>, _>(|(_, field)| !field.is_computed())
        };
        let (kept, computed): (Vec<_>, Vec<_>) = kinds.iter().map(fields).unzip();
        for (kind, field) in kept.into_iter().flatten() {
            let label = field.label(self.lang);
            if begins(label) || begins(field.key) {
                offer(label, colon, kind.name(self.lang).to_string());
            }
        }
        for alias in kinds.iter().flat_map(|kind| kind.definition().aliases) {
            let name = alias
                .names
                .get(usize::from(self.lang == Lang::Fr))
                .or(alias.names.first());
            if let Some(name) = name.filter(|_| alias.names.iter().any(|name| begins(name))) {
                offer(name, colon, alias.through.name(self.lang).to_string());
            }
        }
        for kind in Kind::ALL {
            let links = kinds
                .iter()
                .any(|from| !names::steps(*from, &plain(kind.key())).is_empty());
            if links && (begins(kind.name(self.lang)) || begins(kind.key())) {
                offer(
                    kind.name(self.lang),
                    ".",
                    kind.plural(self.lang).to_string(),
                );
            }
        }
        // Other words are understood, and offered as what they stand for where nothing begins so itself.
        let by_itself = |field: &Field| begins(field.label(self.lang)) || begins(field.key);
        let has_word = |field: &&Field| field.words.iter().any(|word| begins(word));
        for kind in kinds.iter().filter(|_| !wanted.is_empty()) {
            if !kind.readable().any(by_itself) {
                for field in kind.readable().filter(has_word) {
                    offer(
                        field.label(self.lang),
                        colon,
                        kind.name(self.lang).to_string(),
                    );
                }
            }
        }
        // What is typed nowhere is least often meant.
        for (kind, field) in computed.into_iter().flatten() {
            let label = field.label(self.lang);
            if begins(label) || begins(field.key) {
                offer(label, colon, kind.name(self.lang).to_string());
            }
        }
        if conditions {
            for (fr, en) in [
                ("avec", "has"),
                ("sans", "no"),
                ("est", "is"),
                ("nature", "kind"),
                ("titre", "title"),
                ("passé", "past"),
            ] {
                let name = if self.lang == Lang::Fr { fr } else { en };
                if begins(name) {
                    offer(name, colon, String::new());
                }
            }
        }
        offers
    }

    /// Cells that a condition of that name may have, and that begin so: so many characters are typed.
    fn values(&self, name: &str, value: &Written, typed: usize) -> Vec<Offer> {
        let begun = value.text.as_str();
        match name {
            "has" | "avec" | "no" | "sans" => return self.names(begun, None),
            "is" | "est" => {
                let marks = match self.lang {
                    Lang::Fr => ["corbeille", "passé"],
                    Lang::En => ["trashed", "past"],
                };
                let marks = marks.map(|mark| (mark.to_string(), String::new()));
                return self.beginning(marks.into_iter(), begun);
            }
            "kind" | "nature" => {
                let all = Collection::keys().filter_map(Collection::by_key);
                let names = all.map(|collection| collection.plural(self.lang).to_string());
                return self.beginning(names.map(|name| (name, String::new())), begun);
            }
            _ => {}
        }
        let mut path: Vec<String> = name.split('.').map(plain).collect();
        let last = path.pop().unwrap_or_default();
        let kinds = names::landings(&self.kinds, &path);
        let meant = names::meant_of(&kinds, &last, false).into_iter();
        let fields = meant.filter_map(|(kind, meant)| match meant {
            Meant::Field(field) => Some((kind, field)),
            Meant::Alias(alias) => Some((alias.through, alias.through.field(alias.field)?)),
            Meant::Links(_) => None,
        });
        let (mut offers, mut of_few): (Vec<Offer>, _) = (Vec::new(), false);
        for (kind, field) in fields {
            of_few |= matches!(
                field.kind,
                FieldType::Choice(_) | FieldType::Boolean | FieldType::Date | FieldType::DateTime
            );
            // What is taken is meant exactly.
            let exact = match field.kind {
                FieldType::Date | FieldType::DateTime | FieldType::Boolean => "",
                _ if value.exact => "",
                _ => "=",
            };
            for offer in self.of_field(kind, field, begun) {
                let text = format!("{exact}{}", offer.text);
                if !offers.iter().any(|known| known.text == text) {
                    offers.push(Offer { text, ..offer });
                }
            }
        }
        self.counted(offers, typed, of_few)
    }

    /// The offers with what the query finds when they are taken, those that find something first; of a field
    /// that has few values all of them.
    fn counted(&self, offers: Vec<Offer>, typed: usize, of_few: bool) -> Vec<Offer> {
        let letters = || self.text.chars();
        let before: String = letters().take(self.cursor - typed).collect();
        let after: String = letters().skip(self.cursor).collect();
        let (mut found, mut nothing) = (Vec::new(), Vec::new());
        for mut offer in offers.into_iter().take(TRIED * self.limit) {
            let text = format!("{before}{}{after}", offer.text);
            offer.count = self.count(&text);
            match offer.count {
                Some(0) => nothing.push(offer),
                _ => found.push(offer),
            }
            if found.len() == self.limit {
                break;
            }
        }
        // What others alone have is no help where something is found.
        if found.is_empty() || of_few {
            found.extend(nothing);
        }
        found
    }

    /// How many records a query finds; none where it makes no sense or takes too long.
    fn count(&self, text: &str) -> Option<usize> {
        let Typing { collections, .. } = *self.typing;
        let mut query = Query::among(collections, text, self.typing.today);
        query.trashed |= self.typing.trashed;
        let never = AtomicBool::new(false);
        let plan = Plan::new(self.catalog, &never);
        let rows = self
            .kinds
            .iter()
            .map(|kind| plan.looks_at(*kind, query.tree()));
        let affordable = rows.fold(0, usize::saturating_add) <= COUNTED;
        let asks = query.problems.is_empty() && affordable;
        asks.then(|| self.catalog.find(collections, &query, 0).total)
    }

    fn of_field(&self, kind: Kind, field: &'static Field, begun: &str) -> Vec<Offer> {
        let alone = |texts: Vec<String>| texts.into_iter().map(|text| (text, String::new()));
        match field.kind {
            FieldType::Choice(choices) => {
                let labels = choices
                    .iter()
                    .map(|choice| choice.label(self.lang).to_string());
                self.beginning(alone(labels.collect()), begun)
            }
            FieldType::Boolean => {
                let words = if self.lang == Lang::Fr {
                    ["oui", "non"]
                } else {
                    ["yes", "no"]
                };
                self.beginning(alone(words.map(String::from).to_vec()), begun)
            }
            FieldType::Date | FieldType::DateTime => {
                let dates = DATES.map(|(fr, en)| if self.lang == Lang::Fr { fr } else { en });
                self.beginning(alone(dates.map(String::from).to_vec()), begun)
            }
            FieldType::Reference(to) => self.titles(to, begun),
            FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Note => {
                Vec::new()
            }
            _ => self.in_use(kind, field, begun),
        }
    }

    /// Short titles of the records that a reference may name.
    fn titles(&self, kinds: &[Kind], begun: &str) -> Vec<Offer> {
        let collections: Vec<Collection> =
            kinds.iter().map(|kind| Collection::All(*kind)).collect();
        let query = Query {
            terms: Terms::of(begun),
            ..Query::default()
        };
        let found = self.catalog.find(&collections, &query, TRIED * self.limit);
        let records = found
            .hits
            .iter()
            .filter_map(|hit| self.catalog.get(hit.record));
        records
            .map(|record| {
                let (short, title) = (self.catalog.short_of(record), self.catalog.title_of(record));
                let detail = if short == title { String::new() } else { title };
                Offer::new(quoted(&short), detail)
            })
            .collect()
    }

    /// The values of a field that are in use, the most frequent first.
    fn in_use(&self, kind: Kind, field: &Field, begun: &str) -> Vec<Offer> {
        let facet = self.catalog.facet(field.number);
        // What nobody asked for yet would be made of all records at a key.
        let Some(column) = self.catalog.ready_column(kind, facet) else {
            return Vec::new();
        };
        let Cells::Distinct(_, texts) = column.values() else {
            return Vec::new();
        };
        let wanted = plain(begun);
        let uses = column.uses();
        let mut fitting: Vec<(usize, usize)> = (0..texts.len())
            .filter(|number| has_beginning(texts.folded(*number), &wanted))
            .map(|number| (uses.get(number).copied().unwrap_or(0), number))
            .collect();
        // What begins so as a whole comes before what has a word that does.
        let begins = |number: usize| texts.folded(number).starts_with(&wanted);
        fitting.sort_unstable_by_key(|(uses, number)| {
            use std::cmp::Reverse;
            (Reverse(begins(*number)), Reverse(*uses), *number)
        });
        fitting
            .into_iter()
            .take(TRIED * self.limit)
            .map(|(_, number)| Offer::new(quoted(texts.shown(number)), String::new()))
            .collect()
    }

    fn beginning(&self, texts: impl Iterator<Item = (String, String)>, begun: &str) -> Vec<Offer> {
        let wanted = plain(begun);
        texts
            .filter(|(text, _)| has_beginning(&plain(text), &wanted))
            .map(|(text, detail)| Offer::new(quoted(&text), detail))
            .collect()
    }
}

/// Whether a word of a folded text begins so.
fn has_beginning(text: &str, wanted: &str) -> bool {
    text.starts_with(wanted)
        || text.match_indices(wanted).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|before| !before.is_alphanumeric())
        })
}

/// A value as it is written: in quotes if it has signs that end a value, in such as it has none of.
fn quoted(text: &str) -> String {
    let marks = ['"', '«', '»', '“', '”', '„'];
    let ends = |c: char| c.is_whitespace() || "(),=<>".contains(c) || marks.contains(&c);
    match text.contains(ends) {
        true if !text.contains('"') => format!("\"{text}\""),
        true if !text.contains('»') => format!("«{text}»"),
        true => format!("\"{}\"", text.replace('"', "")),
        false => text.to_string(),
    }
}
