//! Integration tests of `athar-names`: one binary, one module an idea. All names are invented.

mod comparing;
mod hostile;
mod learning;
mod reading;
mod searching;
mod spelling;
mod yardstick;
