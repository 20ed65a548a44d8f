//! No way to ask.

use super::Known;

pub(crate) fn this_thread() -> Option<Known> {
    None
}

pub(crate) fn has_ended(_: Known) -> bool {
    false
}
