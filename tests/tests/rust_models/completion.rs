//! Completions under random operations on two threads, compared with a model: what C gets, what the future
//! resolves to, which faults there are, and which closures were dropped.

use std::ffi::{c_int, c_void};
use std::future::Future;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::pin::Pin;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use callback_runtime::{Completion, Fault, Incomplete, RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, Ear, Parts, listen, rounds, seeds, silence};
use fastrand::Rng;

#[callback(
    extern "C" fn(*const c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
type Here = dyn FnOnce(&c_int) -> ControlFlow<c_int>;

#[callback(
    extern "C" fn(*const c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
type Anywhere = dyn FnOnce(&c_int) -> ControlFlow<c_int> + Send;

/// The payload of the closure's panics.
struct Torn;

/// The way the closure ends.
#[derive(Clone, Copy, Debug)]
enum Does {
    Breaks,
    GoesOn,
    Panics,
}

/// The state of the completion, for C and the future.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Waiting,
    Broke(c_int),
    WentOn,
    Panicked,
    Refused(Fault),
    Destroyed,
    /// The future has resolved, or was dropped.
    Gone,
}

/// Counts the wakes.
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// The parts of a declaration, without its type.
trait Subject {
    const NAME: &'static str;
    const BOUND: bool;

    fn make(closure: impl FnOnce(&c_int) -> ControlFlow<c_int> + Send + 'static) -> Made<Self>
    where
        Self: callback_runtime::Callback + Sized + 'static;
}

type Made<C> = (RawFn<C>, RawContext<C>, Completion<C>);

macro_rules! subject {
    ($($name:ident, bound: $bound:literal;)*) => {$(
        impl Subject for $name {
            const NAME: &'static str = stringify!($name);
            const BOUND: bool = $bound;

            fn make(
                closure: impl FnOnce(&c_int) -> ControlFlow<c_int> + Send + 'static,
            ) -> Made<Self> {
                $name::new(closure).completion()
            }
        }
    )*};
}

subject! {
    Here, bound: true;
    Anywhere, bound: false;
}

/// A function that C has: the callback, or its destroy function.
type Function = unsafe extern "C" fn(*const c_int, *mut c_void) -> c_int;
type Destroy = unsafe extern "C" fn(*mut c_void);

/// Runs one completion from its beginning to its end. Returns the faults.
fn run<C>(random: &mut Rng) -> Vec<Fault>
where
    C: Subject + callback_runtime::Callback<Function = Function, Context = *mut c_void> + 'static,
    Completion<C>: Future<Output = Result<ControlFlow<c_int>, Incomplete>>,
    RawDestroy<C>: Into<Destroy>,
{
    let (ear, drops) = (listen(C::NAME), Drops::new());
    let does = random.choice([Does::Breaks, Does::Breaks, Does::GoesOn, Does::Panics]).unwrap();
    let token = drops.token();
    let (function, user, completion) = C::make(move |item| {
        token.touch();
        match does {
            Does::Breaks => Break(*item),
            Does::GoesOn => Continue(()),
            Does::Panics => panic_any(Torn),
        }
    });
    let destroy: Destroy = completion.destroy().into();
    let mut subject = Run {
        parts: Parts::new((function, destroy), user),
        bound: C::BOUND,
        does,
        completion: Some(completion),
        wakes: [(); 2].map(|()| Arc::new(Wakes(AtomicUsize::new(0)))),
        progress: Progress::Waiting,
        polled: None,
        woken: [0; 2],
        faults: Vec::new(),
    };
    for _ in 0..random.usize(..8) {
        subject.operate(random);
        subject.check(&ear, &drops);
    }
    subject.completion = None;
    subject.progress = Progress::Gone;
    subject.check(&ear, &drops);
    assert_eq!(drops.count(), 1);
    // C keeps its pointers forever.
    subject.call(random);
    subject.destroy(random);
    subject.check(&ear, &drops);
    subject.faults
}

struct Run<C: callback_runtime::Callback + 'static> {
    parts: Parts<(Function, Destroy), *mut c_void>,
    bound: bool,
    does: Does,
    completion: Option<Completion<C>>,
    wakes: [Arc<Wakes>; 2],
    progress: Progress,
    /// Which of the two wakers should be woken.
    polled: Option<usize>,
    woken: [usize; 2],
    faults: Vec<Fault>,
}

impl<C> Run<C>
where
    C: callback_runtime::Callback + 'static,
    Completion<C>: Future<Output = Result<ControlFlow<c_int>, Incomplete>>,
{
    fn operate(&mut self, random: &mut Rng) {
        match random.u8(..10) {
            0..3 => self.call(random),
            3..5 => self.destroy(random),
            5..9 => self.poll(random.usize(..2)),
            _ => {
                self.completion = None;
                self.progress = Progress::Gone;
            }
        }
    }

    /// Runs `body` on this thread or on another one.
    fn on_some_thread<R: Send>(random: &mut Rng, work: impl FnOnce() -> R + Send) -> (bool, R) {
        let elsewhere = random.bool();
        let result = if elsewhere {
            thread::scope(|scope| scope.spawn(work).join().unwrap())
        } else {
            work()
        };
        (elsewhere, result)
    }

    /// C has called or destroyed.
    fn settle(&mut self, progress: Progress) {
        self.progress = progress;
        if let Some(task) = self.polled.take() {
            self.woken[task] += 1;
        }
    }

    fn call(&mut self, random: &mut Rng) {
        let (parts, item) = (self.parts, random.i32(..1000));
        let (no_item, no_user) = (random.u8(..8) == 0, random.u8(..12) == 0);
        let (elsewhere, answer) = Self::on_some_thread(random, move || {
            let ((function, _), user) = parts.get();
            let item = if no_item { std::ptr::null() } else { &raw const item };
            // SAFETY: C has a handle, which is looked up, or null.
            unsafe { function(item, if no_user { null_mut() } else { user }) }
        });
        if no_user {
            self.faults.push(Fault::InvalidArgument);
            return assert_eq!(answer, -1);
        }
        if self.progress != Progress::Waiting {
            self.faults.push(Fault::Expired);
            return assert_eq!(answer, -1);
        }
        let (progress, expected) = if elsewhere && self.bound {
            (Progress::Refused(Fault::WrongThread), -1)
        } else if no_item {
            (Progress::Refused(Fault::InvalidArgument), -1)
        } else {
            match self.does {
                Does::Breaks => (Progress::Broke(item), 0),
                Does::GoesOn => (Progress::WentOn, 1),
                Does::Panics => (Progress::Panicked, -1),
            }
        };
        match progress {
            Progress::Refused(fault) => self.faults.push(fault),
            Progress::Panicked => self.faults.push(Fault::Panicked),
            _ => {}
        }
        assert_eq!(answer, expected);
        self.settle(progress);
    }

    fn destroy(&mut self, random: &mut Rng) {
        let (parts, no_user) = (self.parts, random.u8(..12) == 0);
        Self::on_some_thread(random, move || {
            let ((_, destroy), user) = parts.get();
            // SAFETY: as above.
            unsafe { destroy(if no_user { null_mut() } else { user }) }
        });
        if no_user {
            self.faults.push(Fault::InvalidArgument);
        } else if self.progress == Progress::Waiting {
            self.settle(Progress::Destroyed);
        }
    }

    fn poll(&mut self, task: usize) {
        let Some(completion) = &mut self.completion else { return };
        let waker = Waker::from(Arc::clone(&self.wakes[task]));
        let mut context = Context::from_waker(&waker);
        let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(completion).poll(&mut context)));
        let told = match polled {
            Ok(Poll::Pending) => {
                self.polled = Some(task);
                return assert_eq!(self.progress, Progress::Waiting);
            }
            Ok(Poll::Ready(Ok(Break(item)))) => Progress::Broke(item),
            Ok(Poll::Ready(Ok(Continue(())))) => Progress::WentOn,
            Ok(Poll::Ready(Err(Incomplete::Destroyed))) => Progress::Destroyed,
            Ok(Poll::Ready(Err(Incomplete::Fault(fault)))) => Progress::Refused(fault),
            Err(_) => Progress::Panicked,
        };
        assert_eq!(told, self.progress);
        self.completion = None;
        self.progress = Progress::Gone;
    }

    fn check(&self, ear: &Ear, drops: &Drops) {
        assert_eq!(ear.faults(), self.faults);
        assert_eq!(self.wakes.each_ref().map(|wakes| wakes.0.load(Ordering::SeqCst)), self.woken);
        // A call has consumed the closure, or the end of the future has dropped it.
        let entered =
            matches!(self.progress, Progress::Broke(_) | Progress::WentOn | Progress::Panicked);
        assert_eq!(drops.count(), usize::from(entered || self.progress == Progress::Gone));
    }
}

#[test]
fn whatever_is_done_it_is_as_the_model_says() {
    silence::<Torn>();
    let mut faults = std::collections::HashSet::new();
    let mut runs = 0;
    for seed in seeds(rounds(2000)) {
        runs += 1;
        let mut random = Rng::with_seed(seed);
        let result = catch_unwind(AssertUnwindSafe(|| {
            if random.bool() { run::<Here>(&mut random) } else { run::<Anywhere>(&mut random) }
        }));
        match result {
            Ok(found) => faults.extend(found),
            Err(payload) => {
                println!("CALLBACK_FUZZ_SEED={seed}");
                std::panic::resume_unwind(payload);
            }
        }
    }
    assert!(runs < 200 || faults.len() == 4, "{faults:?}");
}
