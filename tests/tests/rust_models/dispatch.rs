//! Dispatched callbacks under random operations, compared with a model: what is in the queue, what C gets,
//! which faults there are, and that each argument is dropped once.
//!
//! The owner waits for each call of another thread, so that the model is exact.

mod declared;
mod run;

use std::collections::HashSet;
use std::panic::{catch_unwind, resume_unwind};

use callback_runtime::{Fault, set_fault_hook};
use callback_tests::{listen, rounds, seeds, silence};
use fastrand::Rng;

use self::declared::Torn;
use self::run::{HEARD, Run};

fn run(seed: u64) -> Vec<(&'static str, Fault)> {
    let _turn = listen("none");
    set_fault_hook(|report| HEARD.lock().unwrap().push((report.callback(), report.fault())));
    HEARD.lock().unwrap().clear();
    let mut random = Rng::with_seed(seed);
    let mut run = Run::new(&mut random);
    run.check();
    for _ in 0..40 {
        run.operate();
        run.check();
    }
    drop(run.tell.0.take());
    run.give_up();
    drop(run.ask.0.take());
    run.check();
    std::mem::take(&mut HEARD.lock().unwrap())
}

#[test]
fn whatever_is_done_it_is_as_the_model_says() {
    silence::<Torn>();
    let (mut runs, mut faults) = (0, HashSet::new());
    for seed in seeds(rounds(300)) {
        runs += 1;
        match catch_unwind(|| run(seed)) {
            Ok(found) => faults.extend(found),
            Err(payload) => {
                println!("CALLBACK_FUZZ_SEED={seed}");
                resume_unwind(payload);
            }
        }
    }
    // A panic, a null, a call after the end, and a call that was not delivered, for both.
    assert!(runs < 100 || faults.len() == 8, "{faults:?}");
}
