//! The ids by which a system knows its threads, for the models that need them.

use crate::model::{self, Hazards};
use crate::sync::{AtomicBool, Ordering, global};

#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) process: u32,
    pub(crate) thread: u32,
}

global! {
    /// The threads that have ended. The system reports it, and a thread that asks sees what they have done,
    /// because the kernel takes a lock to end a thread and to look for one.
    static ENDED: [AtomicBool; crate::barrier::THREADS] =
        std::array::from_fn(|_| AtomicBool::new(false));
}

pub(crate) fn this_thread() -> Option<Known> {
    let thread = model::thread().try_into().expect("there are few");
    (model::hazards() == Hazards::Kept).then_some(Known { process: 0, thread })
}

pub(crate) fn has_ended(known: Known) -> bool {
    let thread: usize = known.thread.try_into().expect("there are few");
    ENDED[thread].load(Ordering::Acquire)
}

/// Called at the end of a thread.
pub(crate) fn end() {
    ENDED[model::thread()].store(true, Ordering::Release);
}
