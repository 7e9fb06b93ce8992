use guichet::desk::pane::{Column, PaneId};
use guichet::model::Kind;
use guichet::ui::columns_that_fit;

fn column(key: &str, width: u16) -> Column {
    Column {
        key: key.to_string(),
        width,
    }
}

#[test]
fn the_widest_text_column_takes_what_is_left_over() {
    let columns = [column("acronym", 10), column("name", 30)];
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], 62);
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
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], 56);
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
    let fitted = columns_that_fit(&columns, &[Kind::Organisation], 45);
    assert_eq!(
        fitted
            .iter()
            .map(|one| one.column.key.as_str())
            .collect::<Vec<_>>(),
        ["acronym", "name"]
    );
}

#[test]
fn numbers_never_grow() {
    let columns = [column("name", 20), column("subscribers", 30)];
    let fitted = columns_that_fit(&columns, &[Kind::List], 80);
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
            let fitted = columns_that_fit(&columns, &kinds, cells);
            let taken: usize =
                fitted.iter().map(|one| one.width).sum::<usize>() + 2 * (fitted.len() - 1);
            assert!(taken <= cells, "{pane:?} in {cells}: {taken}");
        }
    }
}
