use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use guichet::config::{Panes, Wanted};
use guichet::desk::lines::{Line, LineKind, Target};
use guichet::desk::message::Msg;
use guichet::desk::{Desk, Focus, Settings, Standing, Status, Tone};
use guichet::keymap::{Code, Key, Keymap};
use guichet::locale::Texts;
use guichet::model::kinds::organisation;
use guichet::model::{Author, Fields, Kind, Lang, Record, RecordRef, Value};
use guichet::theme::{ColourDepth, Theme};
use guichet::ui;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::{Terminal, TerminalOptions, Viewport};
use ulid::Ulid;

use super::layers::layers;

pub const NAMES: [&str; 4] = [
    "Université de Nantes",
    "東京大学の長い名前のとても長い名前",
    "جامعة محمد الخامس",
    "Mal\u{1b}[2J\u{202e}nommée",
];

/// A desk with forty adherents, the fourth under the cursor.
pub fn desk() -> Desk {
    let settings = Settings {
        texts: Texts::new(Lang::Fr),
        keymap: Arc::new(Keymap::load("default", None).0),
        theme: Theme::load("dark", None, ColourDepth::True).0,
        theme_named: "dark".to_string(),
        suited: None,
        wanted: Wanted::default(),
        author: Author::called("marie"),
        layout: Panes::default(),
        which_key_ms: 300,
        themes: Vec::new(),
        keymaps: Vec::new(),
        narrow_locale: None,
        findings: Vec::new(),
    };
    let mut desk = Desk::new(settings, 1);
    for number in 0..40 {
        let name = NAMES[number % NAMES.len()];
        let fields = Fields::new().with(
            organisation::NAME.number,
            Value::text(format!("{name} {number}")),
        );
        desk.catalog
            .put(Record::new(record(number), 1, false, &fields));
    }
    let pane = desk.screen.list_mut().unwrap();
    (pane.rows, pane.found) = ((0..40).map(record).collect(), 40);
    (pane.total, pane.cursor) = (40, 3);
    pane.marks.insert(record(1));
    desk.screen.sheet.title = NAMES[3].to_string();
    desk.screen.sheet.content.lines = vec![
        Line::new(LineKind::Field, "Catégorie", "Universités"),
        Line::new(LineKind::Field, "Rattachée à", NAMES[1]).to(Target::Record(record(1))),
        Line::new(LineKind::Section(true), "Contacts 214", ""),
        Line::new(LineKind::Event, "14:02", NAMES[3]),
    ];
    desk.standing = Standing::Ready;
    desk
}

pub fn record(number: usize) -> RecordRef {
    RecordRef {
        kind: Kind::Organisation,
        id: Ulid::from(number as u128 + 1),
    }
}

/// The screen, row by row, and its cursor.
fn drawn(desk: &Desk, width: u16, height: u16) -> (Vec<String>, Position) {
    let area = Rect::new(0, 0, width, height);
    let options = TerminalOptions {
        viewport: Viewport::Fixed(area),
    };
    let mut terminal =
        Terminal::with_options(TestBackend::new(width.max(1), height.max(1)), options).unwrap();
    let frame = terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
    let row = |y| (0..width).map(|x| frame.buffer[(x, y)].symbol()).collect();
    let rows = (0..height).map(row).collect();
    (rows, terminal.get_cursor_position().unwrap())
}

#[test]
fn no_size_is_too_small_for_any_screen() {
    let mut desk = desk();
    let small = (0..12).flat_map(|width| (0..12).map(move |height| (width, height)));
    let sizes: Vec<(u16, u16)> = small
        .chain([
            (3, 60),
            (60, 16),
            (80, 24),
            (99, 24),
            (100, 24),
            (200, 2),
            (250, 70),
        ])
        .collect();
    let none = std::iter::once(Vec::new());
    for layers in none.chain(layers().into_iter().map(|layer| vec![layer])) {
        desk.layers = layers;
        for (width, height) in &sizes {
            for focus in [Focus::List, Focus::Sheet] {
                desk.screen.focus = focus;
                let (_, cursor) = drawn(&desk, *width, *height);
                assert!(
                    cursor.x < (*width).max(1) && cursor.y < (*height).max(1),
                    "{width}×{height} {cursor} {:?}",
                    desk.layers
                );
            }
        }
    }
}

#[test]
fn no_control_of_a_name_reaches_the_screen_in_any_layer() {
    let mut desk = desk();
    desk.status = Some(Status {
        tone: Tone::Error,
        text: NAMES[3].to_string(),
    });
    desk.which_key = Some(vec![("g".to_string(), NAMES[3].to_string())]);
    for layer in layers() {
        desk.layers = vec![layer];
        let (rows, _) = drawn(&desk, 130, 40);
        let screen = rows.concat();
        assert!(
            !screen.chars().any(|c| c.is_control() || c == '\u{202e}'),
            "{screen}"
        );
        assert!(screen.contains("␛[2J"), "{screen}");
    }
}

#[test]
fn news_for_which_the_line_is_too_short_is_read_whole_beside_the_cursor() {
    let text = "Import annulé · 5 fiches à la corbeille, car d’autres y renvoient\u{a0}: Université de \
        Strasbourg, Université de Nantes, Agence de mutualisation des universités et établissements, \
        Université de Lorraine…";
    let mut desk = desk();
    let said = |desk: &mut Desk, text: &str| {
        let text = text.to_string();
        desk.status = Some(Status {
            tone: Tone::Done,
            text,
        });
    };
    said(&mut desk, text);
    let whole = |rows: &[String]| {
        let words: Vec<&str> = rows.iter().flat_map(|row| row.split_whitespace()).collect();
        words
            .join(" ")
            .contains(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (rows, _) = drawn(&desk, 80, 24);
    assert!(whole(&rows[21..]), "{rows:#?}");
    // The row under the cursor stays to be seen.
    desk.screen.list_mut().unwrap().cursor = 19;
    desk.screen.list_mut().unwrap().offset = 0;
    let (rows, cursor) = drawn(&desk, 80, 24);
    let at = usize::from(cursor.y);
    assert!(rows[at].contains("nommée 19"), "{rows:#?}");
    assert!(whole(&rows[at - 3..at]), "{rows:#?}");
    for (width, height) in [(1, 1), (2, 3), (8, 4), (20, 6), (40, 10)] {
        said(&mut desk, &text.repeat(9));
        drawn(&desk, width, height);
    }
    said(&mut desk, "Fiche créée");
    let (rows, _) = drawn(&desk, 80, 24);
    assert!(rows[23].contains("Fiche créée") && !rows[22].contains("4/40"));
}

#[test]
fn the_row_under_the_cursor_is_told_by_a_sign_and_by_the_cursor() {
    let (rows, cursor) = drawn(&desk(), 80, 24);
    assert!(rows[6].starts_with("│▌"), "{rows:#?}");
    assert_eq!(cursor, Position::new(1, 6));
    assert!(rows[4].starts_with("│ ●"));
    assert!(rows[22].contains(" 4/40 "));
}

#[test]
fn all_numbers_of_the_tabs_show_in_eighty_columns() {
    let (rows, _) = drawn(&desk(), 80, 24);
    assert!(rows[0].starts_with("[1 "), "{}", rows[0]);
    for number in 0..10 {
        assert!(rows[0].contains(&format!("{number} ")), "{}", rows[0]);
    }
}

#[test]
fn a_narrow_screen_shows_what_has_the_keys() {
    let mut desk = desk();
    assert!(!drawn(&desk, 80, 24).0.concat().contains("Rattachée"));
    desk.screen.focus = Focus::Sheet;
    assert!(drawn(&desk, 80, 24).0.concat().contains("Rattachée"));
    assert!(drawn(&desk, 100, 24).0.concat().contains("Rattachée"));
}

/// Counts what is written to a terminal.
#[derive(Clone, Default)]
struct Counted(Rc<Cell<usize>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A move of the cursor costs few bytes over a slow link (the study's budget for 120×40).
#[test]
fn moving_the_cursor_costs_four_hundred_bytes_at_most() {
    let mut desk = desk();
    // Wide letters cost three bytes for two cells: the budget is for names as they mostly are.
    let rows: Vec<RecordRef> = (0..40).step_by(NAMES.len()).map(record).collect();
    let pane = desk.screen.list_mut().unwrap();
    (pane.found, pane.rows) = (rows.len(), rows);
    let counted = Counted::default();
    let options = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, 120, 40)),
    };
    let mut terminal =
        Terminal::with_options(CrosstermBackend::new(counted.clone()), options).unwrap();
    terminal.draw(|frame| ui::draw(&desk, frame)).unwrap();
    for cursor in 4..9 {
        counted.0.set(0);
        desk.screen.list_mut().unwrap().cursor = cursor;
        terminal.draw(|frame| ui::draw(&desk, frame)).unwrap();
        let bytes = counted.0.get();
        assert!((1..=400).contains(&bytes), "row {cursor}: {bytes}");
    }
}

#[test]
fn only_what_is_wrong_in_a_filter_is_underlined() {
    for theme in ["dark", "mono", "ansi16", "high-contrast"] {
        let mut desk = desk();
        desk.settings.theme = Theme::load(theme, None, ColourDepth::True).0;
        desk.update(0, Msg::Resize(100, 30));
        for key in std::iter::once('/').chain("nantes foo:bar".chars()) {
            desk.update(1, Msg::Key(Key::plain(Code::Char(key))));
        }
        let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        terminal.draw(|frame| ui::draw(&desk, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let cells = |row: u16| (0..100).map(move |column| &buffer[(column, row)]);
        let typed = |row: &u16| {
            let text: String = cells(*row).map(|cell| cell.symbol()).collect();
            text.contains("/nantes foo:bar")
        };
        let row = (0..30).find(typed).unwrap();
        let underlined = cells(row).take(17);
        let underlined = underlined.filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
        let underlined: String = underlined.map(|cell| cell.symbol()).collect();
        assert_eq!(underlined, "foo:bar", "{theme}");
    }
}
