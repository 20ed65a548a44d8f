//! Threads here cannot be asked for: those that have none of their own take what is lent to them.

#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) process: u32,
    pub(crate) thread: u32,
}

pub(crate) fn this_thread() -> Option<Known> {
    None
}

pub(crate) fn has_ended(_: Known) -> bool {
    false
}
