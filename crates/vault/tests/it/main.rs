//! Integration tests of `athar-vault`: one binary, one module an idea.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod disk;
