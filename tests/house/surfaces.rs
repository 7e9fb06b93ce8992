//! The rooms of the desk: a desk that only gives the keys and carries out.

use super::{files, read, source};

/// Methods of `Desk` at most: what a surface does stands with the surface.
const METHODS: usize = 60;

#[test]
fn the_desk_itself_has_few_methods() {
    let mut methods = Vec::new();
    for file in files(&source("")) {
        let mut inside = false;
        for line in read(&file).lines() {
            inside = (inside || line.starts_with("impl Desk ")) && !line.starts_with('}');
            let declares =
                line.starts_with("    fn ") || line.starts_with("    pub") && line.contains(" fn ");
            if inside && declares {
                methods.push(line.trim().to_string());
            }
        }
    }
    assert!(methods.len() > 20, "they are found");
    assert!(methods.len() < METHODS, "{}: {methods:#?}", methods.len());
}
