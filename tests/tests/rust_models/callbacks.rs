//! Callbacks in every lifetime and of every kind under random operations, compared with a model. After each
//! operation, the model says what C got, which faults there were, and which closures were dropped.
//!
//! Two threads take turns, so that the model is exact. In `rust_registered/stress.rs` they race.

mod closure;
mod declared;
mod ends;
mod hand_over;
mod model;
mod world;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use callback_tests::{listen, rounds, seeds, silence};

use self::model::Report;
use self::world::{World, help};

/// The number of operations of a run, without nested ones.
const OPERATIONS: usize = 60;

/// Runs the operations. Returns the faults.
fn run(seed: u64) -> Vec<Report> {
    let _turn = listen("none");
    let (world, jobs) = World::new(seed);
    let helper = thread::spawn(move || help(&jobs));
    let result = catch_unwind(AssertUnwindSafe(|| {
        (0..OPERATIONS).for_each(|_| world.operate());
        world.finish();
    }));
    if let Err(payload) = result {
        println!("{}\nCALLBACK_FUZZ_SEED={seed}", world.log().join("\n"));
        std::panic::resume_unwind(payload);
    }
    let reports = world.reports();
    drop(world);
    helper.join().unwrap();
    reports
}

#[test]
fn whatever_is_done_it_is_as_the_model_says() {
    // There are many panics, on purpose.
    silence::<closure::Panic>();
    let (mut runs, mut faults) = (0, HashMap::new());
    for seed in seeds(rounds(200)) {
        runs += 1;
        for (_, fault, leaked) in run(seed) {
            *faults.entry((fault, leaked)).or_insert(0) += 1;
        }
    }
    println!("{runs} runs with {faults:?}");
    // Six faults, one of which leaks or does not. Only dispatchers have `Undelivered`.
    assert!(runs < 40 || faults.len() == 7, "{faults:?}");
}
