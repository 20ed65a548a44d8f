//! Systems without a fence on all threads.

pub(crate) fn is_asymmetric() -> bool {
    false
}

pub(crate) fn fence_all_threads() {}
