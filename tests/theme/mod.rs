//! Themes: inheritance, colour depth, and states told without colour.

mod contrast;

use std::ffi::OsString;
use std::path::Path;

use guichet::theme::{ColourDepth, Ground, Role, Suited, Theme, names};
use ratatui::style::{Color, Modifier};

use crate::config::{said, write};

fn theme(dir: &Path, text: &str, depth: ColourDepth) -> (Theme, Vec<String>) {
    write(dir, "themes/own.toml", text);
    let (theme, findings) = Theme::load("own", Some(dir), depth);
    (theme, said(dir, &findings))
}

#[test]
fn every_shipped_theme_loads_at_every_depth_without_findings() {
    assert_eq!(
        names(None),
        [
            "dark",
            "light",
            "ansi16",
            "mono",
            "high-contrast",
            "deuteranopia"
        ]
    );
    for name in names(None) {
        for (_, depth) in ColourDepth::NAMES {
            let (_, findings) = Theme::load(&name, None, depth);
            assert_eq!(findings, Vec::new(), "{name}");
        }
    }
}

#[test]
fn no_two_states_are_told_apart_by_colour_alone() {
    for name in names(None) {
        let (theme, _) = Theme::load(&name, None, ColourDepth::True);
        for (at, role) in Role::STATES.iter().enumerate() {
            for other in Role::STATES.iter().skip(at + 1) {
                assert_ne!(
                    theme.style(*role).add_modifier,
                    theme.style(*other).add_modifier,
                    "{name}: {role:?} and {other:?}"
                );
            }
        }
    }
}

#[test]
fn without_colours_every_theme_is_mono() {
    let (mono, _) = Theme::load("mono", None, ColourDepth::True);
    for name in names(None) {
        let (theme, _) = Theme::load(&name, None, ColourDepth::None);
        assert_eq!(theme, mono, "{name}");
    }
    for role in Role::ALL {
        let style = mono.style(*role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
}

#[test]
fn colours_come_down_to_the_depth() {
    let dir = tempfile::tempdir().unwrap();
    let text = "[palette]\nsky = \"#5fafff\"\n[roles]\nlink = { fg = \"sky\", bg = \"#ff0000\" }\ntext = \"208\"\n";
    let style = |depth| theme(dir.path(), text, depth).0.style(Role::Link);
    assert_eq!(
        style(ColourDepth::True).fg,
        Some(Color::Rgb(0x5f, 0xaf, 0xff))
    );
    assert_eq!(style(ColourDepth::Ansi256).fg, Some(Color::Indexed(75)));
    assert_eq!(style(ColourDepth::Ansi16).bg, Some(Color::LightRed));
    let text_style = |depth| theme(dir.path(), text, depth).0.style(Role::Text).fg;
    assert_eq!(text_style(ColourDepth::Ansi256), Some(Color::Indexed(208)));
    assert!(!matches!(
        text_style(ColourDepth::Ansi16),
        Some(Color::Indexed(_)) | None
    ));
}

#[test]
fn a_childs_palette_recolours_what_it_inherits() {
    let dir = tempfile::tempdir().unwrap();
    let text = "inherits = \"dark\"\n[palette]\naccent = \"magenta\"\n[roles]\nhint-key = { bold = false, italic = true }\n";
    let (theme, findings) = theme(dir.path(), text, ColourDepth::True);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(theme.style(Role::HintKey).fg, Some(Color::Magenta));
    assert_eq!(theme.style(Role::HintKey).add_modifier, Modifier::ITALIC);
    assert_eq!(theme.style(Role::BorderFocus).fg, Some(Color::Magenta));
}

#[test]
fn all_problems_are_told_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let text = "inherits = \"drak\"\n[pallete]\n[palette]\nink = \"#12345\"\n[roles]\ntile = \"red\"\n\
                title = \"rde\"\nlink = { fg = 3, bolt = true, dim = \"yes\", bg = \"blue\" }\ntab = 1\n";
    let (theme, findings) = theme(dir.path(), text, ColourDepth::True);
    assert_eq!(
        findings,
        [
            "themes/own.toml:1:12: \"inherits\": inherits from an unknown file “drak” (did you mean “dark”?)",
            "themes/own.toml:2:2: unknown setting “pallete” (did you mean “palette”?)",
            "themes/own.toml:4:7: [palette] \"ink\": unknown colour “#12345”",
            "themes/own.toml:6:1: [roles] unknown role “tile” (did you mean “title”?)",
            "themes/own.toml:7:9: [roles] \"title\": unknown colour “rde” (did you mean “red”?)",
            "themes/own.toml:8:15: [roles.link] \"fg\": a text between quotes is expected",
            "themes/own.toml:8:18: [roles.link] unknown setting “bolt” (did you mean “bold”?)",
            "themes/own.toml:8:37: [roles.link] \"dim\": true or false is expected",
            "themes/own.toml:9:7: [roles] \"tab\": a table is expected",
        ]
    );
    assert_eq!(
        theme.style(Role::Link).bg,
        Some(Color::Blue),
        "the good part is kept"
    );
}

#[test]
fn the_depth_follows_setting_then_environment() {
    let decide = |setting, pairs: &[(&str, &str)]| {
        ColourDepth::decide(setting, &|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    };
    let xterm = ("TERM", "xterm-256color");
    assert_eq!(decide(None, &[xterm]), ColourDepth::Ansi256);
    assert_eq!(
        decide(None, &[xterm, ("COLORTERM", "truecolor")]),
        ColourDepth::True
    );
    assert_eq!(
        decide(
            None,
            &[xterm, ("COLORTERM", "truecolor"), ("NO_COLOR", "1")]
        ),
        ColourDepth::None
    );
    assert_eq!(
        decide(None, &[xterm, ("NO_COLOR", "")]),
        ColourDepth::Ansi256
    );
    assert_eq!(
        decide(Some(ColourDepth::True), &[("NO_COLOR", "1")]),
        ColourDepth::True
    );
    assert_eq!(decide(None, &[("TERM", "linux")]), ColourDepth::Ansi16);
    assert_eq!(decide(None, &[("TERM", "dumb")]), ColourDepth::None);
    assert_eq!(decide(None, &[]), ColourDepth::None);
}

#[test]
fn the_ground_decides_where_there_are_colours_enough() {
    let on = |setting, term: &str, ground| {
        let env = |name: &str| (name == "TERM").then(|| OsString::from(term));
        let (suited, found) = Suited::load(None, setting, &env)?;
        assert_eq!(found, Vec::new());
        Some(suited.on(ground).clone())
    };
    let name = |theme: Option<Theme>| theme.map(|theme| theme.name().to_string());
    let (night, day) = (Ground::new([0; 3]), Ground::new([255; 3]));
    for term in ["xterm-256color", "xterm", "foot"] {
        assert_eq!(name(on(None, term, Some(night))), Some("dark".into()));
        assert_eq!(name(on(None, term, Some(day))), Some("light".into()));
        assert_eq!(name(on(None, term, None)), Some("mono".into()));
    }
    // A terminal that answers has 256 colours, whatever its name leaves open.
    assert_eq!(
        on(None, "xterm", Some(day)),
        on(None, "xterm-256color", Some(day))
    );
    for (setting, term) in [
        (None, "linux"),
        (None, "xterm-16color"),
        (None, "vt220"),
        (Some(ColourDepth::Ansi16), "xterm-256color"),
        (Some(ColourDepth::None), "xterm-256color"),
    ] {
        assert_eq!(on(setting, term, Some(day)), None, "{setting:?} {term}");
    }
}

#[test]
fn roles_are_found_by_their_names() {
    for role in Role::ALL {
        assert_eq!(Role::by_id(role.id()), Some(*role));
    }
}
