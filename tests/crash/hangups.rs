//! A desk in a terminal that is lost at random moments: by its closing, by the signal alone, without any
//! signal, by `kill -9`; in any layer, in the middle of typing, in the middle of a paste.

use std::thread;
use std::time::{Duration, Instant};

use guichet::store::{Store, drafts};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::{Dice, count};
use crate::program::{Surroundings, program};
use crate::pty::window::Window;

const A_SECOND: Duration = Duration::from_secs(1);
const LETTERS: &str = "XYWabcdefghijklmnopqrstuv";

/// What is opened by keys, and whether what is typed there is kept as a draft.
const LAYERS: [(&str, bool); 9] = [
    ("j", false),
    ("/", false),
    (" ", false),
    (":", false),
    ("?", false),
    ("H", false),
    ("e\t", true),
    ("n", true),
    ("A", true),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// Every end of the terminal is closed: the program is told, and reads its end.
    Closed,
    /// It is closed, and the program has no part in its session: it only reads its end.
    Untold,
    /// The signal alone; the terminal is there.
    Signal,
    Kill,
}

fn desk(here: &Surroundings, loss: Loss) -> Window {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; setsid -w \"$0\""]);
    command.arg(program());
    if loss != Loss::Untold {
        return Window::desk(here);
    }
    let window = Window::run(here, command, &[]);
    window.until("the three adherents", |seen| seen.shows("3/3"));
    window
}

/// The longest beginning of the letters that stands in the text.
fn beginning(text: &str, letters: &str) -> usize {
    let found = (0..=letters.len()).rev();
    let mut found = found.filter(|end| text.contains(&letters[..*end]));
    found.next().unwrap_or(0)
}

/// Loses one desk. Returns how long it took to end, and how many letters its draft has and must have.
fn lose(
    loss: Loss,
    (keys, kept): (&str, bool),
    pastes: bool,
    dice: &mut Dice,
) -> (Duration, usize, usize) {
    let here = Surroundings::with_three();
    let mut window = desk(&here, loss);
    window.send(keys);
    let letters = 1 + dice.below(LETTERS.len() as u64 - 1) as usize;
    let mut sent = Vec::new();
    for letter in LETTERS.chars().take(letters) {
        window.send(&letter.to_string());
        sent.push(Instant::now());
        thread::sleep(Duration::from_millis(dice.below(100)));
    }
    let shown = beginning(&window.seen.lock().unwrap().screen().contents(), LETTERS);
    if pastes {
        window.send("\x1b[200~half a paste");
    }
    let lost = Instant::now();
    let before = sent.iter().filter(|at| lost - **at >= A_SECOND).count();
    let must = match loss {
        Loss::Closed | Loss::Untold => {
            window.close();
            shown.max(before)
        }
        Loss::Signal => {
            window.signal(Signal::HUP);
            shown.max(before)
        }
        Loss::Kill => {
            window.kill();
            before
        }
    };
    let begin = Instant::now();
    if loss != Loss::Kill {
        assert_eq!(window.exit_code(A_SECOND), 129, "{loss:?} {keys:?}");
    }
    let took = begin.elapsed();
    drop(Store::open(&here.store()).unwrap());
    let (drafts, damaged) = drafts::list(&here.store());
    assert!(damaged.is_empty(), "{damaged:?}");
    let texts = drafts.iter().flat_map(|draft| draft.texts.values());
    let has = texts.map(|text| beginning(text, LETTERS)).max();
    let must = if kept { must } else { 0 };
    (took, has.unwrap_or(0), must)
}

#[test]
fn a_desk_that_loses_its_terminal_ends_at_once_and_keeps_what_was_typed() {
    let losses = [Loss::Closed, Loss::Untold, Loss::Signal, Loss::Kill];
    let (times, mut dice) = (count(12, 200), Dice(4));
    let (mut longest, mut letters, mut pastes) = (Duration::ZERO, 0, 0);
    for time in 0..times {
        let (loss, layer) = (losses[time % 4], LAYERS[dice.below(9) as usize]);
        let paste = dice.below(3) == 0;
        pastes += usize::from(paste);
        let (took, has, must) = lose(loss, layer, paste, &mut dice);
        assert!(has >= must, "{loss:?} {layer:?}: {has} of {must}");
        (longest, letters) = (longest.max(took), letters + has);
    }
    println!(
        "{times} terminals lost, {pastes} of them in a paste: all ended with 129 (or killed), the slowest \
         after {longest:?}; {letters} letters in drafts, each that was on the screen or a second old"
    );
}

/// Rows of a file whose reading, planning and writing take a while.
const ROWS: usize = 4_000;

#[test]
fn a_desk_that_loses_its_terminal_in_an_import_has_imported_all_or_nothing() {
    let (times, mut dice) = (count(6, 60), Dice(5));
    let (mut longest, mut whole) = (Duration::ZERO, 0);
    for time in 0..times {
        let here = Surroundings::with_three();
        let rows: String = (0..ROWS)
            .map(|row| format!("M{row};Membre {row};Lyon\n"))
            .collect();
        here.write("many.csv", &format!("acronym;name;city\n{rows}"));
        let mut window = Window::desk(&here);
        window.send("e");
        window.shows("Modifier");
        window.send("\tXYW");
        window.shows("XYW");
        window.send("\x07");
        window.shows("brouillon");
        window.send(":");
        window.send("import-open\r");
        window.shows("Importer");
        window.send("adherent\r");
        window.send("\x1b[200~many.csv\x1b[201~\r");
        // The first ones are lost in the reading, the others once the preview is accepted.
        if time % 3 != 0 {
            window.shows("à créer");
            window.send("\r");
        }
        thread::sleep(Duration::from_millis(dice.below(400)));
        match time % 2 {
            0 => window.close(),
            _ => window.signal(Signal::HUP),
        }
        let begin = Instant::now();
        assert_eq!(window.exit_code(A_SECOND), 129);
        longest = longest.max(begin.elapsed());
        drop(Store::open(&here.store()).unwrap());
        let (drafts, damaged) = drafts::list(&here.store());
        assert!(damaged.is_empty(), "{damaged:?}");
        let kept = drafts.iter().flat_map(|draft| draft.texts.values());
        assert_eq!(kept.filter(|text| text.contains("XYW")).count(), 1);
        let found = here.json(&["export", "adherent", "--json"]);
        let found = found.as_array().unwrap().len();
        assert!(found == 3 || found == 3 + ROWS, "{found} rows");
        whole += usize::from(found > 3);
    }
    println!(
        "{times} imports lost their terminal: {whole} were whole, the others not begun; the slowest end after {longest:?}"
    );
}
