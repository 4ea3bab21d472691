//! Integration tests of `athar-names`: one binary, one module an idea. All names are invented.

mod comparing;
mod fuzz;
mod generator;
mod hostile;
mod joins;
mod learning;
mod reading;
mod scripts;
mod searching;
mod sentences;
mod spelling;
mod yardstick;
