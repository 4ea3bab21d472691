//! A level as it stands in a model file.
