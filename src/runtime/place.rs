//! Where the store lies: the user's own, one that was named, or a throw-away one.

use std::path::{Path, PathBuf};

use super::demo::Demo;

/// Where the store lies.
pub enum Place {
    /// A folder that stays.
    Folder(PathBuf),
    /// A throw-away folder, filled from the report, gone at exit.
    Demo(Demo),
}

impl Place {
    /// The folder.
    pub fn folder(&self) -> &Path {
        match self {
            Place::Folder(folder) => folder,
            Place::Demo(demo) => demo.folder(),
        }
    }
}
