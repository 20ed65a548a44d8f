//! Closures as SQLite's hooks: set, replaced and dropped while statements run.
//!
//! `cargo run --example hooks`

mod changes;
mod db;
mod end;
mod hooks;
mod trace;
mod veto;

use std::rc::Rc;

use crate::db::{Db, Error};

const ACCOUNTS: &std::ffi::CStr = c"
    CREATE TABLE account (owner TEXT, cents INTEGER);
    INSERT INTO account VALUES ('Ada', 300), ('Charles', 200), ('George', 100);
";

fn main() -> Result<(), Error> {
    end::watch_faults();
    let db = Rc::new(Db::open()?);
    db.run(ACCOUNTS)?;

    heading("Changes: sqlite3_update_hook", "register, and a hook in the place of another");
    changes::show(&db)?;

    heading("From inside: hooks that drop and register hooks", "while a statement is running");
    changes::show_inside(&db)?;

    heading("A veto: sqlite3_commit_hook", "unregister returns the error that escaped past C");
    veto::show(&db)?;

    if cfg!(panic = "unwind") {
        heading("A commit hook that panics", "fallback = 1: it fails closed");
        veto::show_panic(&db)?;
    }

    heading("A trace: sqlite3_trace_v2", "C refuses; a hook that outlives its connection");
    trace::show(db)?;
    end::assert_all_well(usize::from(cfg!(panic = "unwind")));
    Ok(())
}

fn heading(title: &str, what: &str) {
    println!("\n{title}\n  ({what})\n");
}
