//! Asks for a thread by the system calls gettid(2) and tgkill(2), which are both async-signal-safe.

use core::ffi::{c_int, c_long};
use core::mem;
use std::process;

use super::Known;

/// The numbers of gettid and tgkill, from the kernel's tables, if they are known.
const SYS: Option<(c_long, c_long)> = if cfg!(miri) {
    None
} else if cfg!(all(target_arch = "x86_64", target_pointer_width = "64")) {
    Some((186, 234))
} else if cfg!(target_arch = "x86") {
    Some((224, 270))
} else if cfg!(target_arch = "arm") {
    Some((224, 268))
} else if cfg!(any(target_arch = "aarch64", target_arch = "riscv64")) {
    Some((178, 131))
} else {
    None
};

/// The error of a process or thread that does not exist.
const ESRCH: c_int = 3;

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn __errno_location() -> *mut c_int;
}

pub(crate) fn this_thread() -> Option<Known> {
    let (gettid, _) = SYS?;
    // SAFETY: the system call takes nothing and touches no memory.
    let thread = u32::try_from(unsafe { syscall(gettid) }).ok()?;
    Some(Known { process: process::id(), thread })
}

pub(crate) fn has_ended(Known { process, thread }: Known) -> bool {
    let Some((_, tgkill)) = SYS else { return false };
    if process != process::id() {
        return false;
    }
    let no_signal: c_int = 0;
    // SAFETY: the function may be called at any time.
    let errno = unsafe { __errno_location() };
    // SAFETY: the pointer is to a variable of this thread, which nobody else uses.
    let before = unsafe { *errno };
    // SAFETY: the system call takes three integers and touches no memory.
    let asked = unsafe { syscall(tgkill, process, thread, no_signal) };
    // Restored, because a call must not change what C finds in `errno`.
    // SAFETY: the pointer is to a variable of this thread, which nobody else uses.
    let said = unsafe { mem::replace(&mut *errno, before) };
    asked != 0 && said == ESRCH
}
