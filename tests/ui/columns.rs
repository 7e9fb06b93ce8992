use guichet::desk::pane::{Column, PaneId};
use guichet::model::{Kind, Lang};
use guichet::ui::{columns_that_fit, left_out_mark};

fn column(key: &str, width: u16) -> Column {
    Column {
        key: key.to_string(),
        width,
    }
}

#[test]
fn the_widest_text_column_takes_what_is_left_over() {
    let columns = [column("acronym", 10), column("name", 30)];
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], Lang::Fr, 62);
    assert_eq!(
        fitted.iter().map(|one| one.width).collect::<Vec<_>>(),
        [10, 50]
    );
}

#[test]
fn the_widest_gives_way_before_a_column_is_left_out() {
    let columns = [
        column("acronym", 10),
        column("name", 40),
        column("city", 12),
    ];
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], Lang::Fr, 56);
    assert_eq!(
        fitted.iter().map(|one| one.width).collect::<Vec<_>>(),
        [10, 30, 12]
    );
}

#[test]
fn columns_that_would_be_cut_to_nothing_are_left_out_from_the_end() {
    let columns = [
        column("acronym", 10),
        column("name", 40),
        column("city", 12),
    ];
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], Lang::Fr, 40);
    assert_eq!(
        fitted
            .iter()
            .map(|one| one.column.key.as_str())
            .collect::<Vec<_>>(),
        ["acronym", "name"]
    );
}

#[test]
fn all_words_give_way_before_a_column_is_left_out() {
    let columns = [
        column("acronym", 14),
        column("name", 40),
        column("city", 16),
        column("member_since", 10),
    ];
    let fitted = |cells| -> Vec<usize> {
        columns_that_fit(&columns, &[Kind::Organisation], Lang::Fr, cells)
            .iter()
            .map(|one| one.width)
            .collect()
    };
    assert_eq!(fitted(70), [14, 24, 16, 10], "the widest alone");
    assert_eq!(fitted(63), [11, 24, 12, 10], "the others alike, days not");
    assert_eq!(fitted(56), [8, 24, 8, 10]);
    assert_eq!(fitted(55).len(), 3, "then the last one");
    assert_eq!(fitted(55).iter().sum::<usize>() + 4, 52, "beside its sign");
}

#[test]
fn a_column_of_words_keeps_its_header() {
    let kinds = [Kind::Organisation];
    let columns = PaneId::Tab(1).columns();
    for cells in 40..160 {
        for one in columns_that_fit(&columns, &kinds, Lang::Fr, cells) {
            let header = one.column.label(&kinds, Lang::Fr).chars().count();
            let wanted = header.min(usize::from(one.column.width));
            assert!(one.width >= wanted, "{} in {cells}", one.column.key);
        }
    }
}

#[test]
fn numbers_never_grow() {
    let columns = [column("name", 20), column("subscribers", 30)];
    let fitted = columns_that_fit(&columns, &[Kind::List], Lang::Fr, 80);
    assert!(fitted[1].numeric);
    assert_eq!(
        fitted.iter().map(|one| one.width).collect::<Vec<_>>(),
        [48, 30]
    );
}

#[test]
fn every_pane_keeps_to_any_width() {
    let tabs = (1..=9)
        .map(PaneId::Tab)
        .chain(Kind::ALL.iter().map(|kind| PaneId::Kind(*kind)));
    for pane in tabs.chain([PaneId::Trash]) {
        let columns = pane.columns();
        let kinds: Vec<Kind> = pane
            .collections()
            .iter()
            .map(|collection| collection.kind())
            .collect();
        for cells in 0..220 {
            let fitted = columns_that_fit(&columns, &kinds, Lang::Fr, cells);
            let taken: usize =
                fitted.iter().map(|one| one.width).sum::<usize>() + 2 * (fitted.len() - 1);
            assert!(taken <= cells, "{pane:?} in {cells}: {taken}");
            let left_out = columns.len() - fitted.len();
            if left_out > 0 && fitted.len() > 1 {
                let sign = left_out_mark(left_out).len() + 1;
                assert!(
                    taken + sign <= cells,
                    "{pane:?} in {cells}: no room for +{left_out}"
                );
            }
        }
    }
}
