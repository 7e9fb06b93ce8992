//! What may stand where the cursor of a query is: names of fields and links, values in use.

use std::ops::Range;

use super::Query;
use super::lexer::{Condition, Piece, What, pieces};
use super::names::{self, Meant, plain, typed};
use crate::catalog::Catalog;
use crate::catalog::facets::{Facet, Values};
use crate::catalog::search::Terms;
use crate::model::{Collection, Field, FieldType, Kind, Lang};

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
}

/// Relative dates that are offered, French and English.
const DATES: [(&str, &str); 5] = [
    ("-30j", "-30d"),
    ("-90j", "-90d"),
    ("-365j", "-365d"),
    ("+30j", "+30d"),
    ("aujourd'hui", "today"),
];

impl Query {
    /// What may stand at the cursor (in characters) of a query on these collections (none named: on
    /// everything): at most `limit` offers, names in that language. A plain word that begins no name
    /// gets none.
    pub fn complete(
        text: &str,
        cursor: usize,
        catalog: &Catalog,
        collections: &[Collection],
        lang: Lang,
        limit: usize,
    ) -> Completions {
        let before: String = text.chars().take(cursor).collect();
        let kinds: Vec<Kind> = match collections {
            [] => Kind::ALL.to_vec(),
            _ => collections
                .iter()
                .map(|collection| collection.kind())
                .collect(),
        };
        let offering = Offering {
            catalog,
            kinds,
            lang,
            limit,
        };
        let last = pieces(&before).pop().filter(|piece| piece.at.end == cursor);
        let Some(piece) = last else {
            return Completions::default();
        };
        // Where a name is mended its colon stands there already.
        let colon = if text.chars().nth(cursor) == Some(':') {
            ""
        } else {
            ":"
        };
        offering.piece(&piece, cursor, colon)
    }
}

struct Offering<'a> {
    catalog: &'a Catalog,
    kinds: Vec<Kind>,
    lang: Lang,
    limit: usize,
}

impl Offering<'_> {
    fn piece(&self, piece: &Piece, cursor: usize, colon: &str) -> Completions {
        let of = |begun: usize, mut offers: Vec<Offer>| {
            offers.truncate(self.limit);
            Completions {
                at: cursor - begun..cursor,
                offers,
            }
        };
        match &piece.what {
            What::Word(word, false) => of(word.chars().count(), self.names(word, Some(colon))),
            What::Condition(Condition { name, values, .. }) => {
                let Some((value, quoted)) = values.last() else {
                    return Completions::default();
                };
                let begun = value.chars().count() + usize::from(*quoted);
                of(begun, self.values(&plain(name), value))
            }
            What::Past(Some(inner)) => self.piece(inner, cursor, colon),
            _ => Completions::default(),
        }
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
                offers.push(Offer { text, detail });
            }
        };
        for kind in &kinds {
            for field in kind.fields() {
                let label = field.label(self.lang);
                if begins(label) || begins(field.key) {
                    offer(label, colon, kind.name(self.lang).to_string());
                }
            }
        }
        for alias in names::ALIASES
            .iter()
            .filter(|alias| kinds.contains(&alias.kind))
        {
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

    /// Values that a condition of that name may have, and that begin so.
    fn values(&self, name: &str, begun: &str) -> Vec<Offer> {
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
        let mut offers: Vec<Offer> = Vec::new();
        for (kind, field) in fields {
            for offer in self.of_field(kind, field, begun) {
                if !offers.iter().any(|known| known.text == offer.text) {
                    offers.push(offer);
                }
            }
        }
        offers
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
        let found = self.catalog.find(&collections, &query, self.limit);
        let records = found
            .hits
            .iter()
            .filter_map(|hit| self.catalog.get(hit.record));
        records
            .map(|record| Offer {
                text: quoted(&self.catalog.short_of(record)),
                detail: self.catalog.title_of(record),
            })
            .collect()
    }

    /// The values of a field that are in use, the most frequent first.
    fn in_use(&self, kind: Kind, field: &Field, begun: &str) -> Vec<Offer> {
        let (column, _) = self.catalog.column(kind, Facet::Field(field.number));
        let Values::Texts(_, texts) = column.values() else {
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
            .take(self.limit)
            .map(|(count, number)| Offer {
                text: quoted(texts.shown(number)),
                detail: count.to_string(),
            })
            .collect()
    }

    fn beginning(&self, texts: impl Iterator<Item = (String, String)>, begun: &str) -> Vec<Offer> {
        let wanted = plain(begun);
        texts
            .filter(|(text, _)| has_beginning(&plain(text), &wanted))
            .map(|(text, detail)| Offer {
                text: quoted(&text),
                detail,
            })
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

/// A value as it is written: in quotes if it has signs that end a value.
fn quoted(text: &str) -> String {
    let text = text.replace('"', "");
    match text.contains(|c: char| c.is_whitespace() || "(),".contains(c)) {
        true => format!("\"{text}\""),
        false => text,
    }
}
