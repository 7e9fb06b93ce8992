//! Presets: forms with some of it filled in, which a command opens about what is meant. Declared with the kind.

use super::field::FieldNo;
use super::kind::Kind;

/// A form with some of it filled in.
#[derive(Debug)]
pub struct Preset {
    /// Its name: `call`.
    pub name: &'static str,
    /// The fields filled in with a choice.
    pub chosen: &'static [(FieldNo, &'static str)],
    /// The field filled in with the present minute.
    pub now: Option<FieldNo>,
    /// The field with the keyboard, unless the first that is empty.
    pub first: Option<FieldNo>,
}

impl Preset {
    /// A form about what is meant, no more filled in.
    pub const fn new(name: &'static str) -> Preset {
        Preset {
            name,
            chosen: &[],
            now: None,
            first: None,
        }
    }

    /// With these choices.
    pub const fn chosen(mut self, chosen: &'static [(FieldNo, &'static str)]) -> Preset {
        self.chosen = chosen;
        self
    }

    /// With the present minute in that field.
    pub const fn now(mut self, field: FieldNo) -> Preset {
        self.now = Some(field);
        self
    }

    /// Typing begins in that field.
    pub const fn first(mut self, field: FieldNo) -> Preset {
        self.first = Some(field);
        self
    }

    /// The preset of that name, and the kind of its form.
    pub fn named(name: &str) -> Option<(Kind, &'static Preset)> {
        Kind::ALL.iter().find_map(|kind| {
            let mut presets = kind.definition().presets.iter();
            Some((*kind, presets.find(|preset| preset.name == name)?))
        })
    }
}
