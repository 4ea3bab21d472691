//! The allocator of a program that forgets: the system's, and what is freed is overwritten first.
//!
//! A crate does the same (`zeroizing-alloc`); this one can be switched on when a program starts, which its tests need
//! to compare, and leaves to the kernel what the kernel clears anyway.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, Ordering};

static IS_ON: AtomicBool = AtomicBool::new(false);

/// From so many bytes on, every system's allocator takes memory from the kernel for this block alone (glibc: at most
/// 32 MiB, `M_MMAP_THRESHOLD` in `mallopt(3)`) and gives it back when it is freed. The kernel clears it before anybody
/// sees it, and moves it without a copy when it grows.
const OF_THE_KERNEL: usize = 64 << 20;

/// Overwrites from now on.
pub(super) fn begin() {
    IS_ON.store(true, Ordering::Relaxed);
}

/// An allocator that overwrites what is freed once [`forgetful_memory`](super::forgetful_memory) was called. Before, it
/// is the system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetful;

// SAFETY: every block comes from the system's allocator and goes back to it with its own layout; what is written in
// between lies inside of the block.
unsafe impl GlobalAlloc for Forgetful {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if must_wipe(layout.size()) {
            // SAFETY: the block is as long, and nobody uses it any more.
            unsafe { wipe(block, layout.size()) };
        }
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(block, layout) }
    }

    /// A block that moves would leave its old place as it was: it is moved here, and the old place overwritten.
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if !must_wipe(layout.size()) {
            // SAFETY: as the caller promises.
            return unsafe { System.realloc(block, layout, new_size) };
        }
        // SAFETY: the caller promises that the new size is not zero and fits the alignment; the new block is another one.
        unsafe {
            let new = System.alloc(Layout::from_size_align_unchecked(new_size, layout.align()));
            if !new.is_null() {
                std::ptr::copy_nonoverlapping(block, new, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
            new
        }
    }
}

fn must_wipe(size: usize) -> bool {
    IS_ON.load(Ordering::Relaxed) && size < OF_THE_KERNEL
}

/// Overwrites with zeros, though nobody will read them: what looks at the pointer afterwards keeps the compiler from
/// leaving the writes out.
///
/// # Safety
/// The block is at least as long, and nobody uses it meanwhile.
#[inline]
pub(super) unsafe fn wipe(block: *mut u8, length: usize) {
    // SAFETY: as the caller promises.
    unsafe { std::ptr::write_bytes(block, 0, length) };
    std::hint::black_box(block);
}
