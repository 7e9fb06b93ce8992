//! What is declared of a kind.

use super::alias::Alias;
use super::collection::Collection;
use super::computed::Computed;
use super::field::{Field, FieldNo};
use super::natural::Natural;
use super::over::Over;
use super::places::Places;
use super::preset::Preset;
use super::tab::Tab;
use super::to_do::ToDo;

/// What a kind is: its names and its fields, declared once in `kinds/`.
#[derive(Debug)]
pub struct Definition {
    /// The key used in queries, on the command line and in JSON.
    pub key: &'static str,
    /// Names: French singular and plural, English singular and plural.
    pub names: [&'static str; 4],
    /// What is said once a record was made, French and English: *Tâche ajoutée*.
    pub made: [&'static str; 2],
    /// The fields in the order of forms and sheets.
    pub fields: &'static [Field],
    /// The fields whose values, joined by `separator`, make the title.
    pub title: &'static [FieldNo],
    /// What stands between the parts of a title.
    pub separator: &'static str,
    /// The field that names the record in short (an acronym), if there is one.
    pub short: Option<FieldNo>,
    /// The field that places the record on a timeline.
    pub when: Option<FieldNo>,
    /// The fields whose values make a link that is there once only, while it is not over; none for what may be
    /// there as often as one likes.
    pub once: &'static [FieldNo],
    /// When a record of it is over.
    pub over: Option<Over>,
    /// The field that says whom a call about such a record is about, where it is not the record itself.
    pub about: Option<FieldNo>,
    /// The places that it takes at what it links, where these are counted.
    pub places: Option<Places>,
    /// By what a record of it is known where no id is given.
    pub known: Natural,
    /// Names for what stands behind its links.
    pub aliases: &'static [Alias],
    /// The fields that are read of a record of it, but told by others, in the order of sheets.
    pub computed: &'static [Computed],
    /// Those of its records that are listed and imported by a name of their own.
    pub parts: &'static [Collection],
    /// The tabs in which it stands.
    pub tabs: &'static [Tab],
    /// The forms of it that commands open.
    pub presets: &'static [Preset],
    /// How its records say what is to be done, if they do.
    pub to_do: Option<ToDo>,
}

impl Definition {
    /// What is left out of a declaration.
    pub const BARE: Definition = Definition {
        key: "",
        names: [""; 4],
        made: [""; 2],
        fields: &[],
        title: &[],
        separator: "",
        short: None,
        when: None,
        once: &[],
        over: None,
        about: None,
        places: None,
        known: Natural::Keys(&[]),
        aliases: &[],
        computed: &[],
        parts: &[],
        tabs: &[],
        presets: &[],
        to_do: None,
    };

    /// A call about such a record is about what that field points at.
    pub const fn about(mut self, field: Field) -> Definition {
        self.about = Some(field.number);
        self
    }

    /// It takes places at what it links.
    pub const fn places(mut self, places: Places) -> Definition {
        self.places = Some(places);
        self
    }

    /// What stands behind its links has these names.
    pub const fn aliases(mut self, aliases: &'static [Alias]) -> Definition {
        self.aliases = aliases;
        self
    }

    /// These fields are told by others.
    pub const fn computed(mut self, computed: &'static [Computed]) -> Definition {
        self.computed = computed;
        self
    }

    /// These of its records have a name of their own.
    pub const fn parts(mut self, parts: &'static [Collection]) -> Definition {
        self.parts = parts;
        self
    }

    /// It stands in these tabs.
    pub const fn tabs(mut self, tabs: &'static [Tab]) -> Definition {
        self.tabs = tabs;
        self
    }

    /// Commands open these forms of it.
    pub const fn presets(mut self, presets: &'static [Preset]) -> Definition {
        self.presets = presets;
        self
    }

    /// Today lists it until it is done.
    pub const fn to_do(mut self, to_do: ToDo) -> Definition {
        self.to_do = Some(to_do);
        self
    }
}
