//! The rows of a table, as its mapping says: the record that each is about, and those beside it.

use std::borrow::Cow;

use super::columns::{Goes, Mapped, Mapping};
use super::kept;
use super::recognise::recognise;
use super::target::{Target, organisation, person, points_to};
use crate::exchange::columns::{Manner, manner};
use crate::exchange::options::Options;
use crate::exchange::people;
use crate::exchange::proposal::{Given, How, Link, Proposal, Proposed, Row, What};
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::Remark;
use crate::exchange::table::{Table, TableRow};
use crate::model::several;
use crate::model::text::FILE_SEPARATORS;
use crate::model::{
    Collection, Field, FieldNo, FieldType, Kind, Natural, Rule, identifiers, phone,
};

/// The rows of a table, by what a person said of its columns, or has kept of such ones, and what is recognised of the others. A table of which
/// nothing is recognised is refused, with what was seen.
pub fn rows(collection: Collection, table: &Table, options: &Options) -> Proposed {
    let mut proposed = Proposed::default();
    let own = collection.kind();
    let mut mapping = recognise(own, table);
    let (kept, said) = kept::found(own, table, options);
    proposed.said = said;
    if let Some((name, kept)) = kept {
        mapping.take_over(&kept.as_kept());
        proposed.kept = Some(name);
    }
    if let Some(chosen) = &options.mapping {
        mapping.take_over(chosen);
    }
    if !mapping.says_something() {
        let seen: Vec<&str> = table
            .headers
            .iter()
            .map(String::as_str)
            .filter(|header| !header.is_empty())
            .collect();
        proposed.mapping.clone_from(&mapping);
        proposed.refused.push(match table.headless {
            true => Refusal::of_file(Reason::Headless),
            false => Refusal {
                line: table.head.max(1),
                ..Refusal::of_file(Reason::Unrecognised(seen.join(", ")))
            },
        });
        return proposed;
    }
    proposed.said.extend(mapping.remarks(own, table.head));
    let feeding = Feeding::new(collection, &mapping, table);
    proposed.said.extend(feeding.said(table.head));
    for row in &table.rows {
        match feeding.row(row) {
            Ok(proposals) => proposed.rows.push(Row {
                line: row.line,
                proposals,
            }),
            Err(column) => proposed.refused.push(Refusal {
                line: row.line,
                column: Some(column),
                field: "kind".into(),
                reason: Reason::Id,
            }),
        }
    }
    proposed.mapping = mapping;
    proposed
}

/// How the columns of a file feed the records of a row.
struct Feeding<'a> {
    collection: Collection,
    own: Kind,
    mapping: &'a Mapping,
    /// The columns whose numbers are those of mobiles.
    mobile: Vec<bool>,
    /// How the cells of each column are meant, for each thing that it goes to.
    manners: Vec<Vec<Option<Manner>>>,
}

/// What a row says of a kind.
#[derive(Default)]
struct Gathered {
    given: Vec<Given>,
    also: Vec<String>,
    unsure: Option<String>,
}

impl Gathered {
    /// One more column: of a field that holds several its values come last; of one for the same value it fills gaps,
    /// and is a name by which the record may be found.
    fn take(&mut self, field: &Field, mut new: Given) {
        let there = self
            .given
            .iter_mut()
            .find(|given| given.field == field.number);
        let Some(there) = there else {
            self.given.push(new);
            return;
        };
        match (&mut there.what, &mut new.what) {
            (What::Text(there), What::Text(more)) if field.many => {
                *there = format!("{there}|{more}");
            }
            // Notes are lines below each other.
            (What::Text(there), What::Text(more)) if field.kind == FieldType::Note => {
                *there = format!("{there}\n{more}");
            }
            (What::Links(there), What::Links(more)) if field.many => there.append(more),
            (_, What::Text(text)) => self.also.push(std::mem::take(text)),
            _ => {}
        }
    }

    fn first_text(&self, field: FieldNo) -> Option<(&str, Option<usize>)> {
        let given = self.given.iter().find(|given| given.field == field)?;
        match &given.what {
            What::Text(text) => Some((text, given.column)),
            What::Links(links) => match links.first()? {
                Link::Named(_, text) => Some((text, given.column)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<'a> Feeding<'a> {
    fn new(collection: Collection, mapping: &'a Mapping, table: &Table) -> Feeding<'a> {
        let is_mobile = |header: &str| {
            let header = header.to_lowercase();
            ["mobile", "portable", "gsm", "cell"]
                .iter()
                .any(|word| header.contains(word))
        };
        let mobile = mapping.columns.iter();
        let meant = |(at, column): (usize, &Mapped)| -> Vec<Option<Manner>> {
            let targets = column.targets().iter();
            targets
                .map(|target| match target {
                    Target::Field(_, field) => {
                        Some(manner(field, &column.header, table.column(at)))
                    }
                    _ => None,
                })
                .collect()
        };
        Feeding {
            collection,
            own: collection.kind(),
            mapping,
            mobile: mobile.map(|column| is_mobile(&column.header)).collect(),
            manners: mapping.columns.iter().enumerate().map(meant).collect(),
        }
    }

    /// What is said of how the cells are meant.
    fn said(&self, line: u64) -> Vec<Remark> {
        let columns = self.manners.iter().enumerate();
        let said = columns.flat_map(|(at, manners)| {
            let said = manners.iter().flatten().filter_map(Manner::said);
            said.map(move |kind| Remark {
                line,
                column: Some(at + 1),
                kind: kind.clone(),
            })
        });
        said.collect()
    }

    /// The records of a row; the column at fault if it is of another kind.
    fn row(&self, row: &TableRow) -> Result<Vec<Proposal>, usize> {
        let mut id = None;
        let mut all = All::new();
        for (at, column) in self.mapping.columns.iter().enumerate() {
            let cell = row.cell(at);
            let is_cleared = column.is_cleared(cell);
            if cell.trim().is_empty() && !is_cleared {
                continue;
            }
            let Goes::To(targets, _) = &column.goes else {
                continue;
            };
            for (nth, target) in targets.iter().enumerate() {
                match target {
                    Target::Id => id = Some(cell.trim().to_string()),
                    Target::Kind if cell.trim() != self.own.key() => return Err(at + 1),
                    Target::Kind => {}
                    Target::Printed => self.printed(cell, at + 1, &mut all),
                    Target::Reference(kind, field) => of(&mut all, *kind, |said| {
                        // The id says more than the name beside it.
                        said.given.retain(|given| given.field != field.number);
                        said.given.push(given(field, cell, at + 1));
                    }),
                    Target::Field(kind, field) if is_cleared => of(&mut all, *kind, |said| {
                        said.given.push(Given {
                            field: field.number,
                            what: What::Cleared,
                            how: How::Set,
                            column: Some(at + 1),
                        });
                    }),
                    Target::Field(kind, field) => {
                        self.take((*kind, field), cell, (at, nth), &mut all);
                    }
                }
            }
        }
        Ok(self.proposals(id, all))
    }

    fn take(
        &self,
        (kind, field): (Kind, &'static Field),
        cell: &str,
        (at, nth): (usize, usize),
        all: &mut All,
    ) {
        let siren = identifiers::siren_of(cell).filter(|_| field.rule == Rule::Siren);
        let cell = siren.map_or(Cow::Borrowed(cell), Cow::Owned);
        let manner = self.manners.get(at).and_then(|manners| manners.get(nth));
        let is_link = matches!(field.kind, FieldType::Reference(_));
        let read = match manner {
            Some(Some(manner)) if !is_link => manner.read(&cell),
            _ => Ok(cell.clone()),
        };
        let new = match read {
            Ok(text) if self.mobile.get(at) == Some(&true) => {
                given(field, &as_mobile(field, &text), at + 1)
            }
            Ok(text) => given(field, &text, at + 1),
            Err(fault) => Given {
                what: What::Wrong(cell.to_string(), fault),
                ..given(field, &cell, at + 1)
            },
        };
        of(all, kind, |said| said.take(field, new));
    }

    /// A printed name in its two parts.
    fn printed(&self, cell: &str, column: usize, all: &mut All) {
        let Some(person) = person() else {
            return;
        };
        let Natural::Reached { names, .. } = person.definition().known else {
            return;
        };
        let name = people::split(cell);
        of(all, person, |said| {
            said.unsure = name.unsure.then(|| cell.trim().to_string());
            for (field, text) in names.into_iter().zip([name.first, name.family]) {
                let is_there = said.given.iter().any(|given| given.field == field);
                if !text.is_empty() && !is_there {
                    said.given.push(Given {
                        field,
                        what: What::Text(text),
                        how: How::Set,
                        column: Some(column),
                    });
                }
            }
        });
    }

    fn proposals(&self, id: Option<String>, mut all: All) -> Vec<Proposal> {
        let mut own = proposal(self.own, take(&mut all, self.own));
        own.id = id;
        for (number, value) in self.collection.defaults().iter() {
            match own.given.iter().any(|given| given.field == number) {
                true if !self.own.field(number).is_some_and(|field| field.gathers) => {}
                _ => own = own.add(number, value.clone()),
            }
        }
        let house = self.house(&mut all);
        let (Some(person), Some((link, who, place))) = (person(), person().and_then(Kind::at))
        else {
            return vec![own];
        };
        let mut proposals = Vec::new();
        let who_is = match self.own == person {
            true => {
                own.at.clone_from(&house);
                Some(Link::Beside(0))
            }
            false => self.pointed(person, &house, &mut all, &mut own),
        };
        if self.own == link
            && let Some((house, column)) = house.clone()
        {
            let is_there = own.given.iter().any(|given| given.field == place);
            if !is_there {
                own.given.push(linked(place, house, column));
            }
        }
        proposals.push(own);
        let Some(who_is) = who_is else {
            return proposals;
        };
        if self.own != link
            && let Some((house, column)) = house
        {
            let mut beside = proposal(link, take(&mut all, link));
            beside.given.retain(|given| given.field != place);
            beside = beside.set(who, who_is.clone());
            beside.given.push(linked(place, house, column));
            proposals.push(beside);
        }
        for (kind, said) in all {
            let Some(end) = points_to(kind, person).filter(|_| kind != link) else {
                continue;
            };
            let has_other = said.given.iter().any(|given| {
                let field = kind.field(given.field);
                field.is_some_and(|field| matches!(field.kind, FieldType::Reference(_)))
            });
            if has_other {
                let beside = proposal(kind, said).set(end.number, who_is.clone());
                proposals.push(with_usual_state(kind, beside));
            }
        }
        proposals
    }

    /// The organisation of a row: what it is called, with what else the row says of it.
    fn house(&self, all: &mut All) -> Option<(Link, Option<usize>)> {
        let (link, _, place) = person().and_then(Kind::at)?;
        let body = organisation();
        if self.own == body {
            return None;
        }
        let mut said = take(all, body);
        let holder = match self.own == link {
            true => None,
            false => all.iter().find(|(kind, _)| *kind == link),
        };
        let named = holder.and_then(|(_, said)| said.first_text(place));
        let named = named.map(|(text, column)| (text.to_string(), column));
        let Natural::Named { names, sigle } = body.definition().known else {
            return None;
        };
        let name = *names.first()?;
        let own = said.first_text(name).or_else(|| said.first_text(sigle));
        let own = own.map(|(text, column)| (text.to_string(), column));
        let (text, column) = named.clone().or(own)?;
        if named.is_some() && said.first_text(name).is_none() {
            said.given.push(Given {
                field: name,
                what: What::Text(text.clone()),
                how: How::Fill,
                column,
            });
        }
        // What stands beside people says little of the body: it fills gaps.
        said.given
            .iter_mut()
            .for_each(|given| given.how = How::Fill);
        let kinds = match link.field(place).map(|field| field.kind) {
            Some(FieldType::Reference(kinds)) => kinds,
            _ => &[],
        };
        let made = Box::new(proposal(body, said));
        Some((Link::OrMade(kinds, text, made), column))
    }

    /// The person to whom a row's own record points, where the row says who that is by their own fields.
    fn pointed(
        &self,
        person: Kind,
        house: &Option<(Link, Option<usize>)>,
        all: &mut All,
        own: &mut Proposal,
    ) -> Option<Link> {
        let end = points_to(self.own, person)?;
        let said = take(all, person);
        if own.given.iter().any(|given| given.field == end.number) || said.given.is_empty() {
            return None;
        }
        let column = said.given.first().and_then(|given| given.column);
        let mut who = proposal(person, said);
        who.at.clone_from(house);
        let link = Link::Made(Box::new(who));
        own.given.push(linked(end.number, link.clone(), column));
        Some(link)
    }
}

/// What a row says, by kind, in the order of its columns.
type All = Vec<(Kind, Gathered)>;

/// Does that to what a row says of a kind.
fn of(all: &mut All, kind: Kind, does: impl FnOnce(&mut Gathered)) {
    match all.iter_mut().find(|(other, _)| *other == kind) {
        Some((_, said)) => does(said),
        None => {
            let mut said = Gathered::default();
            does(&mut said);
            all.push((kind, said));
        }
    }
}

fn take(all: &mut All, kind: Kind) -> Gathered {
    match all.iter().position(|(other, _)| *other == kind) {
        Some(at) => all.remove(at).1,
        None => Gathered::default(),
    }
}

fn proposal(kind: Kind, said: Gathered) -> Proposal {
    let mut proposal = Proposal::new(kind);
    proposal.given = said.given;
    proposal.also = said.also;
    proposal.unsure = said.unsure;
    proposal
}

fn linked(field: FieldNo, link: Link, column: Option<usize>) -> Given {
    Given {
        field,
        what: What::Links(vec![link]),
        how: How::Set,
        column,
    }
}

/// A link that a file names without its state has the usual one, and a registration the usual role.
fn with_usual_state(kind: Kind, mut proposal: Proposal) -> Proposal {
    for field in kind.fields() {
        let is_there = proposal
            .given
            .iter()
            .any(|given| given.field == field.number);
        if let FieldType::Choice([usual, ..]) = field.kind
            && !field.many
            && !is_there
        {
            proposal = proposal.fill(field.number, usual.key);
        }
    }
    proposal
}

/// Some values are added, never taken away by a file that does not name them.
fn given(field: &Field, cell: &str, column: usize) -> Given {
    let what = match field.kind {
        FieldType::Reference(kinds) => {
            let names = match field.many {
                true => several::cut(cell, FILE_SEPARATORS),
                false => vec![cell.trim().to_string()],
            };
            let links = names.into_iter().map(|name| Link::Named(kinds, name));
            What::Links(links.collect())
        }
        _ => What::Text(cell.to_string()),
    };
    Given {
        field: field.number,
        what,
        how: if field.gathers { How::Add } else { How::Set },
        column: Some(column),
    }
}

/// A number under a header that says so is that of a mobile.
fn as_mobile<'c>(field: &Field, cell: &Cow<'c, str>) -> Cow<'c, str> {
    let is_plain =
        field.kind == FieldType::Phone && !field.subs.is_empty() && phone::is_usual(cell.trim());
    match is_plain {
        true => Cow::Owned(format!("{} (mobile)", cell.trim())),
        false => cell.clone(),
    }
}
