//! What is given as a file to import, and never ends or is too long: refused at once, in a sentence.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::program::Surroundings;

/// Far more than a refusal takes, and far less than what is never refused.
const AT_ONCE: Duration = Duration::from_secs(60);

#[test]
fn what_is_no_file_is_refused_at_once() {
    let here = Surroundings::new();
    assert!(
        Command::new("mkfifo")
            .arg(here.path("pipe"))
            .status()
            .unwrap()
            .success()
    );
    std::os::unix::net::UnixListener::bind(here.path("socket")).unwrap();
    for name in [
        "/dev/zero",
        "/dev/urandom",
        "/dev/null",
        "pipe",
        "socket",
        "data",
    ] {
        let begin = Instant::now();
        for flags in [&[][..], &["--dry-run"]] {
            let ended = here.run(&[&["import", "person", name], flags].concat());
            let said = ended.refused(1);
            assert!(
                said.contains(name) && said.contains("ce n’est pas un fichier"),
                "{said}"
            );
        }
        assert!(begin.elapsed() < AT_ONCE);
    }
    let absent = here.run(&["import", "person", "no.csv"]);
    assert!(absent.refused(1).contains("ce fichier n’existe pas"));
    assert!(here.names("data").is_empty(), "a refusal makes no store");
}

#[test]
fn a_file_and_its_rows_are_bounded_with_the_limit_named() {
    let here = Surroundings::new();
    let sparse = std::fs::File::create(here.path("sparse.csv")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    let begin = Instant::now();
    let ended = here.run(&["import", "person", "sparse.csv"]);
    assert!(ended.refused(1).contains("256\u{a0}Mio"), "{ended:?}");
    // What is handed in by the shell is read, and bounded too.
    let ended = here.shell("yes name | guichet import person /dev/stdin");
    assert!(ended.refused(1).contains("256\u{a0}Mio"), "{ended:?}");
    let ended = here.shell("guichet import person /dev/stdin < /dev/zero");
    assert!(
        ended.refused(1).contains("ce n’est pas un fichier"),
        "{ended:?}"
    );
    here.write("rows.csv", &format!("name\n{}", "a\n".repeat(1_000_001)));
    let ended = here.run(&["import", "person", "rows.csv"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let limit = "ce fichier dépasse 1\u{202f}000\u{202f}000 lignes";
    assert!(ended.out.contains(limit), "{ended:?}");
    assert!(begin.elapsed() < AT_ONCE);
    assert!(here.names("data").is_empty(), "a refusal makes no store");
    let ended = here.shell("printf 'name\\nDupont\\n' | guichet import person /dev/stdin");
    assert_eq!(ended.code, 0, "{ended:?}");
}
