//! Every limit of linkage, in one place.

/// Own-name parts a record is compared by: given, father, grandfather, family and two further ones.
pub(crate) const NAME_SLOTS: usize = 6;

/// A block of more records than this is cut into smaller ones by a further key, or passed over and named.
pub(crate) const BLOCK_RECORDS_MAX: usize = 400;

/// A refined block of more records than this is passed over and named in the report.
pub(crate) const REFINED_RECORDS_MAX: usize = 1_000;

/// How many passed-over blocks the report names.
pub(crate) const BLOCKS_NAMED_MAX: usize = 20;

/// Random pairs from which u is estimated.
pub(crate) const RANDOM_PAIRS: usize = 1_000_000;

/// EM is adopted only with at least this many candidate pairs in a session …
pub(crate) const SESSION_PAIRS_MIN: u64 = 300;

/// … and at least this many pairs that it holds to be matches.
pub(crate) const SESSION_MATCHES_MIN: f64 = 100.0;

/// Rounds of EM at the most.
pub(crate) const EM_ROUNDS_MAX: usize = 60;

/// EM stops when no probability moves by more than this.
pub(crate) const EM_STOP: f64 = 1e-5;

/// Weight below which a pair is not kept, in 1/1024 bit, prior included: about one in 16,000.
pub(crate) const KEPT_LOG_ODDS_MIN: i32 = -14 * 1024;

/// Text of a value is compared up to this many characters.
pub(crate) const COMPARED_CHARACTERS_MAX: usize = 200;

/// Candidates of a record, on average, that are compared: the sieve is set so.
pub(crate) const CANDIDATES_A_RECORD: f64 = 50.0;

/// Pairs within lists that calibration looks at, at the most.
pub(crate) const DECOY_PAIRS_MAX: u64 = 20_000_000;

/// Bytes of name parts, with their counts, that a snapshot holds: a run's entry carries it.
pub(crate) const FREQUENCY_BYTES_MAX: usize = 2_000_000;

/// Records that compete for one, at the most, strongest first.
pub(crate) const RIVALS_MAX: usize = 40;

/// Clusterings that are drawn to count people: an even number.
pub(crate) const COUNT_DRAWS: u32 = 40;

/// Links of a record, at the most, that are looked at for triangles.
pub(crate) const TRIANGLE_SIDES_MAX: usize = 8;
