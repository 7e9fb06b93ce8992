//! All tests: one binary, mirroring `src/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod store;
