//! Handlers: one user data for several functions.

use core::ffi::{c_int, c_void};
use core::pin::pin;

use callback_runtime::callback;

#[callback(extern "C", ok = 0, err = 1, fallback = -1)]
trait Sum<E> {
    #[callback(fn(item: *const c_int, context: *mut c_void) -> c_int)]
    fn add(&mut self, item: &c_int) -> Result<(), E>;
    fn sum(&self) -> c_int;
}

struct Limited {
    sum: c_int,
    most: c_int,
}

impl Sum<c_int> for Limited {
    fn add(&mut self, item: &c_int) -> Result<(), c_int> {
        if self.sum + item > self.most {
            return Err(*item);
        }
        self.sum += item;
        Ok(())
    }

    fn sum(&self) -> c_int {
        self.sum
    }
}

/// Plays C, which adds numbers until one is refused. Returns the sum.
///
/// # Safety
///
/// - The functions came with `user`, and may be called until this returns.
unsafe fn add_all(functions: SumFunctions, user: *mut c_void) -> c_int {
    for item in 1..10 {
        // SAFETY: the caller's promise, and the pointer is valid during the call.
        if unsafe { (functions.add)(&raw const item, user) } != 0 {
            break;
        }
    }
    // SAFETY: the caller's promise.
    unsafe { (functions.sum)(user) }
}

/// Hands a handler over on the stack, borrowed and pinned.
pub(crate) fn borrowed() -> bool {
    let mut handler = Limited { sum: 0, most: 7 };
    // SAFETY: `add_all` keeps neither part.
    let added = Sum::new(&mut handler).scope(|functions, user| unsafe { add_all(functions, user) });
    let mut context = pin!(Sum::new(Limited { sum: 0, most: 100 }));
    let bound = context.as_mut().bind();
    // SAFETY: as above.
    let sum = unsafe { add_all(bound.function(), bound.context()) };
    added == Err(4) && handler.sum == 6 && bound.finish(sum) == Ok(45)
}

#[cfg(feature = "alloc")]
mod kept {
    use super::{c_int, callback};

    #[callback(extern "C", fallback = -1)]
    trait Stream {
        fn read(&mut self) -> c_int;
        fn close(self) -> c_int;
    }

    struct Countdown(c_int);

    impl Stream for Countdown {
        fn read(&mut self) -> c_int {
            self.0 -= 1;
            self.0
        }

        fn close(self) -> c_int {
            self.0
        }
    }

    static FUNCTIONS: StreamFunctions = <dyn Stream>::functions::<Countdown>();

    /// Hands a handler over on the heap, where C destroys it by a method.
    pub(crate) fn kept() -> bool {
        let read = Stream::new(Countdown(3)).notified(|functions, user| {
            // SAFETY: the functions came with `user`, and are those of such a handler.
            let first = unsafe { (FUNCTIONS.read)(user) };
            // SAFETY: as above.
            let second = unsafe { (functions.read)(user) };
            // SAFETY: as above, and there is no call after this one.
            let closed = unsafe { (functions.close)(user) };
            Ok::<_, ()>([first, second, closed])
        });
        read == Ok([2, 1, 1])
    }
}

#[cfg(feature = "alloc")]
pub(crate) use kept::kept;

#[cfg(not(feature = "alloc"))]
pub(crate) fn kept() -> bool {
    true
}
