//! No model forks.

pub(crate) fn follow() {}
