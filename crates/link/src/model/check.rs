//! Whether a model holds together, before any table is read.
