//! A library that misuses a callback in each way, and makes a good call after each.

use std::ffi::{c_int, c_void};
use std::ptr::null;
use std::sync::{Arc, Mutex};
use std::thread;

use callback_runtime::Fault;
use callback_tests::Ear;

/// C calls the closure from inside itself.
pub(crate) const NESTED: c_int = 100;
/// C calls it on another thread during a call.
pub(crate) const OVERLAPPING: c_int = 101;
pub(crate) const PANICS: c_int = 102;

/// A function and a context, which the library uses on any thread.
#[derive(Clone, Copy)]
pub(crate) enum Raw {
    Pair(unsafe extern "C" fn(*const c_int, *mut c_void) -> c_int, *mut c_void),
    Alone(unsafe extern "C" fn(*const c_int) -> c_int),
}

// SAFETY: a call on a wrong thread is what these tests are about.
unsafe impl Send for Raw {}

impl Raw {
    pub(crate) fn pass(self, item: *const c_int) -> c_int {
        match self {
            // SAFETY: the parts are alive. The rest is against C's promise, and the trampoline notices.
            Self::Pair(function, user) => unsafe { function(item, user) },
            // SAFETY: as above.
            Self::Alone(function) => unsafe { function(item) },
        }
    }

    pub(crate) fn call(self, item: c_int) -> c_int {
        self.pass(&raw const item)
    }

    pub(crate) fn call_elsewhere(self, item: c_int) -> c_int {
        thread::spawn(move || self.call(item)).join().unwrap()
    }
}

/// The raw parts, where the closure finds them.
pub(crate) type Own = Arc<Mutex<Option<Raw>>>;

pub(crate) fn closure(own: &Own) -> impl Fn(&c_int) -> c_int + Send + Sync + 'static + use<> {
    let own = Arc::clone(own);
    move |&item| match item {
        NESTED => {
            let raw = own.lock().unwrap().unwrap();
            raw.call(6)
        }
        OVERLAPPING => {
            let raw = own.lock().unwrap().unwrap();
            raw.call_elsewhere(7)
        }
        PANICS => panic!("the closure's own"),
        _ => item,
    }
}

/// The results and the faults of calls that break C's promises.
#[derive(Clone, Copy)]
pub(crate) struct Contract {
    pub(crate) exclusive: bool,
    pub(crate) bound: bool,
}

/// Causes each fault, and makes a good call after it. Returns the faults.
pub(crate) fn misuse(own: &Own, raw: Raw, Contract { exclusive, bound }: Contract) -> Vec<Fault> {
    *own.lock().unwrap() = Some(raw);
    let mut faults = Vec::new();
    let mut expect = |fault: Option<Fault>, answer: c_int| {
        let Some(fault) = fault else { return answer };
        if !faults.contains(&fault) {
            faults.push(fault);
        }
        -1
    };
    let reentered = exclusive.then_some(Fault::Reentered);
    let wrong_thread = bound.then_some(Fault::WrongThread);
    for round in 0..2 {
        assert_eq!(raw.call(1), 1, "round {round}");
        assert_eq!(raw.call(NESTED), expect(reentered, 6));
        assert_eq!(raw.call(2), 2, "after a call from inside");
        assert_eq!(raw.pass(null()), expect(Some(Fault::InvalidArgument), 0));
        assert_eq!(raw.call(3), 3, "after a bad argument");
        assert_eq!(raw.call_elsewhere(8), expect(wrong_thread, 8));
        assert_eq!(raw.call(4), 4, "after a call on another thread");
        assert_eq!(raw.call(OVERLAPPING), expect(wrong_thread.or(reentered), 7));
        assert_eq!(raw.call(5), 5, "after two calls at once");
    }
    faults
}

/// Causes a panic, after which the closure is not entered.
pub(crate) fn poison(raw: Raw) {
    assert_eq!(raw.call(PANICS), -1);
    for _ in 0..2 {
        assert_eq!(raw.call(1), -1);
        assert_eq!(raw.pass(null()), -1);
        assert_eq!(raw.call_elsewhere(1), -1);
    }
}

/// The hook gets these faults, and then the panic.
pub(crate) fn heard(ear: &Ear, mut faults: Vec<Fault>) {
    faults.push(Fault::Panicked);
    assert_eq!(ear.faults(), faults);
}
