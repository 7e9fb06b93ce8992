//! The declarations, one file a kind. A line is a field: stable number, key, French and English
//! label, type, then how it stands in lists and forms.

use super::computed::Computed;

/// No computed fields.
const NONE_COMPUTED: &[Computed] = &[];

macro_rules! declare {
    (
        $key:literal $names:tt made $made:expr; title [$($title:ident),*] $separator:literal; short $short:expr; when $when:expr;
        $(once [$($once:ident),*];)?
        over $over:expr $(, about $about:ident)? $(, computed $computed:ident)?;
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
            computed: [$($computed,)? super::NONE_COMPUTED][0],
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
