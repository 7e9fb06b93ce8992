//! A folder of files by name, shipped ones and the user's, that inherit from each other.

use std::path::Path;

use super::finding::{Finding, Problem};
use super::nearest::nearest;
use super::reader::{Reader, read_file, words};

/// One kind of file that exists by name: keymaps, or themes.
pub struct Shelf {
    /// Name of the folder, shipped and the user's alike.
    pub folder: &'static str,
    /// The shipped files, name and text.
    pub shipped: &'static [(&'static str, &'static str)],
    /// The shipped file that all others inherit from in the end; a file without `inherits` does so
    /// at once, so that a file of two lines is a whole one.
    pub root: &'static str,
    /// What it is called when one is asked for that does not exist.
    pub missing: Problem,
}

/// The text of one file of a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file as findings name it.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl Shelf {
    /// All names, shipped first, then the user's own.
    pub fn names(&self, user_dir: Option<&Path>) -> Vec<String> {
        let mut names: Vec<String> = self
            .shipped
            .iter()
            .map(|(name, _)| (*name).to_string())
            .collect();
        let mut own: Vec<String> = user_dir
            .and_then(|dir| std::fs::read_dir(dir.join(self.folder)).ok())
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_string()))
            .filter(|name| !names.contains(name))
            .collect();
        own.sort_unstable();
        names.extend(own);
        names
    }

    /// The shipped file of that name.
    pub fn shipped(&self, name: &str) -> Option<Source> {
        let (name, text) = self.shipped.iter().find(|(shipped, _)| *shipped == name)?;
        Some(Source {
            file: format!("{}/{name}.toml", self.folder),
            text: (*text).to_string(),
        })
    }

    /// The file of that name: the user's, else the shipped one. `None` when there is neither.
    ///
    /// # Errors
    /// The user's file is there and can't be read.
    pub fn find(
        &self,
        name: &str,
        user_dir: Option<&Path>,
    ) -> Result<Option<Source>, Box<Finding>> {
        // A name is a name, not a way to another folder.
        let plain = !name.is_empty() && !name.contains(['/', '\\', '\0']);
        if let Some(dir) = user_dir.filter(|_| plain) {
            let path = dir.join(self.folder).join(format!("{name}.toml"));
            if let Some(text) = read_file(&path)? {
                return Ok(Some(Source {
                    file: path.display().to_string(),
                    text,
                }));
            }
        }
        Ok(self.shipped(name))
    }

    /// The file of that name and all that it inherits from, the root first. What can't be found is
    /// a finding, and the root stands in.
    pub fn load(&self, name: &str, user_dir: Option<&Path>) -> (Vec<Source>, Vec<Finding>) {
        match self.find(name, user_dir) {
            Ok(Some(source)) => self.chain(source, user_dir),
            Ok(None) => {
                let mut finding =
                    Finding::about(&format!("{}/{name}.toml", self.folder), self.missing, name);
                let known = self.names(user_dir);
                finding.help = nearest(name, known.iter().map(String::as_str)).map(str::to_string);
                (self.shipped(self.root).into_iter().collect(), vec![finding])
            }
            Err(finding) => (
                self.shipped(self.root).into_iter().collect(),
                vec![*finding],
            ),
        }
    }

    /// `first` and all that it inherits from, the root first, with what is wrong about `inherits`.
    pub fn chain(&self, first: Source, user_dir: Option<&Path>) -> (Vec<Source>, Vec<Finding>) {
        let mut chain = vec![first];
        let mut findings = Vec::new();
        while let Some(parent) = chain
            .last()
            .and_then(|last| self.parent(last, &chain, user_dir, &mut findings))
        {
            chain.push(parent);
        }
        chain.reverse();
        (chain, findings)
    }

    fn parent(
        &self,
        child: &Source,
        passed: &[Source],
        user_dir: Option<&Path>,
        findings: &mut Vec<Finding>,
    ) -> Option<Source> {
        let is_passed = |source: &Source| passed.iter().any(|one| one.file == source.file);
        let root = || self.shipped(self.root).filter(|source| !is_passed(source));
        // Syntax is reported by whoever reads the file for good.
        let (reader, table) = Reader::open(&child.file, &child.text);
        let words = words(&table);
        let Some(word) = words.iter().find(|word| word.key == "inherits") else {
            return root();
        };
        let Some(name) = word.value.get_ref().as_str() else {
            return root();
        };
        // A user's `default.toml` that inherits from "default" means the shipped one.
        let own = self.find(name, user_dir);
        let (problem, help) = match own {
            Ok(Some(source)) if !is_passed(&source) => return Some(source),
            Ok(Some(_)) => match self.shipped(name).filter(|source| !is_passed(source)) {
                Some(source) => return Some(source),
                None => (Problem::Cycle, None),
            },
            Ok(None) => {
                let known = self.names(user_dir);
                let near = nearest(name, known.iter().map(String::as_str)).map(str::to_string);
                (Problem::UnknownParent, near)
            }
            Err(finding) => {
                findings.push(*finding);
                return root();
            }
        };
        let span = word.value.span();
        findings.push(reader.finding(span, "", "inherits", problem, name, help.as_deref()));
        root()
    }
}
