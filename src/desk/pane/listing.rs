//! The rows of a pane: found, ordered, grouped, a window of them where there are many.

use std::sync::Arc;

use crate::catalog::{Catalog, Found, Order, Query, Ranking, Window, grouped_order, summed};
use crate::desk::context::Scene;
use crate::model::number::number;
use crate::model::{Lang, RecordRef};

use super::id::PaneId;
use super::list::{List, ListLine};
use super::ranked::{GROUPED, LARGE, RankingHeld};
use crate::desk::jobs::ranks::Ranks;

/// How many rows of a large list are at hand before the cursor, and as many behind it.
const AROUND: usize = 256;

impl List {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.listed_lines() + usize::from(self.held.is_some())
    }

    /// What stands in a line; the record that is held stands at the cursor, before the line there.
    pub fn line(&self, at: usize) -> Option<ListLine> {
        match self.held {
            Some(record) if at == self.cursor => Some(ListLine::Held(record)),
            Some(_) if at > self.cursor => self.listed_line(at - 1),
            _ => self.listed_line(at),
        }
    }

    pub(in crate::desk) fn listed_lines(&self) -> usize {
        match self.groups.last() {
            None => self.found,
            Some(_) => {
                let open = |group: &&crate::catalog::Group| !self.folded.contains(&group.label);
                let shown: usize = self.groups.iter().filter(open).map(|g| g.count).sum();
                self.groups.len() + shown
            }
        }
    }

    fn listed_line(&self, at: usize) -> Option<ListLine> {
        if self.groups.is_empty() {
            return (at < self.found).then_some(ListLine::Row(at));
        }
        let mut first = 0;
        for (number, group) in self.groups.iter().enumerate() {
            if at == first {
                return Some(ListLine::Head(number));
            }
            let open = !self.folded.contains(&group.label);
            let count = if open { group.count } else { 0 };
            if at <= first + count {
                return Some(ListLine::Row(group.from + at - first - 1));
            }
            first += 1 + count;
        }
        None
    }

    /// The line of a record, if it is at hand and its group is open.
    pub fn line_of(&self, record: RecordRef) -> Option<usize> {
        let row = self.start + self.rows.iter().position(|row| *row == record)?;
        if self.groups.is_empty() {
            return Some(row);
        }
        let mut first = 0;
        for group in &self.groups {
            let open = !self.folded.contains(&group.label);
            if row < group.from + group.count {
                return open.then_some(first + 1 + row - group.from);
            }
            first += 1 + if open { group.count } else { 0 };
        }
        None
    }

    /// Whether it is still being put in order.
    pub fn is_sorting(&self) -> bool {
        self.ranked.asked.is_some() || self.orders_by_untold()
    }

    /// The order in which its rows stand.
    fn effective(&self) -> Vec<Order> {
        grouped_order(&self.kinds(), self.group.as_deref(), &self.order)
    }

    /// The columns that its groups sum.
    pub fn summed(&self) -> Vec<String> {
        if self.sums.is_empty() {
            summed(&self.kinds(), self.columns.iter().map(|c| c.key.as_str()))
        } else {
            self.sums.clone()
        }
    }

    /// Begins anew at the first rows: the filter or the order is another.
    pub fn rewind(&mut self) {
        self.cursor = 0;
        self.offset = 0;
        self.rows.clear();
        self.start = 0;
        self.held = None;
        self.touched = false;
    }

    /// The catalog changed: what is kept of it must be found again.
    pub(in crate::desk) fn outdate(&mut self) {
        self.stale = true;
        self.ranked.stale = true;
        self.ranked.overtaken = true;
        self.outdate_answer();
    }

    /// Finds its rows again. The cursor stays on its record, which is held where the list has it no
    /// more, or on the head of its group.
    pub fn refresh(&mut self, catalog: &Catalog, lang: Lang) {
        let selected = self.selected();
        let head = self.head().map(|group| group.label.clone());
        self.stale = false;
        self.held = None;
        self.total = match self.id {
            PaneId::Trash => catalog.trash_count(),
            _ => self
                .collections
                .iter()
                .map(|collection| catalog.count(*collection))
                .sum(),
        };
        self.groups.clear();
        self.approximate = 0;
        self.past.clear();
        self.start = 0;
        self.weigh_filter(catalog);
        self.weigh_columns(catalog, &self.effective());
        if self.is_sifting() {
            self.rows.clear();
            (self.found, self.cursor) = (0, 0);
            return;
        }
        self.fill(catalog, lang);
        if let Some(record) = selected {
            self.keep(catalog, record);
        } else if let Some(line) = head.and_then(|label| self.line_of_head(&label)) {
            self.cursor = line;
        }
        self.cursor = self.cursor.min(self.lines().saturating_sub(1));
        self.reach_cursor(catalog, lang);
        self.count_hidden(catalog);
    }

    /// Finds the rows around the cursor, where its own is not at hand.
    pub(in crate::desk) fn reach_cursor(&mut self, catalog: &Catalog, lang: Lang) {
        if !self.is_at_hand(self.cursor..self.cursor + 1) {
            self.fill(catalog, lang);
        }
    }

    /// The number of a record among all rows of a large list.
    pub(in crate::desk) fn position(&self, catalog: &Catalog, record: RecordRef) -> Option<usize> {
        if !self.is_large() || !self.groups.is_empty() || self.is_sifting() {
            return None;
        }
        let query = match self.approximate {
            0 => self.asked(),
            _ => self.ranking(),
        };
        if query.terms.is_empty() {
            let ranking = self.ranked.ranking.as_deref();
            return catalog.position(&self.collections, &query, ranking, record);
        }
        let found = catalog.find(&self.collections, &query, usize::MAX);
        found.hits.iter().position(|hit| hit.record == record)
    }

    /// Whether these lines are at hand, as far as there are any.
    fn is_at_hand(&self, lines: std::ops::Range<usize>) -> bool {
        let end = lines.end.min(self.found);
        !self.groups.is_empty() || self.start <= lines.start && end <= self.start + self.rows.len()
    }

    /// Whether it has too many records to put them in order at a key.
    pub(in crate::desk) fn is_large(&self) -> bool {
        self.total > LARGE
    }

    /// Whether it shall be grouped, and has too many rows for it.
    pub fn is_too_large_to_group(&self) -> bool {
        self.group.is_some() && self.found > GROUPED
    }

    /// What the rows are asked by.
    pub(super) fn asked(&self) -> Query {
        match self.ordered {
            true => self.ranking().unranked(),
            false => self.ranking(),
        }
    }

    /// What they are asked by where the best stand first.
    pub(super) fn ranking(&self) -> Query {
        let mut query = self.sifted().clone();
        query.trashed |= self.id == PaneId::Trash;
        query
    }

    fn fill(&mut self, catalog: &Catalog, lang: Lang) {
        self.fill_by(catalog, self.asked(), lang);
        if self.found == 0 && self.ordered && !self.query.terms.is_empty() {
            // What is only near has no order but how near it is.
            self.fill_by(catalog, self.ranking(), lang);
        }
    }

    fn fill_by(&mut self, catalog: &Catalog, query: Query, lang: Lang) {
        self.start = 0;
        if !query.terms.is_empty() && !self.fill_grouped(catalog, &query, lang) {
            let limit = if self.is_large() {
                self.cursor + 2 * AROUND
            } else {
                usize::MAX
            };
            let found = catalog.find(&self.collections, &query, limit);
            self.keep_hits(&found);
            self.found = found.total + found.approximate;
            self.approximate = found.approximate;
        } else if !query.terms.is_empty() {
            // Grouped already.
        } else if self.is_large() {
            let ranking = self.ranked.ranking.as_deref();
            let from = self.cursor.saturating_sub(AROUND);
            let Window { rows, total } =
                catalog.window(&self.collections, &query, ranking, from, 2 * AROUND);
            (self.rows, self.found, self.start) = (rows, total, from);
            if self.group.is_some() && total <= GROUPED {
                self.fill_grouped(catalog, &query, lang);
            }
        } else {
            self.rows = catalog.filter(&self.collections, &query).rows;
            self.found = self.rows.len();
            self.arrange(catalog, lang);
        }
    }

    fn keep_hits(&mut self, found: &Found) {
        self.rows = found.hits.iter().map(|hit| hit.record).collect();
        let past = found.hits.iter().filter(|hit| hit.past);
        self.past = past.map(|hit| hit.record).collect();
    }

    /// Finds all rows and groups them, if it shall be grouped and they are not too many.
    fn fill_grouped(&mut self, catalog: &Catalog, query: &Query, lang: Lang) -> bool {
        if self.group.is_none() {
            return false;
        }
        let found = catalog.find(&self.collections, query, GROUPED);
        let total = found.total + found.approximate;
        if total > GROUPED {
            return false;
        }
        self.keep_hits(&found);
        (self.found, self.approximate, self.start) = (total, found.approximate, 0);
        self.arrange(catalog, lang);
        true
    }

    /// Puts rows that are all at hand in order, and groups them.
    fn arrange(&mut self, catalog: &Catalog, lang: Lang) {
        let mut order = self.effective();
        match &self.ranked.ranking {
            // The order is there: reading it off is quicker than sorting again.
            Some(ranking)
                if self.is_large() && !self.ranked.stale && self.ranked.order == order =>
            {
                catalog.by_rank(&mut self.rows, ranking);
            }
            _ => {
                // What is to be told aside is no order yet.
                order.retain(|part| !self.is_untold(&part.key));
                catalog.sort(&mut self.rows, &order, lang);
            }
        }
        if let Some(group) = self.group.as_ref().filter(|group| !self.is_untold(group)) {
            // What is to be told aside is no sum yet.
            let mut sums = self.summed();
            sums.retain(|key| !self.is_untold(key));
            self.groups = catalog.groups(&self.rows, group, &sums, lang);
            self.group_sums = sums;
        }
    }

    /// Whether the order that it needs is neither there nor being made.
    fn lacks_order(&self) -> bool {
        let RankingHeld {
            order,
            ranking,
            stale,
            asked,
            ..
        } = &self.ranked;
        let needed = self.effective();
        let there = ranking.is_some() && *order == needed && !*stale;
        let coming = asked.as_ref().is_some_and(|(_, asked)| *asked == needed);
        !coming && self.is_large() && !there
    }

    /// Every record that has what is asked for, at hand or not; those that nearly have it only where
    /// none has.
    pub(in crate::desk) fn all(&self, catalog: &Catalog) -> Vec<RecordRef> {
        let mut rows = self.every(catalog);
        if self.approximate < self.found {
            rows.truncate(self.found - self.approximate);
        }
        rows
    }

    /// Every record that it lists, at hand or not.
    pub(in crate::desk) fn every(&self, catalog: &Catalog) -> Vec<RecordRef> {
        match self.rows.len() == self.found {
            true => self.rows.clone(),
            false if self.approximate > 0 => {
                catalog.filter(&self.collections, &self.ranking()).rows
            }
            false => catalog.filter(&self.collections, &self.asked()).rows,
        }
    }

    /// Whether the row of that number has the words of the filter only approximately.
    pub fn is_near(&self, row: usize) -> bool {
        self.approximate > 0 && row >= self.found.saturating_sub(self.approximate)
    }

    /// How many rows there are, and how many of them are only near.
    pub fn counts(&self, lang: Lang) -> String {
        let number = |of: usize| number(lang, i64::try_from(of).unwrap_or(i64::MAX));
        match self.approximate {
            _ if self.is_sifting() => "…".to_string(),
            0 => number(self.found),
            near => format!(
                "{} + {}",
                number(self.found.saturating_sub(near)),
                number(near)
            ),
        }
    }

    /// What a worker shall be asked to put in order under that number, if it is a large one and has no order yet.
    pub fn ranks(&mut self, number: u64, scene: &Scene) -> Option<Ranks> {
        if !self.lacks_order() {
            return None;
        }
        let order = self.effective();
        self.ranked.asked = Some((number, order.clone()));
        self.ranked.overtaken = false;
        Some(Ranks {
            pane: self.id,
            catalog: scene.catalog.clone(),
            collections: self.collections.clone(),
            trashed: self.id == PaneId::Trash,
            order,
            lang: scene.lang(),
        })
    }

    /// Takes an order that was asked for; one that was given up meanwhile is dropped. Says whether it was
    /// the first.
    pub fn take_ranking(&mut self, number: u64, ranking: Ranking) -> Option<bool> {
        let (_, order) = self.ranked.asked.take_if(|(asked, _)| *asked == number)?;
        let first = self.ranked.ranking.is_none();
        self.ranked.ranking = Some(Arc::new(ranking));
        self.ranked.order = order;
        self.ranked.stale = self.ranked.overtaken;
        self.stale = true;
        Some(first)
    }

    /// Finds the rows around the cursor, where they are not at hand.
    pub fn reach(&mut self, height: usize, scene: &Scene) {
        let first = self.cursor.saturating_sub(height);
        if !self.is_at_hand(first..self.cursor + height) {
            self.fill(scene.catalog, scene.lang());
        }
        self.settle(height);
    }

    /// Puts the cursor on a record, wherever it is listed; says whether it is.
    pub fn point_at(&mut self, record: RecordRef, height: usize, scene: &Scene) -> bool {
        self.unfold(record);
        let line = self
            .line_of(record)
            .or_else(|| self.position(scene.catalog, record));
        if let Some(line) = line {
            self.go(line);
        }
        self.reach(height, scene);
        line.is_some()
    }
}
