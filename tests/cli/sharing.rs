//! A store that several accounts share. What takes several is tried where the tests run as root, and said where not.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use super::host::{ADA, BEA, DESK, EVE, Host, are_root, under};
use crate::program::{Ended, Surroundings, names};

fn closed(path: &Path) {
    let of = fs::metadata(path).unwrap();
    assert_eq!(of.mode() & 0o777, 0o600, "{}", path.display());
}

#[test]
fn two_accounts_write_to_a_shared_store_whatever_their_umask() {
    if !are_root("two accounts in a shared store") {
        return;
    }
    let host = Host::shared();
    host.is_open_to_its_group("shared");
    assert_eq!(host.found(BEA), 3);
    for (account, acronym) in [(BEA, "DELTA"), (ADA, "EPSILON"), (BEA, "ZETA")] {
        host.add(account, acronym);
        host.is_open_to_its_group(acronym);
    }
    // sled anew, by the one whose store it is not.
    fs::remove_dir_all(host.store().join("sled")).unwrap();
    host.add(BEA, "ETA");
    host.is_open_to_its_group("sled anew");
    host.add(ADA, "THETA");
    assert_eq!(host.found(ADA), 8);
    // Each takes back what is its own, by its login, whatever they are called.
    host.done(BEA, &["undo"]);
    host.is_open_to_its_group("undone");
    let history = host.done(BEA, &["history", "adherent/ALPHA"]).out;
    assert!(history.contains(&format!("accueil ({ADA})")), "{history}");
    assert_eq!(host.found(ADA), 7);
    // What is written elsewhere is its writer's alone.
    host.done(BEA, &["backup", "b.backup"]);
    host.done(BEA, &["export", "adherent", "--out", "b.csv"]);
    closed(&host.home(BEA).join("b.backup"));
    closed(&host.home(BEA).join("b.csv"));
    host.done(ADA, &["backup", "a.backup"]);
    host.done(ADA, &["restore", "a.backup", "--replace"]);
    host.is_open_to_its_group("restored");
    host.add(BEA, "IOTA");
    assert_eq!(host.found(ADA), 8);
    for account in [ADA, BEA] {
        let ended = host.done(account, &["doctor"]);
        assert!(!ended.out.contains("droits"), "{ended:?}");
    }
    host.is_open_to_its_group("in the end");
}

#[test]
fn whoever_shares_is_the_first_manager_and_roles_hold_for_all() {
    if !are_root("roles of several accounts") {
        return;
    }
    let host = Host::shared();
    let (ada, bea) = (ADA.to_string(), BEA.to_string());
    let told = host.done(BEA, &["role"]).out;
    assert!(
        told.contains(&format!("{ada}\u{a0}: gestionnaire")),
        "{told}"
    );
    host.add(BEA, "DELTA");
    let own = host.run(BEA, &["role", &bea, "manager"]);
    assert!(own.refused(1).contains(&ada), "{own:?}");
    host.done(ADA, &["role", &bea, "editor", "person"]);
    let file = host.home(BEA).join("one.csv");
    let import = ["import", "adherent", file.to_str().unwrap()];
    fs::write(&file, "acronym;name\nETA;ETA\n").unwrap();
    let ended = host.run(BEA, &import);
    assert!(ended.refused(1).contains("organisations"), "{ended:?}");
    // Whatever they call themselves.
    let mut command = host.command(BEA, &import);
    command.env("USER", &ada).env("LOGNAME", &ada);
    let ended = Ended::of(&mut command);
    assert!(ended.refused(1).contains("organisations"), "{ended:?}");
    host.done(ADA, &["role", &bea, "manager"]);
    host.done(BEA, &["role", &ada, "reader"]);
    host.done(BEA, &import);
    assert_eq!(host.found(ADA), 5);
    let ended = host.run(ADA, &["undo"]);
    assert!(ended.refused(1).contains("rôle"), "{ended:?}");
    host.is_open_to_its_group("with roles");
    assert_eq!(host.done(ADA, &["doctor"]).out.lines().count(), 1);
    // Shared again, nobody becomes another than they are.
    host.done(ADA, &["share", "--back"]);
    host.done(ADA, &["share", &DESK.to_string()]);
    let told = host.done(ADA, &["role"]).out;
    assert!(told.contains(&format!("{ada}\u{a0}: lecteur")), "{told}");
}

#[test]
fn a_shared_store_is_its_owners_again_with_all_that_members_made_of_it() {
    if !are_root("a shared store taken back") {
        return;
    }
    let host = Host::shared();
    fs::remove_dir_all(host.store().join("sled")).unwrap();
    host.add(BEA, "DELTA");
    let refused = host.run(BEA, &["share", "--back"]);
    assert!(refused.refused(3).contains("appartient à"), "{refused:?}");
    host.done(ADA, &["share", "--back"]);
    host.is_adas("taken back");
    let refused = host.run(BEA, &["find", "delta"]);
    assert!(refused.refused(3).contains("appartient à"), "{refused:?}");
    assert_eq!(host.found(ADA), 4);
    host.add(ADA, "EPSILON");
    host.is_adas("gone on with");
    let again = host.run(ADA, &["share", "--back"]);
    assert!(again.refused(1).contains("n’est pas partagée"), "{again:?}");
    // Cut short half-way: it opens as its owner's, and goes on where it is asked for again.
    host.done(ADA, &["share", &DESK.to_string()]);
    host.add(BEA, "ZETA");
    fs::set_permissions(host.store(), Permissions::from_mode(0o700)).unwrap();
    let half = host.run(ADA, &["find", "zeta"]);
    assert!(half.refused(3).contains("guichet share"), "{half:?}");
    host.done(ADA, &["share", &DESK.to_string()]);
    host.is_open_to_its_group("gone on with");
    host.done(ADA, &["share", "--back"]);
    host.is_adas("taken back again");
    // Or at its beginning, when but the marker says so.
    let private = fs::read(host.store().join("guichet")).unwrap();
    host.done(ADA, &["share", &DESK.to_string()]);
    let shared = fs::read(host.store().join("guichet")).unwrap();
    assert_ne!(private, shared);
    host.done(ADA, &["share", "--back"]);
    fs::write(host.store().join("guichet"), shared).unwrap();
    host.add(ADA, "ETA");
    host.is_adas("begun to be shared");
    let found = host.run(ADA, &["doctor"]);
    assert!(found.code == 1 && found.out.contains("droits"), "{found:?}");
    host.done(ADA, &["doctor", "--repair"]);
    host.is_open_to_its_group_but_for_drafts();
    host.add(BEA, "THETA");
    assert_eq!(host.found(ADA), 8);
    // Root does it for whose it is: nothing of it is root's.
    let dir = host.store();
    let as_root = |arguments: &[&str]| {
        let mut command = Command::new(crate::program::program());
        command.arg("--store").arg(&dir).args(arguments);
        let ended = Ended::of(command.env("LANG", "fr_FR.UTF-8"));
        assert_eq!(ended.code, 0, "{ended:?}");
    };
    as_root(&["share", "--back"]);
    for path in under(&dir) {
        let of = fs::symlink_metadata(&path).unwrap();
        assert_eq!(
            (of.uid(), of.mode() & 0o077),
            (ADA, 0),
            "{}",
            path.display()
        );
    }
}

#[test]
fn an_account_outside_the_group_is_told_so() {
    if !are_root("an account outside the group") {
        return;
    }
    let host = Host::shared();
    let before = under(&host.store());
    for line in [
        &["find", "a"][..],
        &["undo"],
        &["doctor"],
        &["share", "--back"],
    ] {
        let refused = host.run(EVE, line);
        let reason = refused.refused(3);
        let wanted = format!("partagée avec le groupe {DESK}, dont ce compte n’est pas membre");
        assert!(reason.contains(&wanted), "{line:?}: {reason}");
    }
    assert_eq!(under(&host.store()), before);
}

#[test]
fn what_a_member_has_closed_to_the_group_is_named_with_the_way_out() {
    if !are_root("a member’s file with the wrong rights") {
        return;
    }
    let host = Host::shared();
    host.add(BEA, "DELTA");
    let segment = host
        .store()
        .join("wal")
        .join(&names(&host.store().join("wal"))[0]);
    chown(&segment, Some(BEA), Some(DESK)).unwrap();
    for mode in [0o600, 0o640] {
        fs::set_permissions(&segment, Permissions::from_mode(mode)).unwrap();
        let refused = host.run(ADA, &["undo"]);
        let reason = refused.refused(3);
        let wanted = format!(
            "{}\u{a0}: à {BEA}, et fermé au groupe {DESK}",
            segment.display()
        );
        assert!(reason.contains(&wanted), "{reason}");
        assert!(reason.contains("doctor --repair"), "{reason}");
        // Whose it is puts it right by writing.
        host.add(BEA, "EPSILON");
        host.is_open_to_its_group("put right");
    }
    // `doctor` names it to all, and mends it for whose it is.
    fs::set_permissions(&segment, Permissions::from_mode(0o600)).unwrap();
    let named = format!("{}\u{a0}: à {BEA}", segment.display());
    for line in [&["doctor"][..], &["doctor", "--repair"]] {
        let found = host.run(ADA, line);
        assert!(found.code == 1 && found.out.contains(&named), "{found:?}");
    }
    let mended = host.done(BEA, &["doctor", "--repair"]);
    assert!(mended.out.contains("droits remis\u{a0}: 1"), "{mended:?}");
    host.is_open_to_its_group("mended");
    // A file of another group’s likewise.
    chown(&segment, Some(BEA), Some(BEA)).unwrap();
    let refused = host.run(ADA, &["find", "a"]);
    assert!(
        refused.refused(3).contains("fermé au groupe"),
        "{refused:?}"
    );
    host.add(BEA, "ZETA");
    host.is_open_to_its_group("put right again");
}

#[test]
fn sharing_is_refused_where_it_would_be_unsafe() {
    if !are_root("sharing where it would be unsafe") {
        return;
    }
    let host = Host::new();
    let three = host.path("three.csv");
    host.done(ADA, &["import", "adherent", three.to_str().unwrap()]);
    let desk = DESK.to_string();
    let refused = |group: &str, wanted: &str| {
        let refused = host.run(ADA, &["share", group]);
        let reason = refused.refused(1);
        assert!(reason.contains(wanted), "{reason}");
        host.is_adas(wanted);
    };
    refused("nobody-of-that-name", "pas de groupe nobody-of-that-name");
    refused("daemon", "n’est pas membre du groupe daemon");
    let chmod = |path: &Path, mode| {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    chmod(&host.path("srv"), 0o777);
    refused(&desk, "d’autres peuvent renommer");
    chmod(&host.path("srv"), 0o1777);
    chmod(&host.store(), 0o755);
    let open = host.run(ADA, &["share", &desk]);
    assert!(open.refused(1).contains("ouvert à tous"), "{open:?}");
    chmod(&host.store(), 0o700);
    // Another’s store, root’s aside.
    let not_hers = host.run(BEA, &["share", &desk]);
    assert!(not_hers.refused(3).contains("appartient à"), "{not_hers:?}");
    // A folder that members can’t pass through is said.
    chmod(&host.path("srv"), 0o700);
    let done = host.done(ADA, &["share", &desk]);
    assert!(done.out.contains("ne peuvent pas traverser"), "{done:?}");
    host.is_open_to_its_group("shared");
}

#[test]
fn without_share_nobody_elses_file_is_taken_whatever_its_group() {
    if !are_root("a store that is not shared") {
        return;
    }
    let host = Host::new();
    let three = host.path("three.csv");
    host.done(ADA, &["import", "adherent", three.to_str().unwrap()]);
    // By hand all is as in a shared one; only its marker names no group.
    for path in under(&host.store()) {
        let mode = if path.is_dir() { 0o2770 } else { 0o660 };
        chown(&path, None, Some(DESK)).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }
    let refused = host.run(BEA, &["find", "a"]);
    assert!(refused.refused(3).contains("appartient à"), "{refused:?}");
    let refused = host.run(ADA, &["find", "a"]);
    assert!(
        refused.refused(3).contains("d’autres peuvent écrire"),
        "{refused:?}"
    );
}

#[test]
fn a_store_is_not_shared_under_an_open_desk() {
    let here = Surroundings::with_three();
    let held = guichet::store::Store::open(&here.store()).unwrap();
    let refused = here.run(&["share", "0"]);
    let reason = refused.refused(3);
    assert!(reason.contains(&std::process::id().to_string()), "{reason}");
    drop(held);
}

/// A draft as the program keeps it.
fn draft_in(home: &Path, number: u128) {
    let draft = guichet::store::drafts::Draft {
        id: ulid::Ulid::from(number),
        title: "Essai".to_string(),
        ..Default::default()
    };
    drop(guichet::store::drafts::save(home, &draft).unwrap());
}

#[test]
fn ones_drafts_go_out_of_a_store_that_is_shared_and_come_back_with_it() {
    if !are_root("drafts of a shared store") {
        return;
    }
    let host = Host::new();
    let three = host.path("three.csv");
    host.done(ADA, &["import", "adherent", three.to_str().unwrap()]);
    draft_in(&host.store(), 7);
    let kept = names(&host.store().join("drafts"));
    let ada = |path: &Path| {
        under(path)
            .iter()
            .for_each(|path| chown(path, Some(ADA), Some(ADA)).unwrap())
    };
    ada(&host.store());
    let shared = host.done(ADA, &["share", &DESK.to_string(), "--json"]);
    let shared: serde_json::Value = serde_json::from_str(&shared.out).unwrap();
    let id = shared["store"].as_str().unwrap();
    assert!(
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{id}"
    );
    let home = host.home(ADA).join("state/guichet").join(id);
    assert!(!host.store().join("drafts").exists());
    assert_eq!(names(&home.join("drafts")), kept);
    for path in under(&home) {
        let of = fs::metadata(&path).unwrap();
        assert_eq!(
            (of.uid(), of.mode() & 0o077),
            (ADA, 0),
            "{}",
            path.display()
        );
    }
    // One that can’t be read is found where it is, by whose it is.
    fs::write(home.join("drafts/damaged.json"), "{").unwrap();
    ada(&home);
    let found = host.run(ADA, &["doctor"]);
    assert!(found.out.contains("damaged.json"), "{found:?}");
    assert_eq!(host.done(BEA, &["doctor"]).code, 0);
    fs::remove_file(home.join("drafts/damaged.json")).unwrap();
    host.done(ADA, &["share", "--back"]);
    assert_eq!(names(&host.store().join("drafts")), kept);
    assert!(!home.exists());
    host.is_adas("taken back");
}
