//! Copying: through the terminal, or kept by a tmux.

use std::os::unix::fs::PermissionsExt;

use super::window::Window;

#[test]
fn copying_goes_through_the_terminal_or_says_why_not() {
    let mut window = Window::open(&[("TMUX", "/nowhere/socket,1,0")]);
    window.send("c");
    window.until("the answer", |seen| seen.shows("sent 5"));
    let seen = window.seen.lock().unwrap();
    assert!(seen.has("\x1b]52;c;dGV4dGU=\x1b\\"));
    assert!(seen.has("\x1bPtmux;\x1b\x1b]52;"));
    drop(seen);
    window.send("C");
    window.until("the refusal", |seen| seen.shows("not sent copy-too-long"));
}

/// A tmux for `PATH` that does this.
fn tmux(script: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tmux");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    let paths = std::env::var("PATH").unwrap();
    let paths = format!("{}:{paths}", folder.path().display());
    (folder, paths)
}

#[test]
fn a_tmux_keeps_the_copy() {
    let (folder, paths) = tmux("cd \"${0%/*}\" && echo \"$@\" > arguments && cat > buffer");
    let mut window = Window::open(&[("TMUX", "socket,1,0"), ("PATH", &paths)]);
    window.send("c");
    window.until("the answer", |seen| seen.shows("kept"));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("arguments"), "load-buffer -w -\n");
    assert_eq!(read("buffer"), "texte");
    assert!(!window.seen.lock().unwrap().has("\x1b]52;"));
}

#[test]
fn a_tmux_that_refuses_is_gone_round_and_one_that_hangs_holds_nobody_up() {
    for script in ["exit 1", "sleep 60"] {
        let (_folder, paths) = tmux(script);
        let mut window = Window::open(&[("TMUX", "socket,1,0"), ("PATH", &paths)]);
        window.send("c");
        window.send("j");
        window.until("the key", |seen| seen.shows("key Char('j')"));
        window.until("the answer", |seen| seen.shows("sent 5"));
        assert!(window.seen.lock().unwrap().has("\x1b]52;c;dGV4dGU=\x1b\\"));
    }
}

#[test]
fn under_screen_the_pieces_are_sent() {
    let mut window = Window::open(&[("STY", "1.host"), ("TERM", "screen")]);
    window.send("c");
    window.until("the answer", |seen| seen.shows("sent 5"));
    let seen = window.seen.lock().unwrap();
    assert!(seen.has("\x1bP\x1b]52;c;dGV4dGU=\x07\x1b\\"));
}
