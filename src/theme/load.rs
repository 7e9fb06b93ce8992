//! Theme files.

use std::collections::BTreeMap;
use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use toml::de::DeValue;

use super::{ColourDepth, Role, colour};
use crate::files::{Finding, Problem, Reader, Shelf, Source, Word, nearest, words};

/// The shipped themes and the user's. `mono` is the root: it holds the modifiers of all roles, and
/// the others add colours, so that no state is ever told by colour alone.
pub(crate) const SHELF: Shelf = Shelf {
    folder: "themes",
    shipped: &[
        ("dark", include_str!("../../themes/dark.toml")),
        ("light", include_str!("../../themes/light.toml")),
        ("ansi16", include_str!("../../themes/ansi16.toml")),
        ("mono", include_str!("../../themes/mono.toml")),
        (
            "high-contrast",
            include_str!("../../themes/high-contrast.toml"),
        ),
        (
            "deuteranopia",
            include_str!("../../themes/deuteranopia.toml"),
        ),
    ],
    root: "mono",
    missing: Problem::UnknownTheme,
};

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("struck", Modifier::CROSSED_OUT),
];

/// The styles of all roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    styles: Vec<Style>,
}

/// The names of all themes, shipped ones first, then those of `user_dir/themes`.
pub fn names(user_dir: Option<&Path>) -> Vec<String> {
    SHELF.names(user_dir)
}

/// What is wrong in one theme file, not in those that it inherits from.
pub fn check(source: Source, user_dir: Option<&Path>) -> Vec<Finding> {
    let file = source.file.clone();
    let (chain, findings) = SHELF.chain(source, user_dir);
    let (_, mut findings) = Theme::build("", &chain, findings, ColourDepth::True);
    findings.retain(|finding| finding.file == file);
    findings
}

impl Theme {
    /// Loads a theme by name, the user's before the shipped one, its colours brought down to the
    /// depth; at no depth it is always `mono`. What can't be used is skipped and reported.
    pub fn load(name: &str, user_dir: Option<&Path>, depth: ColourDepth) -> (Theme, Vec<Finding>) {
        if depth == ColourDepth::None {
            let (chain, findings) = SHELF.load("mono", None);
            return Theme::build("mono", &chain, findings, depth);
        }
        let (chain, findings) = SHELF.load(name, user_dir);
        Theme::build(name, &chain, findings, depth)
    }

    /// The name it was loaded by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    fn build(
        name: &str,
        chain: &[Source],
        found: Vec<Finding>,
        depth: ColourDepth,
    ) -> (Theme, Vec<Finding>) {
        let mut findings = found;
        let mut layers = Layers::default();
        for source in chain {
            findings.extend(layers.read(source));
        }
        // What a role leaves open is as in plain text: letters are drawn one role a cell.
        let text = layers.style(Role::Text, depth);
        let open = Style {
            add_modifier: Modifier::empty(),
            ..text
        };
        let styles = Role::ALL
            .iter()
            .map(|role| open.patch(layers.style(*role, depth)))
            .collect();
        (
            Theme {
                name: name.to_string(),
                styles,
            },
            findings,
        )
    }
}

/// What the files of a chain say together; colours keep their names to the end, so that a child's
/// palette recolours its parent's roles.
#[derive(Default)]
struct Layers {
    palette: BTreeMap<String, Color>,
    roles: BTreeMap<usize, Traits>,
}

/// What is said of one role.
#[derive(Default)]
struct Traits {
    fg: Option<String>,
    bg: Option<String>,
    modifiers: Modifier,
}

impl Layers {
    fn style(&self, role: Role, depth: ColourDepth) -> Style {
        let Some(traits) = self.roles.get(&(role as usize)) else {
            return Style::default();
        };
        let colour = |name: &Option<String>| {
            let name = name.as_ref()?;
            colour::reduce(self.colour(name)?, depth)
        };
        Style {
            fg: colour(&traits.fg),
            bg: colour(&traits.bg),
            ..Style::default()
        }
        .add_modifier(traits.modifiers)
    }

    fn colour(&self, name: &str) -> Option<Color> {
        self.palette
            .get(name)
            .copied()
            .or_else(|| colour::parse(name))
    }

    fn read(&mut self, source: &Source) -> Vec<Finding> {
        let (mut reader, table) = Reader::open(&source.file, &source.text);
        let top = words(&table);
        // The palette first, wherever it stands in the file: the roles name its colours.
        for word in top.iter().filter(|word| word.key == "palette") {
            for entry in reader.table(word).map(words).unwrap_or_default() {
                self.read_palette(&mut reader, &entry);
            }
        }
        for word in &top {
            match word.key {
                "palette" => {}
                "inherits" => {
                    reader.text("", word);
                }
                "roles" => {
                    for entry in reader.table(word).map(words).unwrap_or_default() {
                        self.read_role(&mut reader, &entry);
                    }
                }
                unknown => {
                    let help = nearest(unknown, ["inherits", "palette", "roles"]);
                    let span = word.span.clone();
                    reader.report(span, "", "", Problem::UnknownKey, unknown, help);
                }
            }
        }
        reader.finish()
    }

    fn read_palette(&mut self, reader: &mut Reader, entry: &Word) {
        let Some(text) = reader.text("palette", entry) else {
            return;
        };
        match colour::parse(text) {
            Some(colour) => {
                self.palette.insert(entry.key.to_string(), colour);
            }
            None => {
                let help = nearest(text, colour::names());
                let span = entry.value.span();
                reader.report(
                    span,
                    "palette",
                    entry.key,
                    Problem::UnknownColour,
                    text,
                    help,
                );
            }
        }
    }

    fn read_role(&mut self, reader: &mut Reader, entry: &Word) {
        let Some(role) = Role::by_id(entry.key) else {
            let help = nearest(entry.key, Role::ALL.iter().map(|role| role.id()));
            let span = entry.span.clone();
            reader.report(span, "roles", "", Problem::UnknownRole, entry.key, help);
            return;
        };
        let mut traits = self.roles.remove(&(role as usize)).unwrap_or_default();
        let table = match entry.value.get_ref() {
            DeValue::Table(table) => words(table),
            // A text alone is the colour of the letters.
            DeValue::String(_) => {
                self.read_colour(reader, "roles", entry, &mut traits.fg);
                Vec::new()
            }
            _ => {
                let span = entry.value.span();
                reader.report(span, "roles", entry.key, Problem::ExpectedTable, "", None);
                Vec::new()
            }
        };
        for word in table {
            let place = format!("roles.{}", role.id());
            match word.key {
                "fg" => self.read_colour(reader, &place, &word, &mut traits.fg),
                "bg" => self.read_colour(reader, &place, &word, &mut traits.bg),
                name => read_modifier(reader, &place, &word, name, &mut traits.modifiers),
            }
        }
        self.roles.insert(role as usize, traits);
    }

    fn read_colour(
        &self,
        reader: &mut Reader,
        place: &str,
        word: &Word,
        colour: &mut Option<String>,
    ) {
        let Some(name) = reader.text(place, word) else {
            return;
        };
        if self.colour(name).is_some() {
            *colour = Some(name.to_string());
        } else {
            let mut known: Vec<&str> = colour::names().collect();
            known.extend(self.palette.keys().map(String::as_str));
            let help = nearest(name, known);
            reader.report(
                word.value.span(),
                place,
                word.key,
                Problem::UnknownColour,
                name,
                help,
            );
        }
    }
}

fn read_modifier(
    reader: &mut Reader,
    place: &str,
    word: &Word,
    name: &str,
    modifiers: &mut Modifier,
) {
    let Some((_, modifier)) = MODIFIERS.iter().find(|(known, _)| *known == name) else {
        let help = nearest(
            name,
            MODIFIERS
                .iter()
                .map(|(known, _)| *known)
                .chain(["fg", "bg"]),
        );
        reader.report(
            word.span.clone(),
            place,
            "",
            Problem::UnknownKey,
            name,
            help,
        );
        return;
    };
    match word.value.get_ref().as_bool() {
        Some(on) => modifiers.set(*modifier, on),
        None => {
            let span = word.value.span();
            reader.report(span, place, word.key, Problem::ExpectedSwitch, "", None);
        }
    }
}
