//! The declarations, one file a kind. A line is a field: stable number, key, French and English
//! label, type, then how it stands in lists and forms.
//!
//! **To add a field**, add its line to the file of its kind, with a number that was never given, and the line that
//! the test of the numbers asks for. The form, sheet, columns, queries, import, export and history have it.
//!
//! **To add a kind**, add a file here and its `pub mod` below, and its line with a code that was never given to the
//! list in `model/kind.rs`. It has a pane of its own, opened by name from the palette; nothing else names it. What
//! follows from it is said in its declaration, or left out:
//!
//! | said | what follows |
//! |---|---|
//! | `title`, `short` | how it is called, and found by name |
//! | `when` | its place on a timeline, the date in sections |
//! | `once`, `places` | the same link twice, one more than there is room for |
//! | `over` | when it is over: dimmed, last, not counted across links |
//! | `about` | whom a call is about that is logged on it |
//! | `aliases` | names in queries for what stands behind its links |
//! | `computed` | fields that are read of it, told by others |
//! | `known` | which record the row of a file means |
//! | `called` of a field | what else people, and other programs, call it |
//! | `sought`, `gathering` of a field | how search, order and import take it |
//!
//! **To add a computed field**, add it to the `computed` list of its kind: a number of that list, its key and labels,
//! its type, what is told ([`super::computed::Told`]) and the ways to the records that tell it. It is read like any
//! field; a new way of telling is one more variant there, and one arm in `catalog/computed.rs`.

use super::alias::Alias;
use super::computed::Computed;

/// Other words for the day on which something begins, and for that on which it ends.
const BEGUN: &[&str] = &["depuis", "debut", "date de debut", "start", "start date"];
const ENDED: &[&str] = &["jusqu'a", "fin", "date de fin", "end", "end date"];
/// Other words for where somebody or something is.
const HOUSE: &[&str] = &["etablissement", "structure", "institution"];

/// No names for what stands behind links.
const NO_ALIASES: &[Alias] = &[];
/// No computed fields.
const NO_COMPUTED: &[Computed] = &[];

macro_rules! declare {
    (
        $key:literal $names:tt made $made:expr; title [$($title:ident),*] $separator:literal; short $short:expr; when $when:expr;
        $(once [$($once:ident),*];)?
        over $over:expr $(, about $about:ident)? $(, places $places:ident)? $(, aliases $aliases:ident)? $(, computed $computed:ident)?;
        known $known:expr;
        $( $field:ident = $number:literal $fkey:literal $fr:literal $en:literal $kind:expr
           $(=> $( $method:ident ( $($argument:expr),* ) ).+ )? ; )*
    ) => {
        $(
            #[doc = $en]
            pub const $field: Field = Field::new($number, $fkey, $fr, $en, $kind)$( $( .$method($($argument),*) )+ )?;
        )*
        /// The declaration.
        pub static DEFINITION: Definition = Definition {
            key: $key,
            names: $names,
            made: $made,
            fields: &[$( $field, )*],
            title: &[$( $title.number, )*],
            separator: $separator,
            short: $short,
            when: $when,
            over: $over,
            once: &[$($( $once.number, )*)?],
            about: [$(Some($about.number),)? None][0],
            places: [$(Some($places),)? None][0],
            known: $known,
            aliases: [$($aliases,)? super::NO_ALIASES][0],
            computed: [$($computed,)? super::NO_COMPUTED][0],
        };
    };
}

pub mod affiliation;
pub mod agreement;
pub mod body;
pub mod community;
pub mod deployment;
pub mod indicator;
pub mod interaction;
pub mod list;
pub mod mandate;
pub mod module;
pub mod organisation;
pub mod person;
pub mod registration;
pub mod session;
pub mod solution;
pub mod subscription;
pub mod task;
pub mod view;
