//! Whether what is drawn can be read: every role on the backgrounds of terminals in use, by the contrast of
//! WCAG 2.2 (1.4.3: 4.5:1 for text; 1.4.11: 3:1 for lines). `cargo test contrast -- --nocapture` shows the
//! table.

use guichet::theme::{ColourDepth, Ground, Role, Suited, Theme, contrast, value_of_colour};
use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

/// Schemes: name, their own letters, their ground.
const SCHEMES: [(&str, u32, u32); 13] = [
    ("xterm", 0x000000, 0xffffff),
    ("xterm -rv", 0xffffff, 0x000000),
    ("Linux console", 0xaaaaaa, 0x000000),
    ("PuTTY", 0xbbbbbb, 0x000000),
    ("Campbell", 0xcccccc, 0x0c0c0c),
    ("Tango dark", 0xd3d7cf, 0x2e3436),
    ("Tango light", 0x2e3436, 0xeeeeec),
    ("Solarized dark", 0x839496, 0x002b36),
    ("Solarized light", 0x657b83, 0xfdf6e3),
    ("Gruvbox dark", 0xebdbb2, 0x282828),
    ("Gruvbox light", 0x3c3836, 0xfbf1c7),
    ("macOS Basic", 0x000000, 0xffffff),
    ("macOS Basic dark", 0xffffff, 0x1e1e1e),
];
/// Lines, and what is meant to be read last.
const FAINT: [Role; 3] = [Role::Dim, Role::Border, Role::Trashed];

fn channels(colour: u32) -> [u8; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue]
}

/// Letters and ground of a style on a scheme.
fn pair(style: Style, (ink, paper): ([u8; 3], [u8; 3])) -> ([u8; 3], [u8; 3]) {
    let value = |colour: Option<Color>, own| match colour {
        None | Some(Color::Reset) => own,
        Some(Color::Rgb(red, green, blue)) => [red, green, blue],
        Some(Color::Indexed(number @ 16..)) => value_of_colour(number),
        Some(other) => panic!("{other:?} is the scheme's own: nobody knows how it looks"),
    };
    assert!(
        !style.add_modifier.contains(Modifier::DIM),
        "how dim is dim?"
    );
    let (ink, paper) = (value(style.fg, ink), value(style.bg, paper));
    if style.add_modifier.contains(Modifier::REVERSED) {
        (paper, ink)
    } else {
        (ink, paper)
    }
}

/// All that is drawn with a theme: each role, letters of it that matched, and it under the cursor.
fn drawn(theme: &Theme) -> impl Iterator<Item = (Role, &'static str, Style)> + '_ {
    Role::ALL.iter().flat_map(|role| {
        let style = theme.style(*role);
        [
            (*role, "", style),
            (*role, " matched", style.patch(theme.style(Role::Match))),
            (
                *role,
                " selected",
                style.patch(theme.style(Role::RowSelected)),
            ),
        ]
    })
}

/// The least contrast of text and of what is faint, with their roles.
fn least(theme: &Theme, own: ([u8; 3], [u8; 3])) -> [(f64, String); 2] {
    let mut least = [(99.0, String::new()), (99.0, String::new())];
    for (role, state, style) in drawn(theme) {
        let (ink, paper) = pair(style, own);
        let ratio = contrast(ink, paper);
        let faint = usize::from(FAINT.contains(&role) && state.is_empty());
        if ratio < least[faint].0 {
            least[faint] = (ratio, format!("{}{state}", role.id()));
        }
    }
    least
}

fn suited(depth: ColourDepth) -> Suited {
    Suited::load(None, Some(depth), &|_| None).unwrap().0
}

#[test]
fn contrast_is_enough_on_the_terminals_in_use() {
    println!("ground                    theme  depth    text  least       faint  least");
    for (name, ink, paper) in SCHEMES {
        let own = (channels(ink), channels(paper));
        for depth in [ColourDepth::True, ColourDepth::Ansi256] {
            let suited = suited(depth);
            let theme = suited.on(Some(Ground::new(own.1)));
            assert_ne!(theme.name(), "mono", "{name} has a theme");
            let [(text, least_text), (faint, least_faint)] = least(theme, own);
            let (shown, called) = (theme.name(), format!("{depth:?}"));
            println!(
                "{name:16} {paper:#08x} {shown:6} {called:8} {text:4.1}  {least_text:10}  {faint:5.1}  {least_faint}"
            );
            assert!(text >= 4.5, "{name} {shown} {depth:?}: {least_text} {text}");
            assert!(
                faint >= 3.0,
                "{name} {shown} {depth:?}: {least_faint} {faint}"
            );
        }
    }
}

proptest! {
    /// Whatever the ground: where a theme is chosen for it, its own colours can be read on it.
    #[test]
    fn a_theme_is_chosen_only_where_it_can_be_read(paper: [u8; 3]) {
        for depth in [ColourDepth::True, ColourDepth::Ansi256] {
            let suited = suited(depth);
            let theme = suited.on(Some(Ground::new(paper)));
            for (role, state, style) in drawn(theme).filter(|(.., style)| style.fg.is_some()) {
                let (one, other) = pair(style, (paper, paper));
                let wanted = if FAINT.contains(&role) { 3.0 } else { 4.5 };
                let ratio = contrast(one, other);
                prop_assert!(ratio >= wanted, "{role:?}{state} on {paper:?}: {ratio}");
            }
        }
    }
}

/// Until the ground is known nothing but the terminal's own letters, bold, underlined and reversed.
#[test]
fn an_unknown_ground_takes_no_colours() {
    let plain = Modifier::BOLD | Modifier::UNDERLINED | Modifier::REVERSED;
    let suited = suited(ColourDepth::True);
    let between = Ground::new([128; 3]);
    for ground in [None, Some(between)] {
        let theme = suited.on(ground);
        for role in Role::ALL {
            let style = theme.style(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
            assert!(plain.contains(style.add_modifier), "{role:?}");
        }
    }
}

#[test]
fn high_contrast_has_its_own_ground_everywhere() {
    for depth in [ColourDepth::True, ColourDepth::Ansi256] {
        let (theme, _) = Theme::load("high-contrast", None, depth);
        for (role, state, style) in drawn(&theme) {
            let (ink, paper) = pair(style, ([1, 1, 1], [254, 254, 254]));
            let ratio = contrast(ink, paper);
            assert!(ratio >= 7.0, "{role:?}{state}: {ratio}");
        }
    }
}

/// The sixteen colours are each scheme's own: the row under the cursor has none of them.
#[test]
fn the_selected_row_of_ansi16_is_the_terminals_own_letters() {
    let (theme, _) = Theme::load("ansi16", None, ColourDepth::Ansi16);
    let style = theme.style(Role::RowSelected);
    assert_eq!((style.fg, style.bg), (None, None));
    assert_eq!(style.add_modifier, Modifier::REVERSED);
}
