//! What the columns of a file go to, on the command line: read from a file, written to it, shown.

use std::path::Path;

use serde_json::{Value, json};

use super::context::{Context, Failure};
use crate::exchange::mapping::{Goes, Mapped, Mapping, MappingError};
use crate::locale;
use crate::model::Kind;
use crate::store;

/// The mapping of a file; none where there is no such file yet.
pub(super) fn read(
    context: &Context,
    kind: Kind,
    path: Option<&Path>,
) -> Result<Option<Mapping>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::Refused(format!("{}: {error}", path.display()))),
    };
    Mapping::read(kind, &text).map(Some).map_err(|error| {
        let shown = path.display();
        Failure::Refused(match error {
            MappingError::Form(what, line) => format!("{shown}:{line}: {what}"),
            MappingError::Kind(what) => {
                let arguments = [("what", what), ("kind", kind.key().to_string())];
                format!(
                    "{shown}: {}",
                    locale::said(&context.texts, "cli", "map-kind", &arguments)
                )
            }
            MappingError::Target(header, to) => {
                let arguments = [("what", to), ("header", header)];
                format!(
                    "{shown}: {}",
                    locale::said(&context.texts, "cli", "map-target", &arguments)
                )
            }
        })
    })
}

/// Writes what was recognised to a file that is not there yet.
pub(super) fn keep(kind: Kind, path: Option<&Path>, mapping: &Mapping) -> Result<(), Failure> {
    let Some(path) = path.filter(|_| !mapping.columns.is_empty()) else {
        return Ok(());
    };
    store::write_private(path, mapping.text(kind).as_bytes())
        .map_err(|trouble| Failure::Refused(format!("{}: {}", path.display(), trouble.text)))
}

/// A line for each column: what it goes to, and some of its values.
pub(super) fn lines(context: &Context, kind: Kind, mapping: &Mapping) -> Vec<String> {
    let lang = context.texts.lang();
    let column = |column: &Mapped| {
        let arguments = [
            ("what", column.header.clone()),
            ("to", column.words(kind, lang)),
            ("samples", column.samples.join(" | ")),
        ];
        let id = match column.goes {
            Goes::To(..) => "map-to",
            Goes::Left(_) => "map-left",
        };
        locale::said(&context.texts, "cli", id, &arguments)
    };
    mapping.columns.iter().map(column).collect()
}

/// The columns for another program.
pub(super) fn object(kind: Kind, mapping: &Mapping) -> Value {
    let columns = mapping.columns.iter().map(|column| {
        let to = column.targets().iter().map(|target| target.key(kind));
        json!({
            "header": column.header, "to": to.collect::<Vec<String>>(), "samples": column.samples,
        })
    });
    Value::Array(columns.collect())
}
