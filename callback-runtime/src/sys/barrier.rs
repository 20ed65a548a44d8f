//! A fence that costs nothing on one side: that of every call, against that of an unregistration.
//!
//! A call writes down where it is, and then looks whether it may be there. Who closes a callback
//! writes that down, and then looks who is there. One of the two must see the other, which takes a
//! full fence between the writing and the looking, on both sides. Where the system can make all
//! threads of the process execute one, the calls need none of their own.

use core::sync::atomic::{Ordering, compiler_fence, fence};

#[cfg_attr(target_os = "linux", path = "barrier/linux.rs")]
#[cfg_attr(windows, path = "barrier/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "barrier/portable.rs")]
mod system;

/// Whether [`light`] is enough on the side of the calls; if not, that needs a full fence.
///
/// The same for the life of the process.
pub(crate) use system::is_asymmetric;

/// The side of the calls.
#[inline(always)]
pub(crate) fn light() {
    compiler_fence(Ordering::SeqCst);
}

/// The side of the calls, where they make their own fence if the other side cannot.
pub(crate) fn own() {
    if is_asymmetric() {
        light();
    } else {
        fence(Ordering::SeqCst);
    }
}

/// The other side.
pub(crate) fn heavy() {
    fence(Ordering::SeqCst);
    if is_asymmetric() {
        system::fence_all_threads();
    }
}
