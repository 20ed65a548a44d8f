//! Where a thread keeps its number: a thread-local of the language's.

use core::cell::Cell;

std::thread_local! {
    static NUMBER: Cell<usize> = const { Cell::new(0) };
}

/// What [`set`] has been given on this thread; 0 before.
///
/// Some targets have thread-locals by way of a library, and there they end before the thread does:
/// then it is 0 again.
#[inline(always)]
pub(crate) fn get() -> usize {
    NUMBER.try_with(Cell::get).unwrap_or(0)
}

pub(crate) fn set(number: usize) {
    NUMBER.set(number);
}
