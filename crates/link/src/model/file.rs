//! A model as a TOML file.
