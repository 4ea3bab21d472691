//! Power loss at any operation, and disks that fail: what was acknowledged is there afterwards, with the same leaf, and no
//! index was given twice.
//!
//! A killed process keeps its page cache; a machine that loses power does not. So the archive's processes run under a
//! preloaded library (`tests/faults`, in C) that writes down every change since the last flush, and ends them all at an
//! operation. Then a seeded generator decides what of it had reached the disk, and the archive is opened on what is left.
//!
//! What is not modelled: bits that rot, blocks that a drive confuses, metadata of files (owner, mode, times). A drive that
//! lies about flushes is the control: there, acknowledged entries must get lost, or these tests see nothing.

mod bytes;
mod cluster;
mod disk;
mod failing;
mod image;
mod log;
mod loss;
mod model;
mod names;
mod postgres;
mod power;
mod run;
mod witness;
mod worker;
