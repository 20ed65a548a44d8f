//! The libraries that call even after they were told to stop: see `csrc/registered.c` and
//! `csrc/registered_threads.c`.

use std::ffi::{c_int, c_long, c_void};

use crate::watch::Watch;

/// `int (*event_fn)(int item, void *user)`
pub type Event = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Turns the return code of such a library into a `Result`.
///
/// # Errors
///
/// Returns the code, unless it is 0.
pub fn taken(code: c_int) -> Result<(), c_int> {
    if code == 0 { Ok(()) } else { Err(code) }
}

/// The calls that C counted. Each closure here answers with the item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Tally {
    answered: c_long,
    refused: c_long,
    wrong: c_long,
}

impl Tally {
    /// Makes a count of that many calls with the closure's answer, and with the fallback.
    ///
    /// # Panics
    ///
    /// Panics if there are too many.
    #[must_use]
    pub fn new(answered: usize, refused: usize) -> Self {
        let long = |count: usize| count.try_into().expect("not so many");
        Self { answered: long(answered), refused: long(refused), wrong: 0 }
    }

    /// Returns how many calls were answered by a closure.
    ///
    /// # Panics
    ///
    /// Panics if C counted backwards.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answered.try_into().expect("a count")
    }

    /// Returns whether each call was answered by its closure or refused.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.wrong == 0
    }

    /// Asserts how many calls were answered by these closures, and refused. Each closure was dropped once.
    ///
    /// # Panics
    ///
    /// Panics if a closure was called after its end, or not dropped, or dropped twice.
    #[must_use]
    pub fn expected<'a>(watches: impl IntoIterator<Item = &'a Watch>, refused: usize) -> Self {
        let entered = watches.into_iter().map(|watch| {
            assert_eq!((watch.late(), watch.dropped()), (0, 1), "calls after the end, and drops");
            watch.entered()
        });
        Self::new(entered.sum(), refused)
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            answered: self.answered + other.answered,
            refused: self.refused + other.refused,
            wrong: self.wrong + other.wrong,
        }
    }
}

/// Makes a handle on a C object, which all threads may use until it is ended.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident: $set:ident, $unset:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        pub struct $name(*mut c_void);

        // SAFETY: the object may be used on any thread, as `csrc` requires.
        unsafe impl Send for $name {}
        // SAFETY: as above.
        unsafe impl Sync for $name {}

        /// Tells the library to call.
        pub type $set = unsafe extern "C" fn($name, Event, *mut c_void) -> c_int;
        /// Tells the library to stop calling.
        pub type $unset = unsafe extern "C" fn($name) -> c_int;
    };
}

object! {
    /// A `struct library`, which calls on the calling thread.
    Library: SetLibrary, UnsetLibrary
}
object! {
    /// A `struct crowd`, which has threads.
    Crowd: SetCrowd, UnsetCrowd
}
