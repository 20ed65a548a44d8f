//! A pair of fences of which one, that of each call, costs nothing.
//!
//! A call writes where it is, and then looks whether it may be there. Whoever ends a callback writes that, and
//! then looks which calls are there. One of the two must see the other, so both need a full fence between the
//! write and the look. If the system can make all threads of the process execute a fence, the calls need none
//! of their own.

use core::sync::atomic::{Ordering, compiler_fence, fence};

#[cfg_attr(target_os = "linux", path = "barrier/linux.rs")]
#[cfg_attr(windows, path = "barrier/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "barrier/portable.rs")]
mod system;

/// Whether [`light`] is enough for calls. If not, each call needs a full fence.
///
/// The answer does not change during the life of the process.
pub(crate) use system::is_asymmetric;

/// The fence of a call, if [`is_asymmetric`].
#[inline(always)]
pub(crate) fn light() {
    compiler_fence(Ordering::SeqCst);
}

/// The fence of a call, whether or not [`is_asymmetric`].
pub(crate) fn own() {
    if is_asymmetric() {
        light();
    } else {
        fence(Ordering::SeqCst);
    }
}

/// The fence of whoever ends a callback.
pub(crate) fn heavy() {
    fence(Ordering::SeqCst);
    if is_asymmetric() {
        system::fence_all_threads();
    }
}
