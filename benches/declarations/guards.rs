//! The guards of one `scope` by hand: code that does not depend on the closure is written once, and paths that
//! are seldom taken are outlined, as in `src/cells`. The part below the line is repeated for each declaration.

use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

type Function = unsafe extern "C" fn(i32, *mut c_void) -> i32;
type Payload = Box<dyn Any + Send>;

unsafe extern "C" {
    fn each(function: Function, user: *mut c_void) -> i32;
}

thread_local! {
    static THREAD: Cell<usize> = const { Cell::new(0) };
}

static THREADS: AtomicUsize = AtomicUsize::new(1);

fn thread() -> usize {
    let number = THREAD.get();
    if number == 0 { number_thread() } else { number }
}

#[cold]
fn number_thread() -> usize {
    let number = THREADS.fetch_add(1, Ordering::Relaxed);
    THREAD.set(number);
    number
}

const CLOSED: u8 = 2;

#[repr(C)]
struct Header {
    owner: usize,
    state: Cell<u8>,
    fallback: i32,
    foreign: AtomicBool,
    payload: Cell<Option<Payload>>,
}

impl Header {
    fn new(fallback: i32) -> Self {
        let state = Cell::new(0);
        let (foreign, payload) = (AtomicBool::new(false), Cell::new(None));
        Self { owner: thread(), state, fallback, foreign, payload }
    }

    #[track_caller]
    fn finish(&self) {
        if self.state.get() != 0 || self.foreign.load(Ordering::Relaxed) {
            self.fail(None);
        }
    }

    /// A panic of the closure goes before one of the caller of C.
    #[cold]
    #[track_caller]
    fn fail(&self, outer: Option<Payload>) -> ! {
        match self.payload.take().or(outer) {
            Some(payload) => resume_unwind(payload),
            None => panic!("a call was refused"),
        }
    }
}

#[cold]
#[inline(never)]
extern "C" fn missing(fallback: i32) -> i32 {
    MISSING.fetch_add(1, Ordering::Relaxed);
    fallback
}

/// The number of calls without user data.
static MISSING: AtomicUsize = AtomicUsize::new(0);

#[cold]
#[inline(never)]
extern "C" fn refused(header: &Header) -> i32 {
    if header.owner == THREAD.get() {
        header.state.set(CLOSED);
    } else {
        header.foreign.store(true, Ordering::Relaxed);
    }
    header.fallback
}

#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)]
extern "C" fn panicked(header: &Header, payload: Payload) -> i32 {
    header.state.set(CLOSED);
    if let Some(later) = header.payload.replace(Some(payload)) {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(later)));
    }
    header.fallback
}

// ---
#[repr(C)]
pub struct CallbackNUMBER<F> {
    header: Header,
    closure: UnsafeCell<F>,
}

impl<F: FnMut(i32) -> i32> CallbackNUMBER<F> {
    pub fn new(closure: F) -> Self {
        Self { header: Header::new(NUMBER), closure: UnsafeCell::new(closure) }
    }

    unsafe extern "C" fn trampoline(item: i32, user: *mut c_void) -> i32 {
        let Some(Self { header, closure }) = (unsafe { user.cast::<Self>().as_ref() }) else {
            return missing(NUMBER);
        };
        if header.owner != THREAD.get() || header.state.get() != 0 {
            return refused(header);
        }
        header.state.set(1);
        match catch_unwind(AssertUnwindSafe(|| (unsafe { &mut *closure.get() })(item))) {
            Ok(value) => {
                header.state.set(0);
                value
            }
            Err(payload) => panicked(header, payload),
        }
    }

    pub fn scope<R>(self, call: impl FnOnce(Function, *mut c_void) -> R) -> R {
        let user = (&raw const self).cast_mut().cast();
        match catch_unwind(AssertUnwindSafe(|| call(Self::trampoline, user))) {
            Ok(result) => {
                self.header.finish();
                result
            }
            Err(payload) => self.header.fail(Some(payload)),
        }
    }
}

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let mut sum = 0;
    let answer = CallbackNUMBER::new(|item: i32| {
        sum += item;
        item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap()
    })
    .scope(|function, user| unsafe { each(function, user) });
    answer + sum
}
