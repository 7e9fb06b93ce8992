//! The number of a file's format: 256 × how it is to be read, plus how it is to be written. A newer program
//! raises the first part where older ones can't read what it writes, and the second where they can read it
//! but would drop something in writing.

/// Whether a program that knows format `known` can read what was written in format `found`.
pub fn is_readable(found: u32, known: u32) -> bool {
    found >> 8 <= known >> 8
}

/// Whether it may write to it as well.
pub fn is_writable(found: u32, known: u32) -> bool {
    found <= known
}
