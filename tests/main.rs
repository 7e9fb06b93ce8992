//! The one tests binary: a folder per room, as in `src/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod term;
