//! A trouble that lasts is logged when it begins, not each time it is met.

use std::fmt::Display;

/// What was logged last.
#[derive(Debug, Default)]
pub struct Repeated(Option<String>);

impl Repeated {
    /// Takes note of a trouble; whether it is another one than the last time, and so to be told.
    pub fn begins(&mut self, trouble: &dyn Display) -> bool {
        let trouble = trouble.to_string();
        let begins = self.0.as_ref() != Some(&trouble);
        self.0 = Some(trouble);
        begins
    }

    /// It is over: the next one is told, even if it is the same.
    pub fn over(&mut self) {
        self.0 = None;
    }
}
