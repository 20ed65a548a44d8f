//! The declarations of `pool.h`, and a safe interface.

use std::convert::Infallible;
use std::ffi::c_int;
use std::ptr::NonNull;
use std::rc::Rc;

use callback_runtime::{Dispatcher, RawContext, RawFn, Registration, callback};

// void (*pool_event)(int job, int step, void *user);
//
// Without `Send`, although C calls on other threads, because it is dispatched.
#[callback(extern "C")]
pub(crate) type Event = dyn FnMut(c_int, c_int);

// int (*pool_question)(int job, void *user);
#[callback(extern "C" fn(c_int, context: *mut std::ffi::c_void) -> c_int, fallback = 0)]
pub(crate) type Question = dyn FnMut(c_int) -> bool;

/// `struct pool`
#[repr(C)]
struct Object([u8; 0]);

unsafe extern "C" {
    fn pool_new() -> *mut Object;
    fn pool_on_event(pool: *mut Object, event: Option<RawFn<Event>>, user: RawContext<Event>);
    fn pool_on_question(
        pool: *mut Object,
        question: Option<RawFn<Question>>,
        user: RawContext<Question>,
    );
    fn pool_start(pool: *mut Object, job: c_int, steps: c_int) -> c_int;
    fn pool_join(pool: *mut Object) -> c_int;
    fn pool_free(pool: *mut Object);
}

/// A pool, whose jobs run one after another: each is joined before the next is started.
pub(crate) struct Pool(NonNull<Object>);

impl Pool {
    pub(crate) fn new() -> Self {
        // SAFETY: the function has no requirements.
        let pool = unsafe { pool_new() };
        Self(NonNull::new(pool).expect("there is memory"))
    }

    /// Runs `closure` in the loop of `dispatcher` after each step.
    pub(crate) fn on_event(
        self: &Rc<Self>,
        dispatcher: &Dispatcher,
        closure: impl FnMut(c_int, c_int) + 'static,
    ) -> Registration<'static, Event, Infallible> {
        let (pool, own) = (self.0.as_ptr(), Rc::clone(self));
        let Ok(registration) = Event::new(closure).dispatch(dispatcher).register(
            |event, user| {
                // SAFETY: the pool is open, and passes the context that it got.
                unsafe { pool_on_event(pool, Some(event), user) };
                Ok(())
            },
            move |_, user, ()| {
                // SAFETY: the pool is open, since `own` shares it.
                unsafe { pool_on_event(own.0.as_ptr(), None, user) };
                Ok(())
            },
        );
        registration
    }

    /// Asks `closure`, in the loop of `dispatcher`, whether a job may go on.
    pub(crate) fn on_question(
        self: &Rc<Self>,
        dispatcher: &Dispatcher,
        closure: impl FnMut(c_int) -> bool + 'static,
    ) -> Registration<'static, Question, Infallible> {
        let (pool, own) = (self.0.as_ptr(), Rc::clone(self));
        let Ok(registration) = Question::new(closure).dispatch(dispatcher).register(
            |question, user| {
                // SAFETY: the pool is open, and passes the context that it got.
                unsafe { pool_on_question(pool, Some(question), user) };
                Ok(())
            },
            move |_, user, ()| {
                // SAFETY: the pool is open, since `own` shares it.
                unsafe { pool_on_question(own.0.as_ptr(), None, user) };
                Ok(())
            },
        );
        registration
    }

    pub(crate) fn start(&self, job: c_int, steps: c_int) {
        // SAFETY: the pool is open, and its last job has been joined.
        let code = unsafe { pool_start(self.0.as_ptr(), job, steps) };
        assert_eq!(code, 0, "the thread was started");
    }

    /// Waits for the job. Returns how many of its steps were done.
    pub(crate) fn join(&self) -> c_int {
        // SAFETY: the pool is open, and a job has been started.
        unsafe { pool_join(self.0.as_ptr()) }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // SAFETY: the pool is open, no job is running, and nobody uses it after this.
        unsafe { pool_free(self.0.as_ptr()) };
    }
}
