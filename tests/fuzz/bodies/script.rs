//! A key script, and the names of keys in it.

use crate::scripts::statement;
use guichet::keymap::Key;

/// Reads the statements; a key that is understood is called what it reads as.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(statements) = statement::read(&text) else {
        return;
    };
    for name in statements.iter().flat_map(|statement| &statement.words) {
        if let Ok(key) = name.parse::<Key>() {
            assert_eq!(key.to_string().parse::<Key>().ok(), Some(key), "{name}");
        }
    }
}
