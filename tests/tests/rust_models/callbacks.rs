//! Callbacks in every lifetime and of every kind under random operations, held against a model that
//! says after each of them what C got, which fault there was, and which closures have been dropped.
//!
//! Two threads take turns, so that the model is exact; `rust_registered/stress.rs` lets them race.

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

/// How many operations a run has, besides those inside others.
const OPERATIONS: usize = 60;

/// A run; the faults that there were.
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
    // The panics are many, and meant.
    silence::<closure::Panic>();
    let (mut runs, mut faults) = (0, HashMap::new());
    for seed in seeds(rounds(200)) {
        runs += 1;
        for (_, fault, leaked) in run(seed) {
            *faults.entry((fault, leaked)).or_insert(0) += 1;
        }
    }
    println!("{runs} runs with {faults:?}");
    // Six faults, of which one leaks or does not. `Undelivered` is that of dispatchers.
    assert!(runs < 40 || faults.len() == 7, "{faults:?}");
}
