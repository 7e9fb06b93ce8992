//! Why something failed is told in the language of the screen, whoever says it.

use std::io::Error;
use std::path::PathBuf;

use guichet::exchange::refusal::Reason;
use guichet::locale::{Texts, reason_words, said};
use guichet::model::Lang;
use guichet::store::{Damage, OpenError, SledFault};

fn told(error: &OpenError) -> [String; 2] {
    [Lang::Fr, Lang::En]
        .map(|lang| said(&Texts::new(lang), "store", error.id(), &error.arguments()))
}

#[test]
fn what_the_system_says_is_said_in_the_language_of_the_screen() {
    let texts = Texts::new(Lang::Fr);
    let of = |number: i32| {
        let cause = Error::from_raw_os_error(number).to_string();
        let arguments = [("path", "wal/1".to_string()), ("cause", cause)];
        said(&texts, "store", "io", &arguments)
    };
    assert_eq!(of(28), "wal/1\u{a0}: plus de place sur le disque");
    assert_eq!(of(2), "wal/1\u{a0}: introuvable");
    assert_eq!(of(999), "wal/1\u{a0}: erreur 999 du système");
    for number in 1..140 {
        assert!(!of(number).contains("os error"), "{}", of(number));
    }
    // What the message is about stays.
    let cause = format!("sled/db: {}", Error::from_raw_os_error(5));
    let words = said(&texts, "doctor", "sled-unlooked", &[("cause", cause)]);
    assert!(
        words.ends_with("sled/db: erreur d’entrée ou de sortie du disque"),
        "{words}"
    );
    let unread = Reason::Unread(Error::from_raw_os_error(5).to_string());
    let words = reason_words(&texts, &unread);
    assert!(
        words.ends_with("erreur d’entrée ou de sortie du disque"),
        "{words}"
    );
}

#[test]
fn a_cause_that_has_a_text_of_its_own_is_told_by_it() {
    let damaged = |damage| OpenError::Damaged {
        path: PathBuf::from("base"),
        damage,
    };
    assert_eq!(
        told(&damaged(Damage::Hole(3, 5))),
        [
            "base\u{a0}: base endommagée, il manque au journal les entrées 3 à 5",
            "base: damaged store, the journal lacks entries 3 to 5",
        ]
    );
    let path = PathBuf::from("base/wal/1");
    let [fr, _] = told(&damaged(Damage::File { path, offset: 7 }));
    assert_eq!(
        fr,
        "base\u{a0}: base endommagée, base/wal/1\u{a0}: endommagé à l’octet 7"
    );
    let sled = |fault| told(&damaged(Damage::Sled(fault)));
    let disk = "Input/output error (os error 5)".to_string();
    let [fr, _] = sled(SledFault::Io(disk));
    assert!(
        fr.ends_with("sled\u{a0}: erreur d’entrée ou de sortie du disque"),
        "{fr}"
    );
    // Its own words are English and stand in the log.
    let words = || "Read corrupted data at file offset None backtrace ()".to_string();
    let faults = [
        SledFault::Corrupt(words()),
        SledFault::Stuck(words()),
        SledFault::NoFile(PathBuf::from("base/sled/db")),
        SledFault::Renewed,
    ];
    for told in faults.map(sled) {
        let english =
            |told: &String| told.contains("corrupted data") || told.contains("store-sled");
        assert!(!told.iter().any(english), "{told:?}");
    }
    // As the desk says it of a store that it can only show: a cause of a cause.
    let mut arguments = vec![
        ("path", "base".to_string()),
        ("cause", "store-damaged".to_string()),
    ];
    arguments.extend(damaged(Damage::Digest).arguments());
    let words = said(
        &Texts::new(Lang::Fr),
        "store-reading",
        "unreadable",
        &arguments,
    );
    assert!(
        words.ends_with("base endommagée, les fiches ne sont pas celles que la base annonce"),
        "{words}"
    );
}
