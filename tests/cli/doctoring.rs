//! What `doctor` says, and what `--repair` says of what it puts aside.

use crate::program::Surroundings;

fn lines(text: &str) -> usize {
    text.lines().count()
}

#[test]
fn doctor_says_the_first_few_of_each_kind_and_how_many_there_are() {
    let here = Surroundings::with_three();
    let drafts = here.store().join("drafts");
    for number in 0..40 {
        std::fs::write(drafts.join(format!("{number}.json")), "{").unwrap();
    }
    let found = here.run(&["doctor"]);
    assert_eq!(found.code, 1, "{found:?}");
    assert_eq!(lines(&found.out), 5 + 1 + 1, "{found:?}");
    assert!(
        found.out.contains("… et 35 de même sorte, 40 en tout"),
        "{found:?}"
    );
    assert_eq!(lines(&here.run(&["doctor", "--all"]).out), 40 + 1);
    let json = here.run(&["doctor", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 40);
    let mended = here.run(&["doctor", "--repair"]);
    assert_eq!(mended.code, 0, "{mended:?}");
    assert_eq!(mended.out.matches("mis de côté").count(), 40, "{mended:?}");
    let again = here.run(&["doctor", "--repair"]);
    assert_eq!((again.code, lines(&again.out)), (0, 1), "{again:?}");
    assert_eq!(std::fs::read_dir(drafts).unwrap().count(), 40);
}
