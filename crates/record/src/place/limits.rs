//! How much a file of places may hold. More is a mistake, or somebody's attempt to fill the memory.

/// Places of one gazetteer: every settlement of a large country.
pub(super) const PLACES_MAX: usize = 200_000;
/// Names of one place, all columns together.
pub(super) const NAMES_MAX: usize = 60;
/// Characters of one cell; a cell may hold many names.
pub(super) const CELL_CHARACTERS_MAX: usize = 2_000;
