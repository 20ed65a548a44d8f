//! The "C library". It has one state a thread, so the tests do not disturb each other.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ptr;

/// `int (*)(int item, void *user)`
pub(crate) type Step = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;
/// `int (*)(int item)`
pub(crate) type Bare = unsafe extern "C" fn(c_int) -> c_int;
/// `void (*)(void *user)`
pub(crate) type Destroy = unsafe extern "C" fn(*mut c_void);

/// The parts that the library keeps.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) step: Step,
    pub(crate) user: *mut c_void,
    destroy: Option<Destroy>,
}

thread_local! {
    static ANSWER: Cell<c_int> = const { Cell::new(0) };
    static KEPT: Cell<Option<Kept>> = const { Cell::new(None) };
    static BARE: Cell<Option<Bare>> = const { Cell::new(None) };
    static CALLS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Makes the functions that can refuse return this code, until another is set. 0 is success.
pub(crate) fn answer(code: c_int) {
    ANSWER.set(code);
}

/// Records that something was called.
pub(crate) fn note(call: &'static str) {
    CALLS.with_borrow_mut(|calls| calls.push(call));
}

/// Returns the notes, and clears them.
pub(crate) fn noted() -> Vec<&'static str> {
    CALLS.take()
}

/// Returns the callback that the library keeps.
pub(crate) fn kept() -> Kept {
    KEPT.get().expect("the library keeps a callback")
}

impl Kept {
    /// Runs the destroy function.
    pub(crate) fn destroy(self) {
        let destroy = self.destroy.expect("the library got a destroy function");
        // SAFETY: the library keeps the callback no longer.
        unsafe { destroy(self.user) };
    }
}

/// Calls the callback that the library keeps.
pub(crate) fn call(item: c_int) -> c_int {
    let Kept { step, user, .. } = kept();
    // SAFETY: the tests call what is alive, or what has a handle.
    unsafe { step(item, user) }
}

/// Calls the callback without user data that the library keeps.
pub(crate) fn call_bare(item: c_int) -> c_int {
    let step = BARE.get().expect("the library keeps a callback");
    // SAFETY: as in `call`.
    unsafe { step(item) }
}

/// Runs the destroy function of what the library keeps.
pub(crate) fn destroy() {
    KEPT.take().expect("the library keeps a callback").destroy();
}

/// Calls until an answer is 0. Returns the number of calls.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_each(count: c_int, step: Step, user: *mut c_void) -> c_int {
    note("each");
    for item in 0..count {
        // SAFETY: the callback is alive during this call.
        if unsafe { step(item, user) } == 0 {
            return item + 1;
        }
    }
    count
}

/// Makes one call, and returns the code that was set.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_try(item: c_int, step: Step, user: *mut c_void) -> c_int {
    note("try");
    // SAFETY: as in `imports_each`.
    unsafe { step(item, user) };
    ANSWER.get()
}

/// Makes one call, and returns its answer.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_once(user: *mut c_void, step: Step, item: c_int) -> c_int {
    // SAFETY: as in `imports_each`.
    unsafe { step(item, user) }
}

/// Keeps a callback, unless the code that was set is negative. A positive one is an error to some wrappers, and a count
/// to others.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_keep(step: Step, user: *mut c_void) -> c_int {
    note("keep");
    let code = ANSWER.get();
    if code >= 0 {
        KEPT.set(Some(Kept { step, user, destroy: None }));
    }
    code
}

/// The same, with a destroy function.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_keep_all(
    step: Step,
    user: *mut c_void,
    destroy: Option<Destroy>,
) -> c_int {
    note("keep");
    let code = ANSWER.get();
    if code == 0 {
        KEPT.set(Some(Kept { step, user, destroy }));
    }
    code
}

/// Keeps a callback. Returns a handle of it, or null if the code that was set is an error.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_open(step: Step, user: *mut c_void) -> *mut c_void {
    // SAFETY: the arguments are passed on.
    match unsafe { imports_keep(step, user) } {
        0 => user,
        _ => ptr::null_mut(),
    }
}

/// Forgets the callback that it keeps. Returns the code that was set.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_forget() -> c_int {
    note("forget");
    ANSWER.get()
}

/// Calls a callback without user data. Returns the sum of the answers.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_bare(count: c_int, step: Bare) -> c_int {
    note("bare");
    // SAFETY: as in `imports_each`.
    (0..count).map(|item| unsafe { step(item) }).sum()
}

/// Keeps a callback without user data, unless the code that was set is an error.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_keep_bare(step: Bare) -> c_int {
    note("keep");
    if ANSWER.get() == 0 {
        BARE.set(Some(step));
    }
    ANSWER.get()
}

/// Calls each of two callbacks once. Returns the code that was set.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_two(
    first: Step,
    first_user: *mut c_void,
    second_user: *mut c_void,
    second: Step,
) -> c_int {
    note("two");
    // SAFETY: as in `imports_each`.
    unsafe { first(1, first_user) };
    // SAFETY: as above.
    unsafe { second(2, second_user) };
    ANSWER.get()
}

/// Writes a value, calls, and returns the code that was set.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_write(
    value: *mut c_int,
    step: Step,
    user: *mut c_void,
    text: *mut *const u8,
) -> c_int {
    if ANSWER.get() == 0 {
        // SAFETY: the caller has a place for the value.
        unsafe { value.write(7) };
        // SAFETY: as above.
        unsafe { text.write(c"written".as_ptr().cast()) };
    }
    // SAFETY: as in `imports_each`.
    unsafe { step(1, user) };
    ANSWER.get()
}
