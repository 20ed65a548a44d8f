//! An authorizer: a veto that holds even if its closure panics.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{self, AssertUnwindSafe};

use callback_runtime::{FromC, IntoC, callback};
use libsqlite3_sys::{
    SQLITE_AUTH, SQLITE_DELETE, SQLITE_DENY, SQLITE_DROP_TABLE, SQLITE_OK, SQLITE_READ,
    SQLITE_SELECT,
};

use crate::db::{Db, Error};
use crate::rows;
use crate::sqlite::{remove_authorizer, set_authorizer, sqlite3_set_authorizer};

// int (*xAuth)(void *user, int action, const char *, const char *, const char *, const char *);
//
// `fallback` decides what a panic means. `SQLITE_OK`, which is 0, would let everything pass.
#[callback(
    extern "C" fn(
        context: *mut c_void, c_int, *const c_char, *const c_char, *const c_char, *const c_char,
    ) -> c_int,
    fallback = SQLITE_DENY,
    matches = Option<
        unsafe extern "C" fn(
            *mut c_void, c_int, *const c_char, *const c_char, *const c_char, *const c_char,
        ) -> c_int,
    >,
)]
pub(crate) type Authorizer =
    dyn FnMut(Action, Option<&CStr>, Option<&CStr>, Option<&CStr>, Option<&CStr>) -> Verdict;

/// The action that a statement is about to take.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Read,
    Select,
    Delete,
    DropTable,
    Other,
}

impl FromC<c_int> for Action {
    unsafe fn from_c(raw: c_int) -> Option<Self> {
        Some(match raw {
            SQLITE_READ => Self::Read,
            SQLITE_SELECT => Self::Select,
            SQLITE_DELETE => Self::Delete,
            SQLITE_DROP_TABLE => Self::DropTable,
            _ => Self::Other,
        })
    }
}

/// The answer that SQLite gets.
#[derive(Clone, Copy)]
pub(crate) enum Verdict {
    Allow,
    Deny,
}

impl IntoC<c_int> for Verdict {
    fn into_c(self) -> c_int {
        match self {
            Self::Allow => SQLITE_OK,
            Self::Deny => SQLITE_DENY,
        }
    }
}

/// Runs `sql`, prints SQLite's answer, and returns its code.
fn run(db: &Db, sql: &CStr) -> c_int {
    db.run(sql).map_or_else(
        |error| {
            println!("  SQLite says: {error}");
            error.code
        },
        |()| SQLITE_OK,
    )
}

/// Allows, denies, and panics.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    // SAFETY: the closure prints, and does not use the connection.
    let authorizer = unsafe {
        sqlite3_set_authorizer(db, |action, table, _, _, _| {
            let table = table.unwrap_or(c"anything");
            println!("    may it {action:?} {}?", table.to_string_lossy());
            if action == Action::Delete { Verdict::Deny } else { Verdict::Allow }
        })
    };
    let authorizer = db.check(authorizer)?;
    for sql in [c"SELECT name FROM flight", c"DELETE FROM flight"] {
        println!("  {}", sql.to_string_lossy());
        let code = run(db, sql);
        assert_eq!(code == SQLITE_AUTH, sql == c"DELETE FROM flight");
    }
    // SQLite gets `None`, and then the closure is dropped.
    drop(authorizer);
    if cfg!(panic = "unwind") {
        show_panic(db)?;
    } else {
        println!("  (a panic ends the process in this build, so none is shown)");
    }
    Ok(())
}

/// The closure panics: SQLite gets `fallback`, and the panic goes on after SQLite has returned.
fn show_panic(db: &Db) -> Result<(), Error> {
    println!("\n  DROP TABLE flight, and the closure panics:");
    let mut asked = 0;
    let mut code = SQLITE_OK;
    let authorizer = Authorizer::new(|_, _, _, _, _| {
        asked += 1;
        // On purpose. `resume_unwind` prints no message.
        panic::resume_unwind(Box::new("the list of permissions cannot be read"))
    });
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
        authorizer.scope(|authorizer, context| {
            // SAFETY: the authorizer is removed below, and its closure counts and panics.
            let set = unsafe { set_authorizer(db, Some(authorizer), context) };
            assert_eq!(set, Ok(()));
            code = run(db, c"DROP TABLE flight");
            assert_eq!(remove_authorizer(db), Ok(()));
        });
    }));
    let payload = panicked.expect_err("`scope` goes on with the panic");
    let message = payload.downcast_ref::<&str>().expect("the payload is the closure's");
    println!("  and the panic came out of `scope`: {message}");
    assert_eq!((code, asked), (SQLITE_AUTH, 1));

    let left = rows::column(db, c"SELECT count(*) FROM flight")?;
    println!("  rows in the table: {}", left[0]);
    assert_eq!(left, ["11"]);
    Ok(())
}
