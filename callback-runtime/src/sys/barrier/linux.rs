//! A fence on all threads, by the system call membarrier(2).

use core::ffi::{c_int, c_long, c_uint};
use std::sync::OnceLock;

use crate::sys::fatal;

const MEMBARRIER_CMD_GLOBAL: c_int = 1 << 0;
const MEMBARRIER_CMD_PRIVATE_EXPEDITED: c_int = 1 << 3;
const MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED: c_int = 1 << 4;

/// The number of the system call, from the kernel's tables, if it is known.
const SYS_MEMBARRIER: Option<c_long> = if cfg!(miri) {
    None
} else if cfg!(all(target_arch = "x86_64", target_pointer_width = "64")) {
    Some(324)
} else if cfg!(target_arch = "x86") {
    Some(375)
} else if cfg!(target_arch = "arm") {
    Some(389)
} else if cfg!(any(target_arch = "aarch64", target_arch = "riscv64")) {
    Some(283)
} else {
    None
};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
}

fn membarrier(command: c_int) -> bool {
    let (flags, cpu): (c_uint, c_int) = (0, 0);
    SYS_MEMBARRIER.is_some_and(|number| {
        // SAFETY: the system call takes three integers and touches no memory.
        unsafe { syscall(number, command, flags, cpu) == 0 }
    })
}

/// Whether the kernel has this fence: since 4.14, and if no sandbox forbids it.
pub(crate) fn is_asymmetric() -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED.get_or_init(|| membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED))
}

/// Makes each thread of the process execute a full fence.
///
/// A process that was restored from a checkpoint has to register again. A process that has entered a sandbox
/// since it registered may be allowed the slower command, which needs no registration. If neither works,
/// running calls cannot be seen anymore, and this aborts the process.
pub(crate) fn fence_all_threads() {
    if membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)
        || membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED)
            && membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)
        || membarrier(MEMBARRIER_CMD_GLOBAL)
    {
        return;
    }
    fatal::abort("the system call `membarrier` was allowed before, and is refused now");
}
