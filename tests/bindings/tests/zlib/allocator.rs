//! The allocator of a stream, as a trait, and one that counts.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::panic::resume_unwind;
use std::ptr::null_mut;

use callback_runtime::callback;
use libz_sys::{alloc_func, free_func, uInt, voidpf};

/// Allocates for a stream. Both methods take `&self`, so one allocator serves several streams.
#[callback(extern "C")]
pub(crate) trait Allocator {
    /// Returns null if there is no memory, which is also what zlib gets after a panic.
    #[callback(
        fn(context: voidpf, uInt, uInt) -> voidpf, fallback = null_mut(), matches = alloc_func,
    )]
    fn allocate(&self, items: uInt, size: uInt) -> *mut c_void;

    #[callback(fn(context: voidpf, voidpf), matches = free_func)]
    fn free(&self, memory: *mut c_void);
}

/// Owns the memory, so that blocks that zlib does not free are freed with it.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) blocks: RefCell<BTreeMap<usize, Box<[u128]>>>,
    pub(crate) allocations: Cell<usize>,
    /// The maximum number of blocks, if there is one.
    pub(crate) limit: Option<usize>,
    /// The number of the allocation that panics.
    pub(crate) panics_at: Option<usize>,
}

impl Memory {
    /// Returns the number of blocks that are not free.
    pub(crate) fn used(&self) -> usize {
        self.blocks.borrow().len()
    }
}

impl Allocator for Memory {
    fn allocate(&self, items: uInt, size: uInt) -> *mut c_void {
        self.allocations.set(self.allocations.get() + 1);
        if self.panics_at == Some(self.allocations.get()) {
            resume_unwind(Box::new(7)); // prints nothing
        }
        if self.limit.is_some_and(|limit| self.allocations.get() > limit) {
            return null_mut();
        }
        let bytes = items as usize * size as usize;
        let mut block = vec![0_u128; bytes.div_ceil(size_of::<u128>())].into_boxed_slice();
        let memory = block.as_mut_ptr();
        self.blocks.borrow_mut().insert(memory.addr(), block);
        memory.cast()
    }

    fn free(&self, memory: *mut c_void) {
        let freed = self.blocks.borrow_mut().remove(&memory.addr());
        assert!(freed.is_some(), "zlib frees what it has got");
    }
}
