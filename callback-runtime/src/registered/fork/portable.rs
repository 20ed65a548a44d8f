//! There is no `fork`.

pub(crate) fn follow() {}
