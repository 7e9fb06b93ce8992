//! Settings: reading a user's files, and what is said of what is wrong in them.

mod assembling;
mod checking;
mod settings;

use std::path::Path;

use guichet::files::Finding;
use guichet::locale::{Texts, finding_words};
use guichet::model::Lang;

/// Writes a file of the user's folder, with the folders on the way.
pub fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The findings in English, without the folder before the file's name.
pub fn said(dir: &Path, findings: &[Finding]) -> Vec<String> {
    let texts = Texts::new(Lang::En);
    let folder = format!("{}/", dir.display());
    findings
        .iter()
        .map(|finding| finding_words(&texts, finding).replace(&folder, ""))
        .collect()
}
