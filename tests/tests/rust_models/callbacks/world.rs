//! A run: callbacks in all lifetimes, and random operations on them, on two threads that wait for each other.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use callback_runtime::{Fault, FaultReport, set_fault_hook};
use fastrand::Rng;

use crate::callbacks::declared::Raw;
use crate::callbacks::model::{Admission, Lifetime, Model, Report, Who};

/// The maximum depth of nested calls.
const DEPTH: usize = 5;

static HEARD: Mutex<Vec<Report>> = Mutex::new(Vec::new());

thread_local! {
    static ME: Cell<Who> = const { Cell::new(Who::Main) };
}

/// The current thread.
pub(crate) fn me() -> Who {
    ME.get()
}

type Job = Box<dyn FnOnce() + Send>;

/// The whole state, in one place. No borrow of it lives during a call.
pub(crate) struct State {
    pub(crate) random: Rng,
    pub(crate) models: Vec<Model>,
    pub(crate) reports: Vec<Report>,
    depth: usize,
    /// The log of the operations, for the analysis of a failure.
    log: Vec<String>,
}

pub(crate) struct World {
    state: Mutex<State>,
    jobs: Mutex<Sender<(Job, Sender<()>)>>,
}

/// The second thread.
pub(crate) fn help(jobs: &Receiver<(Job, Sender<()>)>) {
    ME.set(Who::Helper);
    for (job, done) in jobs {
        job();
        done.send(()).unwrap();
    }
}

fn hear(report: &FaultReport) {
    let heard = (report.callback(), report.fault(), report.is_leaked());
    HEARD.lock().unwrap().push(heard);
}

impl World {
    pub(crate) fn new(seed: u64) -> (Arc<Self>, Receiver<(Job, Sender<()>)>) {
        set_fault_hook(hear);
        HEARD.lock().unwrap().clear();
        let (sender, receiver) = channel();
        let state = State {
            random: Rng::with_seed(seed),
            models: Vec::new(),
            reports: Vec::new(),
            depth: 0,
            log: Vec::new(),
        };
        (Arc::new(Self { state: Mutex::new(state), jobs: Mutex::new(sender) }), receiver)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // That thread prints its own failure.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn below(&self, limit: usize) -> usize {
        self.state().random.usize(..limit)
    }

    /// Returns `true` once in that many times, on average.
    pub(crate) fn rarely(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// The operations so far.
    pub(crate) fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.state().log)
    }

    /// The faults so far.
    pub(crate) fn reports(&self) -> Vec<Report> {
        std::mem::take(&mut self.state().reports)
    }

    pub(crate) fn note(&self, text: &str) {
        let mut state = self.state();
        let line = format!("{}{:?}: {text}", "  ".repeat(state.depth), ME.get());
        state.log.push(line);
    }

    /// Applies an operation to a model.
    pub(crate) fn with<R>(
        &self,
        number: usize,
        step: impl FnOnce(&mut Model, &mut Vec<Report>) -> R,
    ) -> R {
        let state = &mut *self.state();
        step(&mut state.models[number], &mut state.reports)
    }

    /// Runs the closure's part of a call. Returns whether it panics at the end.
    pub(crate) fn run_inside(self: &Arc<Self>, number: usize) -> bool {
        let panics = self.rarely(6);
        self.with(number, |model, _| model.enter());
        self.run_some(3);
        self.note(&format!("{number} ends{}", if panics { " in a panic" } else { "" }));
        let fault = panics.then_some(Fault::Panicked);
        PANICS.with_borrow_mut(|all| all.push(fault));
        panics
    }

    /// Does some operations, nested in a call.
    pub(crate) fn run_some(self: &Arc<Self>, most: usize) {
        let (depth, often) = {
            let mut state = self.state();
            state.depth += 1;
            let often = state.random.usize(..=most);
            (state.depth, often)
        };
        if depth < DEPTH {
            (0..often).for_each(|_| self.operate());
        }
        self.state().depth -= 1;
    }

    /// Does one operation, and compares the result with the model.
    pub(crate) fn operate(self: &Arc<Self>) {
        match self.below(16) {
            0..=2 => self.make(),
            3 => self.elsewhere(Self::operate),
            4 => self.end_one(),
            5 => self.destroy_one(),
            6 => self.look(),
            _ => self.call_one(),
        }
        self.check();
    }

    /// Does it on the other thread, if that is free.
    pub(crate) fn elsewhere(self: &Arc<Self>, job: impl FnOnce(&Arc<Self>) + Send + 'static) {
        if ME.get() == Who::Helper {
            return job(self);
        }
        let (world, (done, wait)) = (Arc::clone(self), channel());
        let job: Job = Box::new(move || job(&world));
        self.jobs.lock().unwrap().send((job, done)).unwrap();
        wait.recv().expect("the other thread has seen no failure");
    }

    fn check(&self) {
        let state = self.state();
        assert_eq!(*HEARD.lock().unwrap(), state.reports);
        for (number, model) in state.models.iter().enumerate() {
            let seen = (model.seen.entered(), model.seen.dropped());
            assert_eq!(seen, (model.entered, model.dropped), "entered and dropped, of {number}");
        }
    }

    fn call_one(self: &Arc<Self>) {
        let number = {
            let state = &mut *self.state();
            let may = |number: &usize| state.models[*number].may_call();
            let numbers: Vec<usize> = (0..state.models.len()).filter(may).collect();
            state.random.choice(numbers)
        };
        if let Some(number) = number {
            self.call(number);
        }
    }

    /// Makes one call, which may break C's promises.
    fn call(self: &Arc<Self>, number: usize) {
        let (raw, lifetime, name) =
            self.with(number, |model, _| (model.raw.unwrap(), model.lifetime, model.name));
        let (item, me) = (self.below(1000).try_into().unwrap(), ME.get());
        if lifetime != Lifetime::Slot && self.rarely(10) {
            return self.call_with_other_user_data(raw, lifetime, name);
        }
        let no_item = self.rarely(12);
        self.note(&format!("calls {number}{}", if no_item { ", with null" } else { "" }));
        let admission = self.with(number, |model, reports| model.admit(me, reports));
        let item: c_int = item;
        let argument = if no_item { null() } else { &raw const item };
        // SAFETY: `may_call` checks that C keeps its promises.
        let answer = unsafe { raw.call(argument, None) };
        let fault = match admission {
            Admission::Refused => return assert_eq!(answer, -1, "a refused call of {number}"),
            Admission::Enters if no_item => Some(Fault::InvalidArgument),
            Admission::Enters => PANICS.with_borrow_mut(Vec::pop).expect("it was entered"),
        };
        assert_eq!(answer, if fault.is_some() { -1 } else { item }, "a call of {number}");
        self.with(number, |model, reports| model.leave(fault, reports));
    }

    /// Invents a context: null, or anything if C has a handle.
    fn call_with_other_user_data(&self, raw: Raw, lifetime: Lifetime, name: &'static str) {
        let user: *mut c_void = match lifetime {
            Lifetime::Register | Lifetime::Owned => {
                // It is most unlikely to be one of the few handles.
                let number = self.state().random.usize(1..);
                std::ptr::without_provenance_mut(number)
            }
            _ => null_mut(),
        };
        self.note(&format!("calls {name} with {user:?}"));
        let fault = if user.is_null() { Fault::InvalidArgument } else { Fault::Expired };
        self.state().reports.push((name, fault, false));
        // SAFETY: the runtime checks for null and for values that are not handles.
        assert_eq!(unsafe { raw.call(&3, Some(user)) }, -1);
    }

    /// Ends the run: C gives back what it has, and Rust ends what it holds.
    pub(crate) fn finish(self: &Arc<Self>) {
        for _ in 0..800 {
            self.end_one();
            self.elsewhere(|world| world.end_one());
            self.destroy_one();
        }
        self.check();
    }
}

thread_local! {
    /// The end of each call that is returning, on this thread.
    static PANICS: RefCell<Vec<Option<Fault>>> = const { RefCell::new(Vec::new()) };
}
