//! Static tables: C has the functions in a `static`, and gets the objects later.

use std::ffi::{CStr, c_char, c_int, c_void};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, keep, keep_all, listen};

use crate::consume::{File, Open};

/// `struct cursor`, which C initializes.
#[derive(Clone, Copy, Default)]
#[repr(C)]
struct Cursor {
    table: usize,
    position: c_int,
}

#[callback(extern "C", base = Cursor, fallback = -1)]
trait Scan<T: Copy + Into<c_int> + 'static> {
    #[callback(fn(base: *mut Cursor) -> c_int)]
    fn next(&mut self, base: *mut Cursor) -> c_int;
    #[callback(fn(base: *mut Cursor, *const T) -> c_int)]
    fn filter(&mut self, value: &T) -> c_int;
    /// A method with a default.
    #[callback(fn(base: *mut Cursor) -> c_int, fallback = 1)]
    fn eof(&mut self) -> c_int {
        0
    }
    #[callback(fn(base: *mut Cursor) -> c_int, fallback = 1)]
    fn close(self) -> c_int;
}

/// `struct module`, a table of functions. C may leave out some.
#[repr(C)]
struct Module<T> {
    next: Option<unsafe extern "C" fn(*mut Cursor) -> c_int>,
    filter: Option<unsafe extern "C" fn(*mut Cursor, *const T) -> c_int>,
    eof: Option<unsafe extern "C" fn(*mut Cursor) -> c_int>,
    close: Option<unsafe extern "C" fn(*mut Cursor) -> c_int>,
    rename: Option<unsafe extern "C" fn(*mut Cursor, *const c_char) -> c_int>,
}

struct Series<T> {
    total: c_int,
    value: Option<T>,
    token: Token,
}

impl<T> Series<T> {
    fn new(drops: &Drops) -> Self {
        Self { total: 0, value: None, token: drops.token() }
    }
}

impl<T: Copy + Into<c_int> + 'static> Scan<T> for Series<T> {
    fn next(&mut self, base: *mut Cursor) -> c_int {
        // SAFETY: C passed its cursor, and does nothing meanwhile.
        unsafe { (*base).position += 1 };
        self.total += self.value.map_or(1, Into::into);
        self.total
    }

    fn filter(&mut self, value: &T) -> c_int {
        self.value = Some(*value);
        0
    }

    fn close(self) -> c_int {
        self.token.touch();
        self.total
    }
}

const fn module<T: Copy + Into<c_int> + 'static>() -> Module<T> {
    let functions = <dyn Scan<T>>::functions::<Series<T>>();
    Module {
        next: Some(functions.next),
        filter: Some(functions.filter),
        eof: Some(functions.eof),
        close: Some(functions.close),
        rename: None,
    }
}

static BYTES: Module<i8> = module();
static SHORTS: Module<c_int> = Module { eof: None, ..module() };

/// Makes C's calls for an object of a module.
fn run<T>(module: &Module<T>, cursor: *mut Cursor, value: &T) -> [c_int; 5] {
    assert!(module.rename.is_none());
    let next = module.next.unwrap();
    // SAFETY: the object is one of the module.
    let first = unsafe { next(cursor) };
    // SAFETY: as above.
    let filtered = unsafe { module.filter.unwrap()(cursor, value) };
    // SAFETY: as above.
    let second = unsafe { next(cursor) };
    // SAFETY: as above.
    let eof = module.eof.map_or(0, |eof| unsafe { eof(cursor) });
    // SAFETY: C reads its own struct.
    let position = unsafe { (*cursor).position };
    [first, filtered, second, eof, position]
}

#[test]
fn a_table_is_made_before_its_objects() {
    let drops = Drops::new();
    let start = Cursor { table: 7, position: 40 };
    let cursor =
        Scan::<i8>::new(start, Series::new(&drops)).notified(|_, user| Ok::<_, ()>(user)).unwrap();
    assert_eq!(run(&BYTES, cursor, &5), [1, 0, 6, 0, 42]);
    let other =
        Scan::<i8>::new(start, Series::new(&drops)).notified(|_, user| Ok::<_, ()>(user)).unwrap();
    assert_eq!(run(&BYTES, other, &-1), [1, 0, 0, 0, 42]);
    // SAFETY: once, and no call follows.
    assert_eq!(unsafe { BYTES.close.unwrap()(cursor) }, 6);
    assert_eq!(drops.count(), 1);
    // SAFETY: once, and no call follows.
    assert_eq!(unsafe { BYTES.close.unwrap()(other) }, 0);
    assert_eq!(drops.count(), 2);
    let cursor = Scan::<c_int>::new(Cursor::default(), Series::new(&drops))
        .notified(|_, user| Ok::<_, ()>(user))
        .unwrap();
    assert_eq!(run(&SHORTS, cursor, &70_000), [1, 0, 70_001, 0, 2]);
    // SAFETY: once, and no call follows.
    assert_eq!(unsafe { SHORTS.close.unwrap()(cursor) }, 70_001);
    assert_eq!(drops.count(), 3);
}

#[test]
fn the_functions_of_a_table_are_guarded() {
    let ear = listen("Scan");
    let drops = Drops::new();
    let object = Series { total: c_int::MAX, ..Series::new(&drops) };
    let cursor =
        Scan::<i8>::new(Cursor::default(), object).notified(|_, user| Ok::<_, ()>(user)).unwrap();
    let overflows = BYTES.next.unwrap();
    // SAFETY: the object is one of the module.
    assert_eq!(unsafe { overflows(cursor) }, if cfg!(debug_assertions) { -1 } else { c_int::MIN });
    // SAFETY: as above.
    let filtered = unsafe { BYTES.filter.unwrap()(cursor, std::ptr::null()) };
    assert_eq!(filtered, -1);
    // SAFETY: once, and no call follows.
    let closed = unsafe { BYTES.close.unwrap()(cursor) };
    assert_eq!(drops.count(), 1);
    if cfg!(debug_assertions) {
        assert_eq!(closed, 1);
        let expected = [("Scan::next", Fault::Panicked), ("Scan::close", Fault::Panicked)];
        assert_eq!(ear.named(), expected);
    }
}

/// A table without a method with `self`, for objects that a destroy function drops.
#[callback(extern "C", fallback = -1)]
trait Device: Send {
    #[callback(fn(*mut c_void, context: *mut c_void) -> c_int)]
    fn open(&mut self, _options: *mut c_void) -> c_int;
    #[callback(fn(name: *const c_char, context: *mut c_void) -> c_int, fallback = -2)]
    fn name(&mut self, name: &CStr) -> c_int;
}

struct Disk(c_int, Token);

impl Device for Disk {
    fn open(&mut self, _: *mut c_void) -> c_int {
        self.0 += 1;
        self.1.touch();
        self.0
    }

    fn name(&mut self, name: &CStr) -> c_int {
        c_int::try_from(name.count_bytes()).unwrap()
    }
}

static DEVICE: DeviceFunctions = <dyn Device>::functions::<Disk>();
const FILE: crate::consume::FileFunctions = <dyn File>::functions::<Open>();

#[test]
fn the_struct_of_functions_is_a_table_itself() {
    let ear = listen("Device");
    let drops = Drops::new();
    let (functions, user, destroy) =
        Device::new(Disk(4, drops.token())).notified(keep_all).unwrap();
    // SAFETY: the user data is that of a `Disk`.
    assert_eq!(unsafe { (DEVICE.open)(std::ptr::null_mut(), user) }, 5);
    // SAFETY: as above.
    assert_eq!(unsafe { (functions.open)(std::ptr::null_mut(), user) }, 6);
    // SAFETY: as above.
    assert_eq!(unsafe { (DEVICE.name)(c"disk".as_ptr(), user) }, 4);
    // SAFETY: as above.
    assert_eq!(unsafe { (DEVICE.name)(std::ptr::null(), user) }, -2);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!((drops.count(), ear.named()), (1, vec![("Device::name", Fault::InvalidArgument)]));
}

#[test]
fn a_table_with_a_method_with_self() {
    let drops = Drops::new();
    let (_, user) = File::new(Open::plain(&drops)).notified(keep).unwrap();
    // SAFETY: the user data is that of an `Open`.
    assert_eq!(unsafe { (FILE.read)(9, user) }, 9);
    // SAFETY: once, and no call follows.
    assert_eq!(unsafe { (FILE.close)(user, c"note".as_ptr()) }, 4);
    assert_eq!(drops.count(), 1);
}
