//! A trace, called for each statement and at the end of its connection, which it does not keep open.

use std::ffi::{CStr, c_int, c_uint, c_void};
use std::ptr;
use std::rc::{Rc, Weak};

use callback_runtime::{Registration, callback};
use libsqlite3_sys::{SQLITE_MISUSE, SQLITE_TRACE_CLOSE, SQLITE_TRACE_STMT, sqlite3_trace_v2};

use crate::db::{self, Db, Error};
use crate::end::{End, dropped};
use crate::hooks;

// int (*xCallback)(unsigned event, void *user, void *p, void *x); always 0
//
// The meaning of the pointers depends on the event, so the closure takes them as C passes them.
#[callback(
    extern "C" fn(c_uint, context: *mut c_void, *mut c_void, *mut c_void) -> c_int,
    fallback = 0,
    matches = Option<
        unsafe extern "C" fn(c_uint, *mut c_void, *mut c_void, *mut c_void) -> c_int,
    >,
)]
pub(crate) type Trace = dyn FnMut(c_uint, *mut c_void, *mut c_void) -> c_int;

/// An event of a connection.
pub(crate) enum Event<'a> {
    Statement(&'a CStr),
    Close,
}

/// Calls `trace` for each event. There is one trace at a time, and a second one is refused. So `unset`
/// always removes its own.
fn trace(
    db: &Rc<Db>,
    mut trace: impl FnMut(Event<'_>) + 'static,
) -> Result<Registration<'static, Trace, Error>, Error> {
    let weak = Rc::downgrade(db);
    Trace::new(move |event, _, x| {
        trace(match event {
            // SAFETY: for this event, SQLite passes a string that lives until the call returns.
            SQLITE_TRACE_STMT => Event::Statement(unsafe { CStr::from_ptr(x.cast()) }),
            _ => Event::Close,
        });
        0
    })
    .register(
        |trace, user| {
            if db.traced.replace(true) {
                return Err(Error { code: SQLITE_MISUSE });
            }
            let events = SQLITE_TRACE_STMT | SQLITE_TRACE_CLOSE;
            // SAFETY: the connection is open, and the user data may be used at any time.
            db::check(unsafe { sqlite3_trace_v2(db.handle(), events, Some(trace), user) })
        },
        move |_, _, ()| {
            // A connection that is closed, or about to be, has no trace to remove.
            let Some(db) = Weak::upgrade(&weak) else { return Ok(()) };
            db.traced.set(false);
            // SAFETY: the connection is open. `None` removes the trace.
            db::check(unsafe { sqlite3_trace_v2(db.handle(), 0, None, ptr::null_mut()) })
        },
    )
}

/// Traces the last statements, and the end.
pub(crate) fn show(db: Rc<Db>) -> Result<(), Error> {
    let (end, weak) = (End::of("the trace, after its connection"), Rc::downgrade(&db));
    let traced = trace(&db, move |event| {
        let _ = &end;
        match event {
            Event::Statement(sql) => println!("  {}", sql.to_string_lossy()),
            Event::Close => {
                assert!(weak.upgrade().is_none(), "nobody can use it any more");
                println!("  the connection closes");
            }
        }
    })?;
    db.run(c"BEGIN; DELETE FROM account")?;

    println!("\n  a second trace is refused:");
    let (end, before) = (End::of("the second trace"), dropped());
    let refused = trace(&db, move |_| {
        let _ = &end;
    })
    .expect_err("there is one");
    println!("  {refused}");
    assert_eq!((refused.code, dropped()), (SQLITE_MISUSE, before + 1));

    println!("\n  the end, with two hooks, and a transaction that is still open:");
    // SQLite 3.54 makes this call, although its documentation says that there is none.
    let weak = Rc::downgrade(&db);
    let undo = hooks::on_rollback(&db, move || {
        assert!(weak.upgrade().is_none(), "nobody can use it any more");
        println!("  rollback");
    });
    assert_eq!(Rc::strong_count(&db), 1);
    drop(db);
    assert_eq!(dropped(), before + 1, "both outlive their connection");
    let Ok(()) = undo.unregister();
    traced.unregister()
}
