//! The two fences here: a fence on all threads is modelled as what it does to each pair of threads.

use core::array;

use crate::model::{self, Fences};
use crate::sync::{AtomicUsize, Ordering, fence, global};

/// The most threads that a model may have. Unlike loom's, since every heavy fence visits all.
pub(crate) const THREADS: usize = 4;

global! {
    /// One for each thread. A light fence and a heavy one exchange it, so one of the two comes
    /// first, and all before that is seen by all after the other. Two light ones have nothing to do
    /// with each other.
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
