//! Closures for C functions that take no user data: `qsort`, `nftw`, `atexit`.
//!
//! `cargo run --example slots`

mod at_exit;
mod limits;
mod sort;
mod tree;
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod walk;

use std::io;
use std::process;
use std::sync::{Arc, Mutex};

use callback_runtime::{Fault, set_fault_hook};

fn main() -> io::Result<()> {
    set_fault_hook(|report| {
        println!("  the fault hook reports `{}`: {}", report.callback(), report.fault());
        // Only late comparisons are expected. After `main`, nothing else would notice a failed assertion
        // in a closure.
        if (report.callback(), report.fault()) != ("Compare", Fault::Expired) {
            process::abort();
        }
    });

    heading("By a column: qsort", "scope, and a closure that captures the column");
    let sorted = sort::show();

    heading("A directory: nftw", "scope, and a Break that carries what was found");
    let directory = tree::make()?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    let found = walk::show(&directory)?;
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    let found = {
        println!(
            "  nftw is a function of Unix; this example runs it on Linux and on Apple's systems"
        );
        0
    };

    heading("No slots left, and late calls", "slot: SlotsExhausted, and the fallback");
    limits::show();

    heading("At exit: atexit", "slot and leak: nothing unregisters");
    let diary = Arc::new(Mutex::new(Vec::new()));
    at_exit::show(directory, &diary)?;
    // The closure was handed over before this, and reads it when it is called.
    let mut diary = diary.lock().expect("nobody panicked");
    diary.push(format!("{sorted} elements were sorted"));
    diary.push(format!("{found} files were found"));
    Ok(())
}

fn heading(title: &str, what: &str) {
    println!("\n{title}\n  ({what})\n");
}
