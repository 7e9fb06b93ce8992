//! The declarations, one file a kind. A line is a field: stable number, key, French and English
//! label, type, then how it stands in lists and forms.

use super::alias::Alias;
use super::computed::Computed;

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
