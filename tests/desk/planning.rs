//! How far the planning of an import is, told from the first byte of the file on.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::catalog::Catalog;
use guichet::desk::ids::Ids;
use guichet::desk::jobs::planning::{Planned, Planning, Source};
use guichet::desk::jobs::{Cue, Files, HowFar, Remembered};
use guichet::exchange::import::Decisions;
use guichet::exchange::refusal::Reason;
use guichet::model::{Author, Collection, Kind, Lang};

const ROWS: usize = 3_000;

/// Plans a file of many rows; it is given up once `until` is so.
fn planned(until: impl Fn(HowFar) -> bool) -> (Option<Planned>, Vec<HowFar>) {
    let bytes = "name\n".to_string() + &"Martin\n".repeat(ROWS);
    let planning = Planning {
        source: Source::file(Collection::All(Kind::Person), PathBuf::from("a.csv")),
        catalog: Catalog::new(Lang::Fr),
        head: 0,
        author: Author::called("marie"),
        at: 0,
        ids: Ids { seed: 1 },
        decisions: Decisions::default(),
        held: None,
        accepted: None,
    };
    let (cancelled, told) = (AtomicBool::new(false), RefCell::new(Vec::new()));
    let files = |_: &Path, tell: &mut dyn FnMut(usize, usize) -> ControlFlow<()>| {
        let half = bytes.len() / 2;
        if tell(half, bytes.len()).is_continue() {
            let _ = tell(bytes.len(), bytes.len());
        }
        Ok::<_, Reason>(bytes.clone().into_bytes())
    };
    let planned = planning.planned(
        Files {
            read: &files,
            remembered: &Remembered::default,
        },
        &Cue {
            cancelled: &cancelled,
            told: &|far| {
                told.borrow_mut().push(far);
                cancelled.fetch_or(until(far), Ordering::Relaxed);
            },
        },
    );
    (planned, told.into_inner())
}

#[test]
fn bytes_read_then_cut_into_rows_then_rows_looked_at_are_told() {
    let (planned, told) = planned(|_| false);
    assert_eq!(planned.unwrap().plan.unwrap().counts.read, ROWS as u64);
    let of = "name\n".len() + ROWS * "Martin\n".len();
    let read = [HowFar::Read(of / 2, of), HowFar::Read(of, of)];
    assert_eq!(told[..2], read);
    let cut = |far: &HowFar| matches!(far, HowFar::Cut(at, all) if *at <= of && *all == of);
    assert!(
        told[2..].iter().filter(|far| cut(far)).count() >= 3,
        "{told:?}"
    );
    let looked = told
        .iter()
        .skip_while(|far| !matches!(far, HowFar::Looked(..)));
    assert!(looked.clone().count() > 0, "{told:?}");
    assert!(looked.clone().all(|far| matches!(far, HowFar::Looked(..))));
}

#[test]
fn it_can_be_given_up_at_each_of_these() {
    let at: [fn(HowFar) -> bool; 3] = [
        |far| matches!(far, HowFar::Read(..)),
        |far| matches!(far, HowFar::Cut(at, _) if at > 0),
        |far| matches!(far, HowFar::Looked(..)),
    ];
    for (number, until) in at.into_iter().enumerate() {
        let (planned, told) = planned(until);
        assert!(planned.is_none(), "{number}: {told:?}");
        assert_eq!(
            told.iter().filter(|far| until(**far)).count(),
            1,
            "{number}: {told:?}"
        );
    }
}

#[test]
fn what_is_held_is_planned_anew_without_being_read_and_read_again_where_it_is_read_otherwise() {
    let (planned, _) = planned(|_| false);
    let Planned { source, read, .. } = planned.unwrap();
    let again = |source: Source| {
        let planning = Planning {
            source,
            catalog: Catalog::new(Lang::Fr),
            head: 1,
            author: Author::called("marie"),
            at: 0,
            ids: Ids { seed: 2 },
            decisions: Decisions::default(),
            held: Some(read.clone()),
            accepted: None,
        };
        let reads = RefCell::new(0);
        let files = |_: &Path, _: &mut dyn FnMut(usize, usize) -> ControlFlow<()>| {
            *reads.borrow_mut() += 1;
            Ok::<_, Reason>(b"name;first_name\nMartin;Jean\n".to_vec())
        };
        let files = Files {
            read: &files,
            remembered: &Remembered::default,
        };
        let planned = Cue::here(|cue| planning.planned(files, cue)).unwrap();
        (planned.plan.unwrap().counts.read, reads.into_inner())
    };
    assert_eq!(again(source.clone()), (ROWS as u64, 0));
    let mut otherwise = source;
    otherwise.options_mut().unwrap().separator = Some(b';');
    assert_eq!(again(otherwise), (1, 1));
}
