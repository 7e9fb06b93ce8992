//! The quick line: `field:value` text with a live preview of what it would make.

mod life;
mod reading;

use ulid::Ulid;

use crate::desk::input::Input;
use crate::model::{Collection, Fields, RecordRef};

/// A line of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickPreview {
    /// The field's label, or the unknown word.
    pub label: String,
    /// The value as it would be shown.
    pub text: String,
    /// What is wrong, in words.
    pub error: Option<String>,
    /// What is unusual, in words.
    pub warning: Option<String>,
}

/// The quick line.
#[derive(Debug)]
pub struct Quick {
    /// The id of its draft.
    pub draft: Ulid,
    /// What it adds to.
    pub collection: Collection,
    /// What is filled in: what makes it one of the collection, and the record that it shall point to.
    pub given: Fields,
    /// Its heading.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// What it means so far.
    pub preview: Vec<QuickPreview>,
    /// The fields that it would make, when nothing is wrong.
    pub fields: Option<Fields>,
    /// Likely duplicates.
    pub duplicates: Vec<(RecordRef, String)>,
    /// What else stands against saving, in words.
    pub objections: Vec<String>,
}
