//! The arena as this guest's global allocator.
#![expect(unsafe_code, reason = "an allocator hands out raw memory; every block says why it is sound")]

use crate::blocks::{ARENA_BYTES_MAX, Blocks, GRAIN, Words};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;

#[repr(C, align(8))]
struct Arena {
    bytes: UnsafeCell<[u8; ARENA_BYTES_MAX]>,
    blocks: UnsafeCell<Blocks>,
}

// SAFETY: the target has no threads: a component instance is entered by one caller at a time.
unsafe impl Sync for Arena {}

#[global_allocator]
static ARENA: Arena = Arena { bytes: UnsafeCell::new([0; ARENA_BYTES_MAX]), blocks: UnsafeCell::new(Blocks::new()) };

impl Arena {
    fn base(&self) -> *mut u8 {
        self.bytes.get().cast()
    }

    #[expect(clippy::mut_from_ref, reason = "the cell is the point; there is one caller at a time")]
    fn blocks(&self) -> &mut Blocks {
        // SAFETY: no threads, and no method of `Blocks` allocates, so no second reference exists while this one lives.
        unsafe { &mut *self.blocks.get() }
    }

    /// The offset of a pointer into the arena, or `None` for the system's.
    fn offset(&self, pointer: *mut u8) -> Option<usize> {
        let offset = (pointer as usize).wrapping_sub(self.base() as usize);
        (offset < ARENA_BYTES_MAX).then_some(offset)
    }
}

/// The bytes of the arena, by their first.
struct Bytes(*mut u8);

impl Words for Bytes {
    fn get(&self, offset: usize) -> u32 {
        // SAFETY: only blocks that were given back are read: they lie within the arena, aligned, and nobody else uses them.
        unsafe { self.0.add(offset).cast::<u32>().read() }
    }

    fn set(&mut self, offset: usize, word: u32) {
        // SAFETY: as above.
        unsafe { self.0.add(offset).cast::<u32>().write(word) }
    }
}

// SAFETY: blocks come from disjoint ranges of `bytes` or from the system's allocator, which gets back exactly its own.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Rarer alignments go to the system.
        if layout.align() <= GRAIN
            && let Some(offset) = self.blocks().take(&Bytes(self.base()), layout.size())
        {
            // SAFETY: `take` keeps the block within `bytes`.
            return unsafe { self.base().add(offset) };
        }
        // SAFETY: the caller's layout is passed on unchanged.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        match self.offset(pointer) {
            Some(offset) => self.blocks().give(&mut Bytes(self.base()), offset, layout.size()),
            // SAFETY: outside the arena: it came from the system's allocator with this layout.
            None => unsafe { System.dealloc(pointer, layout) },
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, wanted: usize) -> *mut u8 {
        let Some(offset) = self.offset(pointer) else {
            // SAFETY: outside the arena: it came from the system's allocator with this layout.
            return unsafe { System.realloc(pointer, layout, wanted) };
        };
        if self.blocks().resize(offset, layout.size(), wanted) {
            return pointer;
        }
        // SAFETY: the caller guarantees that `wanted` is a valid size for this alignment.
        let fresh = unsafe { self.alloc(Layout::from_size_align_unchecked(wanted, layout.align())) };
        if !fresh.is_null() {
            // SAFETY: both blocks are at least as long as the shorter of the two sizes, and distinct.
            unsafe { std::ptr::copy_nonoverlapping(pointer, fresh, layout.size().min(wanted)) };
            self.blocks().give(&mut Bytes(self.base()), offset, layout.size());
        }
        fresh
    }
}
