//! Sets of rows against sets of the standard library.

use std::collections::BTreeSet;

use guichet::catalog::RowSet;
use proptest::prelude::*;

fn sets() -> impl Strategy<Value = (BTreeSet<u32>, BTreeSet<u32>)> {
    let set = || proptest::collection::btree_set(0u32..300, 0..40);
    (set(), set())
}

proptest! {
    #[test]
    fn a_set_of_rows_is_a_set((one, other) in sets(), gone in 0u32..300) {
        let (ours, theirs): (RowSet, RowSet) =
            (one.iter().copied().collect(), other.iter().copied().collect());
        let rows = |set: &RowSet| set.iter().collect::<BTreeSet<u32>>();
        prop_assert_eq!(rows(&ours), one.clone());
        prop_assert_eq!(ours.len(), one.len());
        prop_assert_eq!(ours.is_empty(), one.is_empty());
        prop_assert_eq!(ours.contains(gone), one.contains(&gone));
        let (mut both, mut either, mut without, mut fewer) =
            (ours.clone(), ours.clone(), ours.clone(), ours.clone());
        both.keep(&theirs);
        either.join(&theirs);
        without.subtract(&theirs);
        fewer.remove(gone);
        prop_assert_eq!(rows(&both), one.intersection(&other).copied().collect::<BTreeSet<u32>>());
        prop_assert_eq!(rows(&either), one.union(&other).copied().collect::<BTreeSet<u32>>());
        prop_assert_eq!(rows(&without), one.difference(&other).copied().collect::<BTreeSet<u32>>());
        prop_assert!(!fewer.contains(gone));
        prop_assert_eq!(rows(&RowSet::all(gone)), (0..gone).collect::<BTreeSet<u32>>());
    }
}
