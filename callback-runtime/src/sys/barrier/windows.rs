//! A fence on all threads, by `FlushProcessWriteBuffers`.
//!
//! <https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-flushprocesswritebuffers>

#[link(name = "kernel32")]
unsafe extern "system" {
    safe fn FlushProcessWriteBuffers();
}

/// Always, since Windows Vista.
pub(crate) fn is_asymmetric() -> bool {
    !cfg!(miri)
}

pub(crate) fn fence_all_threads() {
    FlushProcessWriteBuffers();
}
