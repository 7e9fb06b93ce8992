use guichet::model::kinds::{list, organisation, person};
use guichet::model::several::{addresses, cut, join, last};
use proptest::prelude::*;

const FILE: &[char] = &['|'];
const TYPED: &[char] = &['|', ';'];

#[test]
fn a_backslash_is_itself_where_it_takes_no_meaning_away() {
    for (text, values) in [
        (r"a|b", &["a", "b"][..]),
        (r"a\|b", &["a|b"]),
        (r"a\\|b", &[r"a\", "b"]),
        (r"a\\\|b", &[r"a\|b"]),
        (r"C:\temp|D:\x", &[r"C:\temp", r"D:\x"]),
        (r"a\", &[r"a\"]),
        (r"a\ | b", &[r"a\", "b"]),
        (r"a || b |", &["a", "b"]),
        (r"a;b", &["a;b"]),
    ] {
        assert_eq!(cut(text, FILE), values, "{text}");
    }
    assert_eq!(cut(r"a\;b;c\d", TYPED), ["a;b", r"c\d"]);
}

#[test]
fn escapes_are_written_where_they_are_needed_only() {
    let joined = |values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| value.to_string()).collect();
        join(&values, FILE, "|")
    };
    assert_eq!(joined(&["a", r"C:\temp"]), r"a|C:\temp");
    assert_eq!(joined(&[r"a\", "b"]), r"a\\|b");
    assert_eq!(joined(&["b", r"a\"]), r"b|a\");
    assert_eq!(joined(&["a|b", "c"]), r"a\|b|c");
    assert_eq!(joined(&[r"a\\b"]), r"a\\\\b");
    assert_eq!(joined(&["a;b"]), "a;b");
}

#[test]
fn what_is_being_typed_stands_behind_the_last_separator() {
    assert_eq!(last(r"a; b\;c", TYPED), r" b\;c");
    assert_eq!(last("a", TYPED), "a");
    assert_eq!(last(r"a\\;b", TYPED), "b");
}

#[test]
fn addresses_that_stand_together_are_parted_where_each_is_one() {
    let phones = |text| addresses(&person::PHONE, text);
    let two = Some(vec!["01 23 45 67 89", "01 23 45 67 90"]);
    for text in [
        "01 23 45 67 89 / 01 23 45 67 90",
        "01 23 45 67 89 ou 01 23 45 67 90",
        "01 23 45 67 89, 01 23 45 67 90",
        "01 23 45 67 89;01 23 45 67 90",
        "01 23 45 67 89 et 01 23 45 67 90",
        "01 23 45 67 89\n01 23 45 67 90",
    ] {
        assert_eq!(phones(text), two, "{text:?}");
    }
    for text in [
        "01/23/45/67/89",
        "01 23 45 67 89 ou 90",
        "0123456789 p. 3",
        "a, b",
        "",
    ] {
        assert_eq!(phones(text), None, "{text:?}");
    }
    let mails = addresses(&organisation::EMAIL, "a@b.fr, c@d.fr");
    assert_eq!(mails, Some(vec!["a@b.fr", "c@d.fr"]));
    assert_eq!(addresses(&organisation::EMAIL, "a@b.fr"), None);
    assert_eq!(addresses(&list::NAME, "a, b"), None);
}

proptest! {
    #[test]
    fn any_values_come_back(
        values in proptest::collection::vec(r"[a\\|;,é ]{0,6}", 0..5),
        typed in any::<bool>(),
    ) {
        let values: Vec<String> = values
            .iter()
            .map(|value| value.trim().to_string())
            .filter(|value| !value.is_empty())
            .collect();
        let (separators, between) = if typed { (TYPED, " ; ") } else { (FILE, "|") };
        prop_assert_eq!(cut(&join(&values, separators, between), separators), values);
    }
}
