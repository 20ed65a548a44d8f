//! The two fences. A fence on all threads is modeled by its effect on each pair of threads.

use core::array;

use crate::model::{self, Fences};
use crate::sync::{AtomicUsize, Ordering, fence, global};

/// The maximum number of threads of a model. Loom allows more, but every heavy fence visits all.
pub(crate) const THREADS: usize = 4;

global! {
    /// One for each thread. A light fence and a heavy one exchange it, so one of the two comes first, and
    /// everything before it is seen after the other. Two light ones do not synchronize.
    static LIGHTS: [AtomicUsize; THREADS] = array::from_fn(|_| AtomicUsize::new(0));
}

pub(crate) fn is_asymmetric() -> bool {
    model::fences() == Fences::Asymmetric
}

pub(crate) fn light() {
    if is_asymmetric() {
        LIGHTS[model::thread()].fetch_add(1, Ordering::AcqRel);
    }
}

pub(crate) fn own() {
    if is_asymmetric() {
        light();
    } else {
        fence(Ordering::SeqCst);
    }
}

pub(crate) fn heavy() {
    fence(Ordering::SeqCst);
    if is_asymmetric() {
        for light in &*LIGHTS {
            light.fetch_add(1, Ordering::AcqRel);
        }
    }
}
