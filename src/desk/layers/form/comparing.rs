//! A form held against what others have made of its record since it was opened, as the journal tells.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Form};
use crate::desk::context::Scene;
use crate::desk::layers::conflict::{Both, Conflict, Lost, Side, There};
use crate::model::{Change, FieldNo, Fields, Heading, RecordRef, Value, text};
use crate::store::drafts::NOWHERE;

/// What was done to a record since a form was opened.
struct Meanwhile {
    /// What it held then.
    before: Fields,
    there: There,
    /// Who changed which field last.
    by: BTreeMap<FieldNo, Heading>,
    /// Who changed it last.
    last: Option<Heading>,
}

impl Form {
    /// Takes up what others have done to its record, oldest entry first. What they and the user have both changed is a
    /// conflict; but what was still being saved by this desk (`own`) when it was opened gives way.
    pub fn compare(
        &mut self,
        entries: &[(Heading, Change)],
        own: &BTreeSet<u64>,
        scene: &Scene,
    ) -> Option<Conflict> {
        let nothing = BTreeSet::new();
        let own = if self.follows { own } else { &nothing };
        let since = self.since(entries, scene);
        let theirs = &since.there.fields;
        let mut moved: BTreeSet<FieldNo> = since.before.differences(theirs).into_iter().collect();
        moved.extend(self.original.differences(theirs));
        if self.base == NOWHERE {
            // Nobody knows what it was begun on.
            moved.extend(self.fields.iter().map(|at| at.field.number));
        }
        let lost = since.there.lost;
        let (mut rows, mut taken) = (Vec::new(), Vec::new());
        for at in &self.fields {
            let number = at.field.number;
            let (typed, mine) = (self.typed_of(number, theirs, scene), at.entry.text());
            let is_typed = mine != at.initial;
            let by = since.by.get(&number);
            let differs = is_typed && mine != typed && moved.contains(&number);
            let is_own = by.is_some_and(|by| own.contains(&by.sequence));
            if !is_typed && since.before.get(number) != theirs.get(number) {
                taken.push(number);
            }
            if differs && !is_own || lost.is_some() && is_typed && mine != typed {
                rows.push(Both {
                    field: at.field,
                    before: self.typed_of(number, &since.before, scene),
                    theirs: typed,
                    mine,
                    by: by.map_or(String::new(), |by| said(by, scene)),
                    side: (!differs || is_own).then_some(Side::Mine),
                });
            }
        }
        if !rows.is_empty() || lost.is_some() {
            return Some(self.conflict(since, rows, scene));
        }
        self.merged = self.merged_words(&taken, &since, own, scene);
        self.take_in(&since.there, scene);
        None
    }

    /// Has what was decided in its fields, so that it can be saved over what others have left.
    pub fn decide(&mut self, conflict: &Conflict, scene: &Scene) {
        for row in conflict
            .rows
            .iter()
            .filter(|row| row.side == Some(Side::Theirs))
        {
            let number = row.field.number;
            if let Some(at) = self.fields.iter_mut().find(|at| at.field.number == number) {
                at.entry = Entry::of(at.field, &at.initial);
            }
        }
        self.lost = conflict.there.lost;
        self.take_in(&conflict.there, scene);
    }

    /// Goes on to the field under the cursor; beside each that others have changed as well stands what they have put
    /// there.
    pub fn go_on_typing(&mut self, conflict: Conflict, scene: &Scene) {
        if let Some(row) = conflict.selected() {
            self.focus_on(row.field);
        }
        for row in &conflict.rows {
            let number = row.field.number;
            if let Some(at) = self.fields.iter_mut().find(|at| at.field.number == number) {
                let value = match row.theirs.as_str() {
                    "" => "∅".to_string(),
                    theirs => theirs.replace('\n', " ⏎ "),
                };
                let who = match row.by.as_str() {
                    "" => scene.word("conflict-theirs"),
                    by => by.to_string(),
                };
                let told = [("value", value.into()), ("who", who.into())];
                at.warning = Some(scene.format("form-theirs", &told));
            }
        }
        self.settle(Form::room(scene));
        self.conflict = Some(Box::new(conflict));
    }

    /// What is typed now, in a conflict that was left to type; what was gone to has been decided by that.
    pub fn typed_into(&self, conflict: &mut Conflict) {
        for (place, row) in conflict.rows.iter_mut().enumerate() {
            let number = row.field.number;
            let Some(at) = self.fields.iter().find(|at| at.field.number == number) else {
                continue;
            };
            let mine = at.entry.text();
            if place == conflict.cursor || mine != row.mine {
                row.side = Some(match mine == row.theirs {
                    true => Side::Theirs,
                    false => Side::Mine,
                });
            }
            row.mine = mine;
        }
    }

    fn since(&self, entries: &[(Heading, Change)], scene: &Scene) -> Meanwhile {
        let later: Vec<&(Heading, Change)> = entries
            .iter()
            .filter(|(heading, _)| heading.sequence > self.base)
            .collect();
        let content = later.first().and_then(|(_, change)| change.before.as_ref());
        let before = content.map_or_else(|| self.original.clone(), |held| held.fields.clone());
        let mut by = BTreeMap::new();
        for (heading, change) in &later {
            let fields = change.changed_fields().into_iter();
            by.extend(fields.map(|number| (number, heading.clone())));
        }
        let there = match later.last() {
            Some((heading, change)) => told(heading, change),
            // The journal can't be asked.
            None => self.shown(scene),
        };
        Meanwhile {
            before,
            there,
            by,
            last: later.last().map(|(heading, _)| heading.clone()),
        }
    }

    /// The record as the catalog has it.
    fn shown(&self, scene: &Scene) -> There {
        let found = self.record.and_then(|record| scene.catalog.get(record));
        match found {
            Some(record) => There {
                revision: record.revision,
                fields: record.fields(),
                lost: record.trashed.then_some(Lost::Trashed),
            },
            None => There {
                revision: 0,
                fields: self.original.clone(),
                lost: Some(Lost::Removed),
            },
        }
    }

    fn conflict(&self, since: Meanwhile, rows: Vec<Both>, scene: &Scene) -> Conflict {
        let record = self.record.unwrap_or(RecordRef::new(self.kind, self.id));
        let who = since.last.map_or_else(
            || scene.word("author-unknown"),
            |heading| said(&heading, scene),
        );
        let (title, lead) = match since.there.lost {
            None => ("conflict-title", "conflict-lead"),
            Some(Lost::Trashed) => ("conflict-title-lost", "conflict-lead-trashed"),
            Some(Lost::Removed) => ("conflict-title-lost", "conflict-lead-removed"),
        };
        let name = scene.words().name_in(self.kind, &since.there.fields);
        let told = [("n", rows.len().into()), ("who", who.into())];
        let mut conflict = Conflict {
            draft: self.draft,
            record,
            title: scene.format(title, &[("title", name.into())]),
            lead: scene.format(lead, &told),
            there: since.there,
            rows,
            cursor: 0,
            scrolled: 0,
        };
        let open = |row: &Both| row.side.is_none();
        conflict.cursor = conflict.rows.iter().position(open).unwrap_or(0);
        conflict
    }

    /// Whose changes were taken up, and of which fields; nothing of what this desk has saved itself.
    fn merged_words(
        &self,
        taken: &[FieldNo],
        since: &Meanwhile,
        own: &BTreeSet<u64>,
        scene: &Scene,
    ) -> Option<String> {
        let (mut labels, mut authors) = (Vec::new(), Vec::new());
        for number in taken {
            let by = since
                .by
                .get(number)
                .filter(|by| !own.contains(&by.sequence));
            if let (Some(by), Some(field)) = (by, self.kind.field(*number)) {
                labels.push(field.label(scene.lang()).to_lowercase());
                let who = by.who();
                if !authors.contains(&who) {
                    authors.push(who);
                }
            }
        }
        let told = [
            ("who", authors.join(", ").into()),
            ("fields", labels.join(", ").into()),
        ];
        (!labels.is_empty()).then(|| scene.format("form-merged", &told))
    }

    /// What others have left is what it stands on now: in fields where nothing is typed it is what they hold.
    fn take_in(&mut self, there: &There, scene: &Scene) {
        let typed: Vec<String> = self
            .fields
            .iter()
            .map(|at| self.typed_of(at.field.number, &there.fields, scene))
            .collect();
        for (at, typed) in self.fields.iter_mut().zip(typed) {
            if at.initial == typed {
                continue;
            }
            if at.entry.text() == at.initial {
                at.entry = Entry::of(at.field, &typed);
            }
            at.initial = typed;
        }
        self.base = there.revision;
        self.original = there.fields.clone();
    }

    /// What stands in a field of those fields, as it would be typed.
    fn typed_of(&self, number: FieldNo, fields: &Fields, scene: &Scene) -> String {
        let value: Option<&Value> = fields.get(number);
        let field = self.kind.field(number);
        let typed = field.zip(value);
        typed.map_or(String::new(), |(field, value)| {
            text::typed(field, value, scene.lang(), scene.catalog)
        })
    }
}

/// What a change has left of a record.
fn told(heading: &Heading, change: &Change) -> There {
    match (&change.after, &change.before) {
        (Some(after), _) => There {
            revision: heading.sequence,
            fields: after.fields.clone(),
            lost: after.trashed.then_some(Lost::Trashed),
        },
        (None, before) => There {
            revision: 0,
            fields: before.clone().unwrap_or_default().fields,
            lost: Some(Lost::Removed),
        },
    }
}

/// Who, and when: the hour alone where it was today.
fn said(heading: &Heading, scene: &Scene) -> String {
    let texts = scene.texts();
    let at = match texts.day(heading.at) == scene.today() {
        true => texts.hour(heading.at),
        false => texts.moment(heading.at),
    };
    match heading.who().as_str() {
        "" => format!("{}, {at}", texts.get("author-unknown")),
        who => format!("{who}, {at}"),
    }
}
