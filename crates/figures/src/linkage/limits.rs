//! How much a report shows. What is beyond is not drawn, and the page says how much that is.

/// Tables named in the summary.
pub const TABLES_MAX: usize = 8;
/// Stages whose time is told.
pub const STAGES_MAX: usize = 16;
/// Comparisons.
pub const COMPARISONS_MAX: usize = 64;
/// Levels of one comparison.
pub const LEVELS_MAX: usize = 24;
/// Pairs shown with their waterfall.
pub const WATERFALLS_MAX: usize = 12;
/// Lines of one waterfall, without first and last.
pub const STEPS_MAX: usize = 80;
/// Bars of the histogram of weights.
pub const SCORE_CLASSES_MAX: usize = 240;
/// Classes of the calibration.
pub const CALIBRATION_CLASSES_MAX: usize = 40;
/// Places of the curves over the threshold.
pub const THRESHOLDS_MAX: usize = 400;
/// Bars of cluster sizes; larger sizes share the last one.
pub const CLUSTER_SIZES_MAX: usize = 12;
/// Clusters shown by name.
pub const LARGEST_CLUSTERS_MAX: usize = 15;
/// Blocking rules.
pub const RULES_MAX: usize = 60;
/// Blocks shown by name.
pub const BLOCKS_MAX: usize = 25;
/// A weight beyond this many bits is drawn at the edge; its number is told as it is.
pub const WEIGHT_DRAWN_MAX: f64 = 64.0;
/// A probability below one in ten to this many is drawn as nothing; its number is told as it is.
pub const DECADES_MAX: f64 = 7.0;
