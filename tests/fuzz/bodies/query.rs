//! A query, `[cursor u8][text]`: read, completed, explained, answered; what the index says is what the plain
//! reading of each record says.

use std::cell::LazyCell;

use guichet::catalog::{Catalog, Query, Typing};
use guichet::model::{Collection, Kind, Lang};

use super::{agency, byte, today};

thread_local! {
    static AGENCY: LazyCell<Catalog> = LazyCell::new(agency);
}

/// Asks it of the report's records.
pub fn run(mut bytes: &[u8]) {
    let cursor = usize::from(byte(&mut bytes));
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text, today());
    let length = text.chars().count();
    for problem in &query.problems {
        assert!(problem.at.end <= length, "{problem:?} in {length}");
    }
    let _ = query.meaning(Lang::Fr);
    AGENCY.with(|agency| {
        let of = [Collection::All(Kind::Organisation)];
        for collections in [&of[..], &[]] {
            let typing = Typing {
                catalog: agency,
                collections,
                trashed: false,
                today: today(),
                lang: Lang::En,
                limit: 8,
            };
            let _ = Query::complete(&text, cursor.min(length), &typing);
        }
        let filtered = agency.filter(&of, &query);
        if query.terms.is_empty() && !query.trashed && query.problems.is_empty() {
            let plain = agency.collection(of[0]);
            let plain = plain.filter(|record| query.matches(agency, record));
            assert_eq!(filtered.rows.len(), plain.count());
        }
        let _ = agency.find(&[], &query, 20);
    });
}
