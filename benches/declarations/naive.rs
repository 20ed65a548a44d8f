//! The guards of `fewer.rs`, in a first version. The part below the line is repeated for each declaration.

use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

type Function = unsafe extern "C" fn(i32, *mut c_void) -> i32;
type Payload = Box<dyn Any + Send>;

unsafe extern "C" {
    fn each(function: Function, user: *mut c_void) -> i32;
}

// ---
pub struct CallbackNUMBER<F> {
    owner: ThreadId,
    busy: Cell<bool>,
    closed: Cell<bool>,
    foreign: AtomicBool,
    payload: Cell<Option<Payload>>,
    closure: UnsafeCell<F>,
}

impl<F: FnMut(i32) -> i32> CallbackNUMBER<F> {
    pub fn new(closure: F) -> Self {
        Self {
            owner: thread::current().id(),
            busy: Cell::new(false),
            closed: Cell::new(false),
            foreign: AtomicBool::new(false),
            payload: Cell::new(None),
            closure: UnsafeCell::new(closure),
        }
    }

    unsafe extern "C" fn trampoline(item: i32, user: *mut c_void) -> i32 {
        let this = unsafe { &*user.cast::<Self>() };
        if this.owner != thread::current().id() {
            this.foreign.store(true, Ordering::Relaxed);
            return NUMBER;
        }
        if this.closed.get() {
            return NUMBER;
        }
        if this.busy.replace(true) {
            this.closed.set(true);
            return NUMBER;
        }
        let result =
            catch_unwind(AssertUnwindSafe(|| (unsafe { &mut *this.closure.get() })(item)));
        this.busy.set(false);
        match result {
            Ok(value) => value,
            Err(payload) => {
                this.closed.set(true);
                this.payload.set(Some(payload));
                NUMBER
            }
        }
    }

    pub fn scope<R>(self, call: impl FnOnce(Function, *mut c_void) -> R) -> R {
        let result = call(Self::trampoline, (&raw const self).cast_mut().cast());
        if let Some(payload) = self.payload.take() {
            resume_unwind(payload);
        }
        if self.closed.get() || self.foreign.load(Ordering::Relaxed) {
            panic!("a call was refused");
        }
        result
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
