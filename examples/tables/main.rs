//! Rust values as SQLite's objects: virtual tables, a window function, a file system.
//!
//! `cargo run --example tables`

mod db;
mod numbers;
mod stock;
mod value;
mod vfs;
mod virtual_table;
mod window;

use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::set_fault_hook;

use crate::db::{Db, Error};

static FAULTS: AtomicUsize = AtomicUsize::new(0);

fn main() -> Result<(), Error> {
    set_fault_hook(|report| {
        FAULTS.fetch_add(1, Ordering::Relaxed);
        println!("    the fault hook reports `{}`: {}", report.callback(), report.fault());
    });
    let db = Db::open()?;

    heading("A table-valued function: sqlite3_create_module_v2", "a static table of functions");
    numbers::show(&db)?;

    heading("A table over a `Vec`: xUpdate, xBegin", "errors with a text, and a panic");
    stock::show(&db)?;

    heading(
        "A window function: sqlite3_create_window_function",
        "notified, with a method that takes `self`",
    );
    window::show(&db)?;

    heading("The end: sqlite3_close", "SQLite destroys what it was given");
    drop(db);

    heading("A file system: sqlite3_vfs_register", "scope, and files in memory that SQLite has");
    vfs::show()?;
    let faults = if cfg!(panic = "unwind") { 4 } else { 0 };
    assert_eq!(FAULTS.load(Ordering::Relaxed), faults);
    Ok(())
}

fn heading(title: &str, what: &str) {
    println!("\n{title}\n  ({what})\n");
}

#[cfg(test)]
mod tests {
    /// The program asserts what it prints.
    #[test]
    fn the_program_runs() {
        super::main().unwrap();
    }
}
