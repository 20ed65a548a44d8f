//! Dispatched callbacks under random operations, held against a model: what is in the queue, what C gets,
//! which faults there are, and that each argument is dropped once.
//!
//! The owner waits for each call of another thread, so that the model is exact. `CALLBACK_FUZZ_SECONDS` and
//! `CALLBACK_FUZZ_SEED` are as for `rust_model`.

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::ffi::{c_int, c_void};
use std::panic::{catch_unwind, panic_any, resume_unwind};
use std::ptr::null;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread;

use callback_runtime::{
    Dispatcher, Fault, FromC, RawContext, RawFn, Registration, WhenFull, callback, set_fault_hook,
};
use callback_tests::{Drops, Parts, Token, accept, rounds, seeds};
use fastrand::Rng;

/// C expects nothing, and does not wait.
#[callback(extern "C" fn(*const Letter, context: *mut c_void))]
type Tell = dyn FnMut(Parcel);

/// C waits for the answer.
#[callback(extern "C" fn(*const Letter, context: *mut c_void) -> c_int, fallback = -1)]
type Ask = dyn FnMut(Parcel) -> c_int;

/// What C passes.
struct Letter {
    item: c_int,
    drops: Arc<Drops>,
}

/// What the closure gets.
struct Parcel {
    item: c_int,
    _token: Token,
}

impl FromC<*const Letter> for Parcel {
    unsafe fn from_c(raw: *const Letter) -> Option<Self> {
        // SAFETY: null, or valid for the call (the caller's promise).
        let letter = unsafe { raw.as_ref() }?;
        Some(Self { item: letter.item, _token: letter.drops.token() })
    }
}

/// What a closure panics with.
#[derive(Clone, Copy)]
struct Torn;

/// An item that makes the closure panic.
fn is_torn(item: c_int) -> bool {
    item % 7 == 0
}

type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

static HEARD: Mutex<Vec<(&str, Fault)>> = Mutex::new(Vec::new());

/// One callback that waits for nothing, and one that does, of which each may be gone.
struct Run<'a> {
    random: &'a mut Rng,
    drops: Arc<Drops>,
    dispatcher: Option<Dispatcher>,
    capacity: usize,
    tell: (Option<Registration<Tell, c_int>>, Raw<Tell>, Model),
    ask: (Option<Registration<Ask, c_int>>, Raw<Ask>, Model),
    /// The items of the calls that wait; all are of `Tell`.
    queue: VecDeque<c_int>,
    /// What the closures have got, and what they should have.
    got: Rc<RefCell<Vec<c_int>>>,
    expected: Vec<c_int>,
    /// How many parcels have been made.
    made: usize,
}

/// What is known of a callback.
#[derive(Default)]
struct Model {
    is_poisoned: bool,
    is_gone: bool,
    faults: Vec<Fault>,
}

impl Model {
    /// What a call that comes to the closure comes to.
    fn enter(&mut self, item: c_int, expected: &mut Vec<c_int>) -> bool {
        if self.is_poisoned {
            return false;
        }
        expected.push(item);
        if is_torn(item) {
            self.is_poisoned = true;
            self.note(Fault::Panicked);
        }
        !is_torn(item)
    }

    /// A fault of which the first of its sort is reported.
    fn note(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

impl<'a> Run<'a> {
    fn new(random: &'a mut Rng) -> Self {
        let capacity = random.usize(1..5);
        let dispatcher = Dispatcher::new(capacity).when_full(WhenFull::Refuse);
        let got = Rc::new(RefCell::new(Vec::new()));
        let note = |got: &Rc<RefCell<Vec<c_int>>>| {
            let got = Rc::clone(got);
            move |parcel: Parcel| {
                got.borrow_mut().push(parcel.item);
                if is_torn(parcel.item) {
                    panic_any(Torn);
                }
                parcel.item
            }
        };
        let told = note(&got);
        let tell = Tell::new(move |parcel| {
            told(parcel);
        });
        let tell = tell.dispatch(&dispatcher).register(accept, accept).unwrap();
        let ask = Ask::new(note(&got)).dispatch(&dispatcher).register(accept, accept).unwrap();
        let raw_tell = Parts::new(tell.function(), tell.context());
        let raw_ask = Parts::new(ask.function(), ask.context());
        Self {
            random,
            drops: Arc::new(Drops::new()),
            dispatcher: Some(dispatcher),
            capacity,
            tell: (Some(tell), raw_tell, Model::default()),
            ask: (Some(ask), raw_ask, Model::default()),
            queue: VecDeque::new(),
            got,
            expected: Vec::new(),
            made: 0,
        }
    }

    fn operate(&mut self) {
        match self.random.u8(..20) {
            0..6 => self.tell_elsewhere(),
            6..8 => self.tell_here(),
            8..12 => self.run_pending(),
            12..16 => self.ask_elsewhere(),
            16..18 => self.ask_here(),
            18 => self.end_one(),
            _ if self.random.u8(..4) == 0 => {
                self.dispatcher = None;
                self.give_up();
            }
            _ => self.run_one(),
        }
    }

    fn item(&mut self) -> (c_int, bool) {
        (self.random.i32(1..60), self.random.u8(..12) == 0)
    }

    /// What a call of another thread is before it is sent; whether it is sent.
    fn is_sent(model: &mut Model, is_null: bool, made: &mut usize) -> bool {
        if model.is_gone {
            model.faults.push(Fault::Expired);
        } else if is_null && !model.is_poisoned {
            model.note(Fault::InvalidArgument);
        } else if !model.is_poisoned {
            *made += 1;
            return true;
        }
        false
    }

    fn tell_elsewhere(&mut self) {
        let (item, is_null) = self.item();
        let (_, raw, model) = &mut self.tell;
        let (raw, drops) = (*raw, Arc::clone(&self.drops));
        thread::scope(|scope| scope.spawn(move || tell(raw, item, is_null, drops)).join().unwrap());
        if !Self::is_sent(model, is_null, &mut self.made) {
            return;
        }
        if self.dispatcher.is_none() || self.queue.len() == self.capacity {
            model.faults.push(Fault::Undelivered);
        } else {
            self.queue.push_back(item);
        }
    }

    fn tell_here(&mut self) {
        let (item, is_null) = self.item();
        let (_, raw, model) = &mut self.tell;
        tell(*raw, item, is_null, Arc::clone(&self.drops));
        if Self::is_sent(model, is_null, &mut self.made) {
            model.enter(item, &mut self.expected);
        }
    }

    fn ask_elsewhere(&mut self) {
        // A queue that is full refuses the question.
        let full = self.queue.len() == self.capacity;
        let (item, is_null) = self.item();
        let (raw, drops) = (self.ask.1, Arc::clone(&self.drops));
        let asked = thread::spawn(move || ask(raw, item, is_null, drops));
        while !asked.is_finished() {
            match &self.dispatcher {
                // It comes after those that were there before.
                Some(dispatcher) if !full => {
                    dispatcher.run_pending();
                }
                _ => thread::yield_now(),
            }
        }
        let answer = asked.join().unwrap();
        if let (Some(dispatcher), false) = (&self.dispatcher, full) {
            // One that was refused may have come back before the loop began.
            dispatcher.run_pending();
            self.queue_has_run();
        }
        let model = &mut self.ask.2;
        let mut expected = -1;
        if Self::is_sent(model, is_null, &mut self.made) {
            if self.dispatcher.is_none() || full {
                model.faults.push(Fault::Undelivered);
            } else if model.enter(item, &mut self.expected) {
                expected = item;
            }
        }
        assert_eq!(answer, expected, "asked {item}");
    }

    fn ask_here(&mut self) {
        let (item, is_null) = self.item();
        let answer = ask(self.ask.1, item, is_null, Arc::clone(&self.drops));
        let model = &mut self.ask.2;
        let enters =
            Self::is_sent(model, is_null, &mut self.made) && model.enter(item, &mut self.expected);
        assert_eq!(answer, if enters { item } else { -1 });
    }

    /// All that is in the queue has come to the closure.
    fn queue_has_run(&mut self) {
        for item in self.queue.drain(..) {
            self.tell.2.enter(item, &mut self.expected);
        }
    }

    fn run_pending(&mut self) {
        let Some(dispatcher) = &self.dispatcher else { return };
        let ran = dispatcher.run_pending();
        assert!(ran <= self.queue.len(), "{ran} calls ran, of {}", self.queue.len());
        self.queue_has_run();
    }

    fn run_one(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        let Some(dispatcher) = &self.dispatcher else { return };
        dispatcher.recv();
        let item = self.queue.pop_front().unwrap();
        self.tell.2.enter(item, &mut self.expected);
    }

    fn end_one(&mut self) {
        if self.random.bool() {
            if let Some(registration) = self.tell.0.take() {
                drop(registration);
                self.give_up();
                self.tell.2.is_gone = true;
            }
        } else if let Some(registration) = self.ask.0.take() {
            drop(registration);
            self.ask.2.is_gone = true;
        }
    }

    /// What waits is given up.
    fn give_up(&mut self) {
        let given_up = self.queue.drain(..).map(|_| Fault::Undelivered);
        self.tell.2.faults.extend(given_up);
    }

    fn check(&self) {
        assert_eq!(*self.got.borrow(), self.expected);
        let heard = HEARD.lock().unwrap();
        for (name, model) in [("Tell", &self.tell.2), ("Ask", &self.ask.2)] {
            let of_it = heard.iter().filter(|(callback, _)| *callback == name);
            let faults: Vec<Fault> = of_it.map(|(_, fault)| *fault).collect();
            assert_eq!(faults, model.faults, "of {name}");
        }
        assert_eq!(self.drops.count(), self.made - self.queue.len());
    }
}

macro_rules! call {
    ($raw:expr, $item:expr, $is_null:expr, $drops:expr) => {{
        let letter = Letter { item: $item, drops: $drops };
        let (function, user) = $raw.get();
        // SAFETY: C may call at any time.
        unsafe { function(if $is_null { null() } else { &raw const letter }, user) }
    }};
}

fn tell(raw: Raw<Tell>, item: c_int, is_null: bool, drops: Arc<Drops>) {
    call!(raw, item, is_null, drops);
}

fn ask(raw: Raw<Ask>, item: c_int, is_null: bool, drops: Arc<Drops>) -> c_int {
    call!(raw, item, is_null, drops)
}

fn run(seed: u64) -> Vec<(&'static str, Fault)> {
    HEARD.lock().unwrap().clear();
    let mut random = Rng::with_seed(seed);
    let mut run = Run::new(&mut random);
    run.check();
    for _ in 0..40 {
        run.operate();
        run.check();
    }
    drop(run.tell.0.take());
    run.give_up();
    drop(run.ask.0.take());
    run.check();
    std::mem::take(&mut HEARD.lock().unwrap())
}

#[test]
fn whatever_is_done_it_is_as_the_model_says() {
    set_fault_hook(|report| HEARD.lock().unwrap().push((report.callback(), report.fault())));
    std::panic::set_hook(Box::new(|info| {
        if info.payload().downcast_ref::<Torn>().is_none() {
            eprintln!("{info}");
        }
    }));
    let (mut runs, mut faults) = (0, HashSet::new());
    for seed in seeds(rounds(300)) {
        runs += 1;
        match catch_unwind(|| run(seed)) {
            Ok(found) => faults.extend(found),
            Err(payload) => {
                println!("CALLBACK_FUZZ_SEED={seed}");
                resume_unwind(payload);
            }
        }
    }
    // A panic, a null, a call after the end, and one that was not delivered, of both.
    assert!(runs < 100 || faults.len() == 8, "{faults:?}");
}
