//! What a text takes on the screen: terminals count by character, the buffer by what stands in a cell.

use guichet::text::{letters, safe};
use proptest::prelude::*;
use ratatui::buffer::CellWidth;

use super::strings;

/// The first letter whose cells the buffer counts otherwise, with its marks and without.
fn miscounted(text: &str) -> Option<(String, usize)> {
    let safe = safe(text);
    let mut letters = letters(&safe).map(|(letter, cells)| (letter.to_string(), cells));
    letters.find(|(letter, cells)| {
        let base = letter.chars().next().unwrap().to_string();
        usize::from(base.cell_width()) != *cells
    })
}

#[test]
fn hostile_texts_take_the_cells_that_terminals_give_them() {
    let texts = [strings::all(), strings::floods()].concat();
    assert!(texts.len() > 900, "{}", texts.len());
    for text in texts {
        assert_eq!(miscounted(&text), None, "{text:?}");
        assert!(!safe(&text).contains(char::is_control));
    }
}

#[test]
fn every_character_takes_the_cells_that_terminals_give_it() {
    let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
    for c in all {
        assert_eq!(miscounted(&format!("a{c}")), None, "{c:?}");
    }
}

proptest! {
    #[test]
    fn any_text_takes_the_cells_that_terminals_give_it(parts in prop::collection::vec(prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(strings::invisible()),
    ], 0..12)) {
        prop_assert_eq!(miscounted(&parts.concat()), None);
    }
}
