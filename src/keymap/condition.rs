//! When a binding holds: named conditions joined by `!`, `&&`, `||` and brackets.

use thiserror::Error;

macro_rules! conditions {
    ($( $variant:ident = $id:literal, $help:literal; )*) => {
        /// A fact about the desk that a binding may depend on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Condition { $( #[doc = $help] $variant, )* }

        impl Condition {
            /// All conditions.
            pub const ALL: &'static [Condition] = &[$( Condition::$variant, )*];

            /// Its name in a keymap.
            pub fn id(self) -> &'static str {
                match self { $( Condition::$variant => $id, )* }
            }

            /// The condition of that name.
            pub fn by_id(id: &str) -> Option<Condition> {
                match id { $( $id => Some(Condition::$variant), )* _ => None }
            }
        }
    };
}

conditions! {
    HasRow = "has-row", "A row is under the cursor.";
    HasMarks = "has-marks", "At least one row is marked.";
    Filtered = "filtered", "The list has a filter.";
    InSheet = "in-sheet", "The sheet has the keyboard.";
    ReadOnly = "read-only", "The store takes no changes.";
    Wide = "wide", "List and sheet stand side by side.";
}

/// A condition of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The fact holds.
    Is(Condition),
    /// It does not hold.
    Not(Box<When>),
    /// Both hold.
    And(Box<When>, Box<When>),
    /// At least one holds.
    Or(Box<When>, Box<When>),
}

/// Why a condition can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WhenError {
    /// No condition has that name.
    #[error("unknown condition \"{0}\"")]
    Unknown(String),
    /// The expression breaks off or goes on at this rest.
    #[error("unexpected \"{0}\" in a condition")]
    Unexpected(String),
}

/// Brackets and `!` deeper than this are refused, so that no file can exhaust the stack.
const DEPTH: usize = 32;

impl When {
    /// Reads `has-row && !(read-only || in-sheet)`; `&&` binds closer than `||`.
    ///
    /// # Errors
    /// An unknown name, or an expression that breaks off or goes on too long.
    pub fn parse(text: &str) -> Result<When, WhenError> {
        let mut parser = Parser {
            rest: text.trim_start(),
        };
        let when = parser.either(DEPTH)?;
        if parser.rest.is_empty() {
            Ok(when)
        } else {
            Err(parser.unexpected())
        }
    }

    /// Whether it holds, given which facts do.
    pub fn holds(&self, fact: &dyn Fn(Condition) -> bool) -> bool {
        match self {
            When::Is(condition) => fact(*condition),
            When::Not(inner) => !inner.holds(fact),
            When::And(left, right) => left.holds(fact) && right.holds(fact),
            When::Or(left, right) => left.holds(fact) || right.holds(fact),
        }
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn either(&mut self, depth: usize) -> Result<When, WhenError> {
        let mut left = self.both(depth)?;
        while self.eat("||") {
            left = When::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize) -> Result<When, WhenError> {
        let mut left = self.single(depth)?;
        while self.eat("&&") {
            left = When::And(Box::new(left), Box::new(self.single(depth)?));
        }
        Ok(left)
    }

    fn single(&mut self, depth: usize) -> Result<When, WhenError> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(self.unexpected());
        };
        if self.eat("!") {
            return Ok(When::Not(Box::new(self.single(deeper)?)));
        }
        if self.eat("(") {
            let inner = self.either(deeper)?;
            return if self.eat(")") {
                Ok(inner)
            } else {
                Err(self.unexpected())
            };
        }
        let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(self.unexpected());
        }
        self.rest = rest.trim_start();
        let condition =
            Condition::by_id(name).ok_or_else(|| WhenError::Unknown(name.to_string()))?;
        Ok(When::Is(condition))
    }

    fn eat(&mut self, sign: &str) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn unexpected(&self) -> WhenError {
        WhenError::Unexpected(self.rest.to_string())
    }
}
