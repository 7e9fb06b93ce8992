//! Where an export goes: a file, a pipe, a terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::context::{Context, Failure};
use super::output::{self, Progress};
use crate::exchange::export::Export;
use crate::exchange::format::Format;
use crate::locale;
use crate::store;

/// Refuses a file in the folder of a store.
pub(super) fn outside_stores(context: &Context, out: Option<&Path>) -> Result<(), Failure> {
    match out.and_then(store::around) {
        Some(store) => {
            let arguments = [("what", store.display().to_string())];
            Err(context.refused("cli", "export-store", &arguments))
        }
        None => Ok(()),
    }
}

/// Refuses a format in the words of `cli-<id>`, with those that are written.
pub(super) fn refused(context: &Context, id: &str, format: &Format, written: &[&str]) -> Failure {
    let key = format!("format-{}", format.name);
    let what = context.texts.get(&key).to_string();
    let arguments = [("what", what), ("formats", written.join(", "))];
    Failure::Usage(locale::said(&context.texts, "cli", id, &arguments))
}

/// Writes records in a format: to a file, else to standard output, as they come.
pub(super) fn write(out: Option<&Path>, format: &Format, export: &Export) -> Result<(), Failure> {
    let Some(writes) = format.writes else {
        return Ok(());
    };
    let to_terminal = out.is_none() && io::stdout().is_terminal();
    let mut progress = Progress::of(export.records.len(), !to_terminal);
    let mut tell = |so_far| progress.tell(so_far);
    match out {
        Some(path) => put(path, &mut |file| writes(export, file, &mut tell))
            .map_err(|error| Failure::Refused(format!("{}: {error}", path.display()))),
        // A table for a program keeps what was entered; a terminal would act on it.
        None if to_terminal && !format.escapes => {
            let mut bytes = Vec::new();
            writes(export, &mut bytes, &mut tell)
                .map_err(|error| Failure::Refused(error.to_string()))?;
            output::lines(String::from_utf8_lossy(&bytes).lines())
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            let written = writes(export, &mut out, &mut tell).and_then(|()| out.flush());
            output::unless_left(written)
        }
    }
}

/// Writes what is short: to a file, else to standard output.
pub(super) fn bytes(out: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match out {
        Some(path) => put(path, &mut |file| file.write_all(bytes))
            .map_err(|error| Failure::Refused(format!("{}: {error}", path.display()))),
        None if io::stdout().is_terminal() => output::lines(String::from_utf8_lossy(bytes).lines()),
        None => output::bytes(bytes),
    }
}

/// Writes a file that only its owner can read (`store::write_private`); what is no file (a pipe, a device) is written
/// to as it is.
fn put(path: &Path, by: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    let mut buffered = |file: &mut dyn Write| {
        let mut file = BufWriter::new(file);
        by(&mut file).and_then(|()| file.flush())
    };
    let found = store::there::reached(path).map_err(|error| error.to_string())?;
    if found.is_some_and(|found| !found.is_file()) {
        let opened = std::fs::OpenOptions::new().write(true).open(path);
        let written = opened.and_then(|mut file| buffered(&mut file));
        return written.map_err(|error| error.to_string());
    }
    store::write_private_by(path, |file| buffered(file)).map_err(|trouble| trouble.text)
}
