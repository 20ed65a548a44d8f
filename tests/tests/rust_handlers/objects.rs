//! Objects that begin with a C struct, which C reads and writes.

use std::ffi::{c_char, c_int, c_void};
use std::pin::pin;
use std::ptr;
use std::thread;

use callback_runtime::{Fault, callback};
use callback_tests::{
    Drops, Parts, Token, keep, keep_all, keep_reachable, listen, message, panic_of,
};

use crate::declared::call;

/// `struct cursor { int row; int columns[3]; void *owner; }`
#[derive(Clone, Copy)]
#[repr(C)]
struct Cursor {
    row: c_int,
    columns: [c_int; 3],
    owner: *mut c_void,
}

const START: Cursor = Cursor { row: 5, columns: [1, 2, 3], owner: ptr::null_mut() };

/// C's own functions on a cursor.
fn row(cursor: *mut Cursor) -> c_int {
    // SAFETY: C has the address of a cursor.
    unsafe { (*cursor).row }
}

fn set_row(cursor: *mut Cursor, row: c_int) {
    // SAFETY: as above.
    unsafe { (*cursor).row = row };
}

#[callback(extern "C", base = Cursor, ok = 0, err = |code| *code, fallback = -1)]
trait Table {
    /// The parameter named `base` is the user data, too.
    #[callback(fn(base: *mut Cursor) -> c_int)]
    fn next(&mut self, base: *mut Cursor) -> Result<(), c_int>;
    #[callback(fn(c_int, context: *mut Cursor) -> c_int, fallback = -2)]
    fn column(&mut self, index: c_int) -> c_int;
    /// The short form.
    #[callback(fallback = -3)]
    fn seek(&mut self, to: c_int, base: *mut Cursor) -> c_int;
}

struct Rows<T> {
    count: c_int,
    token: Token,
    value: T,
}

impl<T> Rows<T> {
    fn new(drops: &Drops, value: T) -> Self {
        Self { count: 0, token: drops.token(), value }
    }
}

impl<T> Table for Rows<T> {
    fn next(&mut self, base: *mut Cursor) -> Result<(), c_int> {
        self.token.touch();
        assert!((&raw const self.value).is_aligned());
        // C writes during the call, by the pointer that it passed.
        set_row(base, row(base) + 1);
        self.count += 1;
        assert!(row(base) != 13, "thirteen");
        if row(base) < 10 { Ok(()) } else { Err(row(base)) }
    }

    fn column(&mut self, index: c_int) -> c_int {
        10 * self.count + index
    }

    fn seek(&mut self, to: c_int, base: *mut Cursor) -> c_int {
        set_row(base, to);
        to
    }
}

/// Makes C's calls for a cursor at row 5, whose handler has no rows yet.
fn walk(functions: TableFunctions, cursor: *mut Cursor) {
    // SAFETY: C reads its own struct.
    let read = unsafe { *cursor };
    assert_eq!((read.row, read.columns, read.owner), (5, [1, 2, 3], ptr::null_mut()));
    assert_eq!(call!(functions.next(cursor)), 0);
    assert_eq!((row(cursor), call!(functions.column(2, cursor))), (6, 12));
    set_row(cursor, 8);
    assert_eq!(call!(functions.next(cursor)), 0);
    assert_eq!((row(cursor), call!(functions.column(2, cursor))), (9, 22));
    assert_eq!(call!(functions.seek(3, cursor)), 3);
    assert_eq!(row(cursor), 3);
    // C writes all of it.
    // SAFETY: as above.
    unsafe { cursor.write(Cursor { row: 4, columns: [7; 3], owner: cursor.cast() }) };
    assert_eq!(call!(functions.next(cursor)), 0);
    assert_eq!((row(cursor), call!(functions.column(0, cursor))), (5, 30));
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Wide;

fn in_each_lifetime<T: Copy + 'static>(value: T) {
    let drops = Drops::new();
    let object = || Table::new(START, Rows::new(&drops, value));

    assert_eq!(object().scope(walk), Ok(()));
    assert_eq!(drops.count(), 1);

    {
        let mut pinned = pin!(object());
        let bound = pinned.as_mut().bind();
        walk(bound.function(), bound.context());
        assert_eq!((bound.fault(), bound.finish(())), (None, Ok(())));
        // The struct stays as C left it, and so does the handler.
        let bound = pinned.as_mut().bind();
        let functions = bound.function();
        assert_eq!(row(bound.context()), 5);
        assert_eq!(call!(functions.column(0, bound.context())), 30);
        assert_eq!(bound.finish(()), Ok(()));
    }
    assert_eq!(drops.count(), 2);

    let (functions, user, destroy) = object().notified(keep_all).unwrap();
    walk(functions, user);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 3);
    let refused = object().notified(|functions, user, _| {
        walk(functions, user);
        Err::<(), _>(21)
    });
    assert_eq!((refused, drops.count()), (Err(21), 4));

    let (functions, user) = object().forever();
    keep_reachable(user);
    walk(functions, user);
    assert_eq!(drops.count(), 4);
}

#[test]
fn c_reads_and_writes_the_struct_in_each_lifetime() {
    in_each_lifetime(());
    in_each_lifetime(1_u8);
    in_each_lifetime([1_u64; 3]);
}

#[test]
fn the_handler_is_aligned() {
    in_each_lifetime(Wide);
}

#[test]
fn what_escapes_comes_back() {
    let drops = Drops::new();
    let escaped = Table::new(START, Rows::new(&drops, ())).scope(|functions, cursor| {
        set_row(cursor, 20);
        assert_eq!(call!(functions.next(cursor)), 21);
        assert_eq!(call!(functions.next(cursor)), 22);
        row(cursor)
    });
    assert_eq!((escaped, drops.count()), (Err(21), 1));
}

#[test]
fn the_faults_are_those_of_other_handlers() {
    let ear = listen("Table");
    let drops = Drops::new();
    let (functions, user, destroy) =
        Table::new(START, Rows::new(&drops, Wide)).notified(keep_all).unwrap();
    assert_eq!(call!(functions.next(ptr::null_mut())), -1);
    assert_eq!(call!(functions.column(1, ptr::null_mut())), -2);
    let parts = Parts::new(functions, user);
    let other = thread::spawn(move || {
        let (functions, user) = parts.get();
        assert_eq!(call!(functions.seek(1, user)), -3);
    });
    other.join().unwrap();
    set_row(user, 12);
    assert_eq!(call!(functions.next(user)), -1);
    assert_eq!(call!(functions.column(1, user)), -2);
    // The struct is still C's.
    assert_eq!(row(user), 13);
    // SAFETY: there is no context.
    unsafe { destroy(ptr::null_mut()) };
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
    let expected = [
        ("Table::next", Fault::InvalidArgument),
        ("Table::column", Fault::InvalidArgument),
        ("Table::seek", Fault::WrongThread),
        ("Table::next", Fault::Panicked),
        ("Table", Fault::InvalidArgument),
    ];
    assert_eq!(ear.named(), expected);
    let payload = panic_of(|| {
        Table::new(START, Rows::new(&drops, Wide)).scope(|functions, cursor| {
            set_row(cursor, 12);
            assert_eq!(call!(functions.next(cursor)), -1);
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("thirteen", 2));
}

/// A C struct with a larger alignment than a pointer.
#[derive(Clone, Copy)]
#[repr(C, align(128))]
struct Vector([c_int; 8]);

#[callback(extern "C", base = Vector, fallback = -1)]
trait Sum: Send {
    #[callback(fn(base: *mut Vector) -> c_int)]
    fn sum(&mut self, base: *mut Vector) -> c_int;
    #[callback(fn(base: *mut Vector, *const c_char) -> c_int)]
    fn end(self, base: *mut Vector, _note: *const c_char) -> c_int;
}

/// A handler of size zero.
struct Adder;

thread_local! {
    static DROPPED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Drop for Adder {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
    }
}

impl Sum for Adder {
    fn sum(&mut self, base: *mut Vector) -> c_int {
        assert!(base.is_aligned());
        // SAFETY: C has the address of a vector, and does nothing meanwhile.
        unsafe { (*base).0 }.iter().sum()
    }

    fn end(mut self, base: *mut Vector, _: *const c_char) -> c_int {
        let sum = self.sum(base);
        // C still has its struct.
        // SAFETY: as above.
        unsafe { (*base).0[0] = 0 };
        sum - self.sum(base)
    }
}

#[test]
fn the_struct_is_aligned_and_the_handler_has_no_size() {
    let before = DROPPED.get();
    let (functions, user) = Sum::new(Vector([1; 8]), Adder).notified(keep).unwrap();
    assert!(user.is_aligned());
    assert_eq!(call!(functions.sum(user)), 8);
    // SAFETY: C writes its own struct.
    unsafe { (*user).0[0] = 3 };
    assert_eq!(call!(functions.sum(user)), 10);
    assert_eq!(call!(functions.end(user, ptr::null())), 3);
    assert_eq!(DROPPED.get(), before + 1);
    let refused = Sum::new(Vector([2; 8]), Adder).notified(|functions, user| {
        assert_eq!(call!(functions.end(user, ptr::null())), 2);
        // The hand-over keeps the struct, too.
        // SAFETY: as above.
        assert_eq!(unsafe { (*user).0[1] }, 2);
        assert_eq!(call!(functions.sum(user)), -1);
        Err::<(), _>(21)
    });
    assert_eq!((refused, DROPPED.get()), (Err(21), before + 2));
}
