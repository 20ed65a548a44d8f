//! Systems without `fork`.

pub(crate) fn install_handlers() {}
