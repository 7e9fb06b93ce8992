//! A mapping in a file: one `[[column]]` each, with its `header` and what it goes `to`.

use serde::{Deserialize, Serialize};

use super::columns::{By, Goes, Left, Mapped, Mapping};
use super::target::Target;
use crate::model::Kind;
use crate::model::called::plain;

/// The file.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    column: Vec<Column>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Column {
    header: String,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    clears: Vec<String>,
    /// What stands in it: read by people only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    samples: Vec<String>,
}

/// Why a file is no mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is no such file: what, and on which line from 1.
    #[error("{0}")]
    Form(String, usize),
    /// It is of another kind.
    #[error("{0}")]
    Kind(String),
    /// A column goes to what there is not: its header, and that.
    #[error("{1}")]
    Target(String, String),
}

impl Mapping {
    /// The text of the file.
    pub fn text(&self, own: Kind) -> String {
        // Columns without a header are known by their places: all stand there, or none of them.
        let mut nameless = self
            .columns
            .iter()
            .filter(|column| column.header.is_empty());
        let has_places = nameless.any(|column| !column.targets().is_empty());
        let columns = self.columns.iter();
        let column = columns.filter(|column| has_places || !column.header.is_empty());
        let column = column.map(|column| Column {
            header: column.header.clone(),
            to: column
                .targets()
                .iter()
                .map(|target| target.key(own))
                .collect(),
            clears: column.clears.clone(),
            samples: column.samples.clone(),
        });
        let written = Written {
            kind: own.key().to_string(),
            column: column.collect(),
        };
        // A list of texts has no way to fail.
        toml::to_string(&written).unwrap_or_default()
    }

    /// Reads a file of that kind.
    ///
    /// # Errors
    /// It is no mapping, or one of another kind, or a column goes to what there is not.
    pub fn read(own: Kind, text: &str) -> Result<Mapping, MappingError> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            MappingError::Form(error.message().to_string(), line)
        })?;
        if !written.kind.is_empty() && written.kind != own.key() {
            return Err(MappingError::Kind(written.kind));
        }
        let mut mapping = Mapping::default();
        for column in written.column {
            let mut targets = Vec::new();
            for to in &column.to {
                let target = Target::named(own, to);
                let target = target
                    .ok_or_else(|| MappingError::Target(column.header.clone(), to.clone()))?;
                targets.push(target);
            }
            mapping.columns.push(Mapped {
                header: column.header,
                samples: column.samples,
                goes: match targets.is_empty() {
                    true => Goes::Left(Left::Choice),
                    false => Goes::To(targets, By::Choice),
                },
                clears: column.clears,
            });
        }
        Ok(mapping)
    }

    /// Takes over what another mapping says of the columns that have the same headers.
    pub fn take_over(&mut self, chosen: &Mapping) {
        // Those without a header are the same where as many columns stand there.
        let is_as_wide = chosen.columns.len() == self.columns.len();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let named = |other: &&Mapped| plain(&other.header) == plain(&column.header);
            let same = match column.header.is_empty() {
                true => chosen.columns.get(at).filter(|_| is_as_wide).filter(named),
                false => chosen.columns.iter().find(named),
            };
            if let Some(same) = same.filter(|same| !same.is_to_be_recognised()) {
                column.goes = same.goes.clone();
                column.clears.clone_from(&same.clears);
            }
        }
    }
}
