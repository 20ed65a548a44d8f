//! There is no `fork`.

pub(crate) fn install_handlers() {}
