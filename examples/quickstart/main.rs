//! Rust closures as the callbacks of SQLite: rows, functions, collations, an authorizer, a timeout.
//!
//! `cargo run --example quickstart`

mod authorizer;
mod collation;
mod db;
mod function;
mod progress;
mod rows;
mod sqlite;

use std::rc::Rc;

use crate::db::{Db, Error};

const FLIGHTS: &std::ffi::CStr = c"
    CREATE TABLE flight (name TEXT, year INTEGER, minutes INTEGER, site TEXT);
    INSERT INTO flight VALUES
        ('Apollo 7',  1968, 15609, NULL),
        ('Apollo 8',  1968,  8820, NULL),
        ('Apollo 9',  1969, 14460, NULL),
        ('Apollo 10', 1969, 11523, NULL),
        ('Apollo 11', 1969, 11718, 'Mare Tranquillitatis'),
        ('Apollo 12', 1969, 14676, 'Oceanus Procellarum'),
        ('Apollo 13', 1970,  8574, NULL),
        ('Apollo 14', 1971, 12961, 'Fra Mauro'),
        ('Apollo 15', 1971, 17711, 'Hadley Rille'),
        ('Apollo 16', 1972, 15951, 'Descartes Highlands'),
        ('Apollo 17', 1972, 18111, 'Taurus-Littrow');
";

fn main() -> Result<(), Error> {
    let db = Rc::new(Db::open()?);
    db.run(FLIGHTS)?;

    heading(
        "Rows: sqlite3_exec calls a closure for each",
        "scope, and a Break that carries a value",
    );
    rows::show(&db)?;

    heading("A SQL function: sqlite3_create_function_v2", "notified, context = unsafe { .. }");
    function::show(&db)?;

    heading("A collation: sqlite3_create_collation_v2", "notified, and who drops what C refused");
    collation::show(&db)?;

    heading(
        "An authorizer: sqlite3_set_authorizer",
        "fallback = SQLITE_DENY: a panic fails closed",
    );
    authorizer::show(&db)?;

    heading("A timeout: sqlite3_progress_handler", "Result: the error escapes past C");
    progress::show(&db)?;

    heading("The end: sqlite3_close", "SQLite destroys what it was given");
    assert_eq!(Rc::strong_count(&db), 1);
    drop(db);
    function::assert_all_dropped();
    Ok(())
}

fn heading(title: &str, what: &str) {
    println!("\n{title}\n  ({what})\n");
}
