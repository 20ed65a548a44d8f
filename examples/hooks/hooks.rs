//! The declarations of three hooks, and how they are set and removed.

use std::cell::Cell;
use std::convert::Infallible;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use callback_runtime::{FromC, RawFn, Registration, callback};
use libsqlite3_sys::{
    SQLITE_DELETE, SQLITE_INSERT, SQLITE_UPDATE, sqlite3_commit_hook, sqlite3_rollback_hook,
    sqlite3_update_hook,
};

use crate::db::Db;

// There is no `matches` here: libsqlite3-sys has no typedefs for the hooks. The calls of its functions
// below check the types.

// void (*)(void *user, int operation, char const *database, char const *table, sqlite3_int64 row);
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *const c_char, *const c_char, row: i64),
)]
pub(crate) type Update = dyn FnMut(Operation, &CStr, &CStr, i64);

// int (*)(void *user); non-zero turns the commit into a rollback.
//
// `fallback` decides what a panic means. 0 would allow every commit.
#[callback(extern "C" fn(context: *mut c_void) -> c_int, ok = 0, err = 1, fallback = 1)]
pub(crate) type Commit<E> = dyn FnMut() -> Result<(), E>;

// void (*)(void *user);
#[callback(extern "C" fn(context: *mut c_void))]
pub(crate) type Rollback = dyn FnMut();

/// The change of a row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Insert,
    Update,
    Delete,
}

impl FromC<c_int> for Operation {
    unsafe fn from_c(raw: c_int) -> Option<Self> {
        match raw {
            SQLITE_INSERT => Some(Self::Insert),
            SQLITE_UPDATE => Some(Self::Update),
            SQLITE_DELETE => Some(Self::Delete),
            _ => None,
        }
    }
}

/// A hook, until this is dropped or another hook replaces it.
///
/// It does not keep the connection open, so either may end first. SQLite may still call while it closes the
/// connection. The hook can no longer use the connection then. A call after this value was dropped is
/// harmless: it is a late call, which finds no callback.
pub(crate) type Hook<C> = Registration<'static, C, Infallible>;

/// One of SQLite's hooks.
struct Place<F: 'static> {
    /// Sets a hook, and returns the user data of the previous one.
    set: fn(&Db, Option<F>, *mut c_void) -> *mut c_void,
    owner: fn(&Db) -> &Cell<*mut c_void>,
}

impl<F> Place<F> {
    /// Returns a closure that sets a hook, which may replace another.
    fn take(&'static self, db: &Db) -> impl FnOnce(F, *mut c_void) -> Result<(), Infallible> {
        |hook, user| {
            self.put(db, Some(hook), user);
            Ok(())
        }
    }

    /// Returns a closure that removes the hook with the user data `user`, and no other.
    ///
    /// It may run inside the hook: SQLite reads the place before each call, and not after it.
    fn leave(
        &'static self,
        db: &Rc<Db>,
    ) -> impl FnOnce(F, *mut c_void, ()) -> Result<(), Infallible> + use<F> {
        let db = Rc::downgrade(db);
        move |_, user, ()| {
            // A connection that is closed, or about to be, has no hooks to remove.
            let Some(db) = db.upgrade() else { return Ok(()) };
            // SQLite returns the user data of its hook only when that is replaced, so `Db` keeps it. `user`
            // cannot belong to another registration, because no handle is given twice.
            if (self.owner)(&db).get() == user {
                self.put(&db, None, ptr::null_mut());
            }
            Ok(())
        }
    }

    fn put(&self, db: &Db, hook: Option<F>, user: *mut c_void) {
        let previous = (self.set)(db, hook, user);
        assert_eq!(previous, (self.owner)(db).replace(user), "nobody else sets hooks");
    }
}

static UPDATE: Place<RawFn<Update>> = Place {
    // SAFETY: the connection is open. SQLite calls on the thread that uses it, which is this one, because
    // `Db` is not `Send`. `user` is a handle, so SQLite may call at any time.
    set: |db, hook, user| unsafe { sqlite3_update_hook(db.handle(), hook, user) },
    owner: |db| &db.update,
};
static COMMIT: Place<RawFn<Commit<()>>> = Place {
    // SAFETY: as above.
    set: |db, hook, user| unsafe { sqlite3_commit_hook(db.handle(), hook, user) },
    owner: |db| &db.commit,
};
static ROLLBACK: Place<RawFn<Rollback>> = Place {
    // SAFETY: as above.
    set: |db, hook, user| unsafe { sqlite3_rollback_hook(db.handle(), hook, user) },
    owner: |db| &db.rollback,
};

/// Calls `hook` with the operation, the database, the table and the row of each change.
pub(crate) fn on_update(
    db: &Rc<Db>,
    hook: impl FnMut(Operation, &CStr, &CStr, i64) + 'static,
) -> Hook<Update> {
    let Ok(hook) = Update::new(hook).register(UPDATE.take(db), UPDATE.leave(db));
    hook
}

/// Calls `hook` before each commit. An error turns the commit into a rollback.
pub(crate) fn on_commit<E: 'static>(
    db: &Rc<Db>,
    hook: impl FnMut() -> Result<(), E> + 'static,
) -> Hook<Commit<E>> {
    let Ok(hook) = Commit::new(hook).register(COMMIT.take(db), COMMIT.leave(db));
    hook
}

/// Calls `hook` at each rollback.
pub(crate) fn on_rollback(db: &Rc<Db>, hook: impl FnMut() + 'static) -> Hook<Rollback> {
    let Ok(hook) = Rollback::new(hook).register(ROLLBACK.take(db), ROLLBACK.leave(db));
    hook
}
