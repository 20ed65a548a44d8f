//! A commit hook turns commits into rollbacks, by an error and by a panic.

use std::cell::Cell;
use std::convert::Infallible;
use std::fmt;
use std::panic;
use std::rc::Rc;

use callback_runtime::Fault;
use libsqlite3_sys::SQLITE_CONSTRAINT_COMMITHOOK;

use crate::db::{Db, Error};
use crate::hooks;

/// A transaction changed too much.
#[derive(Debug, PartialEq, Eq)]
struct TooMany {
    rows: u32,
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows are too many for one transaction", self.rows)
    }
}

const TOTAL: &std::ffi::CStr = c"SELECT sum(cents) FROM account";

/// Allows transactions of two rows, with three hooks that work together.
pub(crate) fn show(db: &Rc<Db>) -> Result<(), Error> {
    let rows = Rc::new(Cell::new(0));
    let (count, ask, reset) = (Rc::clone(&rows), Rc::clone(&rows), Rc::clone(&rows));
    let counting = hooks::on_update(db, move |_, _, _, _| count.set(count.get() + 1));
    let limit = hooks::on_commit(db, move || match ask.get() {
        0..=2 => {
            println!("  commit: {} rows", ask.take());
            Ok(())
        }
        rows => Err(TooMany { rows }),
    });
    let undo = hooks::on_rollback(db, move || println!("  rollback: {} rows", reset.take()));

    db.run(c"UPDATE account SET cents = cents - 100 WHERE owner <> 'George'")?;
    assert_eq!(db.number(TOTAL)?, 400);
    // A single statement is a transaction, too.
    let vetoed = db.run(c"UPDATE account SET cents = 0").expect_err("those are 3 rows");
    println!("  SQLite says: {vetoed}");
    assert_eq!((vetoed.code, db.number(TOTAL)?), (SQLITE_CONSTRAINT_COMMITHOOK, 400));
    db.run(c"BEGIN; UPDATE account SET cents = cents + 100 WHERE owner <> 'George'; ROLLBACK")?;
    assert_eq!((db.number(TOTAL)?, rows.get()), (400, 0));

    // C got a code. `unregister` returns the error itself.
    let Ok(reason) = limit.unregister();
    let reason = reason.expect_err("there was a veto");
    println!("\n  the hook says: {reason}");
    assert_eq!(reason, TooMany { rows: 3 });

    println!("\n  without it, the same passes:");
    db.run(c"UPDATE account SET cents = cents + 100")?;
    println!("  {} cents in all", db.number(TOTAL)?);
    assert_eq!((db.number(TOTAL)?, rows.get()), (700, 3));
    drop((counting, undo));
    Ok(())
}

/// The closure panics: SQLite gets `fallback` from this and each later call, and the registration keeps the panic.
pub(crate) fn show_panic(db: &Rc<Db>) -> Result<(), Error> {
    let asked = Rc::new(Cell::new(0));
    let own = Rc::clone(&asked);
    let limit = hooks::on_commit::<Infallible>(db, move || {
        own.set(own.get() + 1);
        // On purpose. `resume_unwind` prints no message.
        panic::resume_unwind(Box::new("the limit cannot be read"))
    });
    let undo = hooks::on_rollback(db, || println!("  rollback"));
    for sql in [c"DELETE FROM account", c"INSERT INTO account VALUES ('Eve', 1)"] {
        println!("  {}", sql.to_string_lossy());
        let vetoed = db.run(sql).expect_err("nobody can allow it");
        println!("  SQLite says: {vetoed}");
        assert_eq!(vetoed.code, SQLITE_CONSTRAINT_COMMITHOOK);
    }
    println!("\n  the hook was entered {} time: {}", asked.get(), limit.fault().expect("a panic"));
    assert_eq!((asked.get(), limit.fault()), (1, Some(Fault::Panicked)));
    let payload = limit.take_panic().expect("nobody has taken it");
    let message = payload.downcast_ref::<&str>().expect("the payload is the closure's");
    println!("  the panic: {message}");

    drop((limit, undo));
    println!("  {} cents in all", db.number(TOTAL)?);
    assert_eq!(db.number(TOTAL)?, 700);
    db.run(c"UPDATE account SET cents = cents - 1 WHERE owner = 'Ada'")
}
