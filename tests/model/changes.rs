use guichet::model::change::{invert, undo_stacks};
use guichet::model::{
    Author, Change, Content, Fields, Heading, Kind, RecordRef, Step, Value, Verb,
};
use proptest::collection::vec;
use proptest::prelude::*;
use ulid::Ulid;

fn content(texts: &[(u16, &str)]) -> Content {
    let fields = texts.iter().fold(Fields::new(), |fields, (number, text)| {
        fields.with(*number, Value::text(*text))
    });
    Content {
        trashed: false,
        fields,
    }
}

fn change(before: Option<Content>, after: Option<Content>) -> Change {
    Change {
        record: RecordRef::new(Kind::Person, Ulid::nil()),
        base: 1,
        before,
        after,
    }
}

fn any_content() -> impl Strategy<Value = Content> {
    (any::<bool>(), vec((1u16..6, "[ab]{1,2}"), 0..5)).prop_map(|(trashed, texts)| Content {
        trashed,
        fields: texts
            .into_iter()
            .fold(Fields::new(), |fields, (number, text)| {
                fields.with(number, Value::text(text))
            }),
    })
}

proptest! {
    #[test]
    fn undoing_at_once_gives_back_what_was(before in proptest::option::of(any_content()), after in proptest::option::of(any_content())) {
        let change = change(before.clone(), after.clone());
        prop_assert_eq!(invert(&change, after.as_ref()), Ok(before));
    }

    #[test]
    fn what_others_changed_since_stays(before in any_content(), after in any_content(), now in any_content()) {
        let change = change(Some(before.clone()), Some(after.clone()));
        let changed = change.changed_fields();
        match invert(&change, Some(&now)) {
            Ok(Some(back)) => {
                for number in 1..6 {
                    let expected = if changed.contains(&number) { &before } else { &now };
                    prop_assert_eq!(back.fields.get(number), expected.fields.get(number));
                }
            }
            Ok(None) => prop_assert!(false, "a record that was there is not removed"),
            Err(conflicts) => {
                prop_assert!(now != after);
                prop_assert!(conflicts.iter().all(|n| now.fields.get(*n) != after.fields.get(*n)));
            }
        }
    }
}

#[test]
fn a_field_changed_again_is_a_conflict() {
    let change = change(
        Some(content(&[(1, "a"), (2, "x")])),
        Some(content(&[(1, "b"), (2, "x")])),
    );
    assert_eq!(
        invert(&change, Some(&content(&[(1, "c"), (2, "x")]))),
        Err(vec![1])
    );
    assert_eq!(
        invert(&change, Some(&content(&[(1, "b"), (2, "y")]))),
        Ok(Some(content(&[(1, "a"), (2, "y")])))
    );
}

#[test]
fn a_record_removed_or_trashed_since_is_a_conflict_as_a_whole() {
    let edit = change(Some(content(&[(1, "a")])), Some(content(&[(1, "b")])));
    assert_eq!(invert(&edit, None), Err(vec![]));
    let trashed = Content {
        trashed: true,
        ..content(&[(1, "b")])
    };
    assert_eq!(invert(&edit, Some(&trashed)), Err(vec![]));
    let made = change(None, Some(content(&[(1, "a")])));
    assert_eq!(invert(&made, Some(&content(&[(1, "b")]))), Err(vec![]));
    assert_eq!(invert(&made, Some(&content(&[(1, "a")]))), Ok(None));
}

fn heading(sequence: u64, author: &str, verb: Verb, undoes: Option<u64>) -> Heading {
    let step = Step {
        verb,
        subject: String::new(),
        kind: "person".into(),
        fields: vec![],
        count: 1,
    };
    Heading {
        sequence,
        author: author.into(),
        login: None,
        at: 0,
        step,
        undoes,
    }
}

#[test]
fn undo_walks_back_ones_own_entries_and_redo_forward_again() {
    let me = Author::called("me");
    let mut headings = vec![
        heading(1, "me", Verb::Add, None),
        heading(2, "you", Verb::Edit, None),
        heading(3, "me", Verb::Edit, None),
    ];
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![1, 3], vec![]));
    headings.push(heading(4, "me", Verb::Undo, Some(3)));
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![1], vec![4]));
    headings.push(heading(5, "me", Verb::Undo, Some(1)));
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![], vec![4, 5]));
    headings.push(heading(6, "me", Verb::Redo, Some(5)));
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![1], vec![4]));
    headings.push(heading(7, "you", Verb::Edit, None));
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![1], vec![4]));
    headings.push(heading(8, "me", Verb::Revert, Some(3)));
    assert_eq!(undo_stacks(headings.iter(), &me), (vec![1, 8], vec![]));
}

#[test]
fn whose_an_entry_is_goes_by_the_login_and_in_older_ones_by_the_name() {
    let by = |sequence, name, login: Option<&str>| Heading {
        login: login.map(str::to_string),
        ..heading(sequence, name, Verb::Edit, None)
    };
    let headings = [
        by(1, "Marie", None),
        by(2, "Marie", Some("mdupont")),
        by(3, "Marie", Some("paul")),
        by(4, "Mme Dupont", Some("mdupont")),
    ];
    let marie = Author {
        name: "Marie".into(),
        login: "mdupont".into(),
    };
    assert_eq!(undo_stacks(headings.iter(), &marie).0, [1, 2, 4]);
    assert_eq!(
        headings.map(|heading| heading.who()),
        [
            "Marie",
            "Marie (mdupont)",
            "Marie (paul)",
            "Mme Dupont (mdupont)"
        ]
    );
    assert_eq!(by(5, "Marie", Some("marie")).who(), "Marie");
}

#[test]
fn a_heading_without_login_is_read_and_written_as_it_was() {
    let old = serde_json::to_string(&heading(1, "me", Verb::Add, None)).unwrap();
    assert!(!old.contains("login"), "{old}");
    let read: Heading = serde_json::from_str(&old).unwrap();
    assert_eq!(read.login, None);
}
