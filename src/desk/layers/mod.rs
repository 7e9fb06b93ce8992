//! What lies over the panes. The top layer gets the key; what it does not know falls to the commands.
//!
//! To add a layer: a file here with its state and its life (`Surface`), a line in the list below, and a file
//! in `ui` that draws it.

pub mod bulk;
pub mod chooser;
pub mod columns;
pub mod completing;
pub mod confirm;
pub mod conflict;
pub mod copying;
pub mod entry;
pub mod filter;
pub mod find;
pub mod form;
pub mod help;
pub mod history;
pub mod import;
pub mod journal;
pub mod merge;
pub mod narrowed;
pub mod palette;
pub mod planning;
pub mod prompt;
pub mod quick;
pub mod reversing;
pub mod review;
mod surface;
pub mod view;
pub mod views;
pub mod welcome;
pub mod who;

pub use surface::{Surface, Typed};

macro_rules! layers {
    ($( $(#[doc = $says:literal])* $layer:ident($surface:ty); )*) => {
        /// A layer.
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant, reason = "few lie over each other, and they stay where they are")]
        pub enum Layer { $( $(#[doc = $says])* $layer($surface), )* }

        impl Layer {
            /// Its life.
            pub fn surface(&self) -> &dyn Surface {
                match self { $( Layer::$layer(surface) => surface, )* }
            }

            /// Its life, to go on with.
            pub fn surface_mut(&mut self) -> &mut dyn Surface {
                match self { $( Layer::$layer(surface) => surface, )* }
            }
        }

        $( impl From<$surface> for Layer {
            fn from(surface: $surface) -> Layer { Layer::$layer(surface) }
        } )*
    };
}

layers! {
    /// Typing the pane's filter.
    Filter(filter::Filter);
    /// Finding any record.
    Find(find::Find);
    /// Choosing from a list: commands, kinds, themes …
    Chooser(chooser::Chooser);
    /// Choosing a command or a view by name.
    Palette(palette::Palette);
    /// Choosing the columns of the pane.
    Columns(columns::Columns);
    /// Choosing a view.
    Views(views::Views);
    /// Adding or editing a record.
    Form(form::Form);
    /// Adding by a quick line.
    Quick(quick::Quick);
    /// Editing one field of the marked rows.
    Bulk(bulk::Bulk);
    /// Asking before something is done.
    Confirm(confirm::Confirm);
    /// Deciding between what two have made of a record.
    Conflict(conflict::Conflict);
    /// How far the planning of an import is.
    Planning(planning::PlanView);
    /// What an import would do, row by row.
    Import(import::ImportView);
    /// Who is there twice.
    Review(review::Review);
    /// Records that are made one, field by field.
    Merge(merge::Merge);
    /// Asking for a line of text.
    Prompt(prompt::Prompt);
    /// Saving what the pane shows as a view.
    SaveView(view::SaveView);
    /// Keys and commands.
    Help(help::Help);
    /// The history of a record.
    History(history::History);
    /// The journal.
    Journal(journal::Journal);
    /// An entry of the journal, record by record.
    Entry(entry::EntryView);
    /// Who has the store open.
    Who(who::Who);
    /// The welcome of the first start.
    Welcome(welcome::Welcome);
}
