//! A run: random operations on two callbacks and their dispatcher, and the model.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::c_int;
use std::panic::panic_any;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread;

use callback_runtime::{Dispatcher, Fault, Registration, WhenFull};
use callback_tests::{Drops, Parts, accept, removed};
use fastrand::Rng;

use super::declared::{Ask, Parcel, Raw, Tell, Torn, ask, is_torn, tell};

pub(crate) static HEARD: Mutex<Vec<(&str, Fault)>> = Mutex::new(Vec::new());

/// A callback without an answer, and one with an answer. Each may have ended.
pub(crate) struct Run<'a> {
    random: &'a mut Rng,
    drops: Arc<Drops>,
    dispatcher: Option<Dispatcher>,
    capacity: usize,
    pub(crate) tell: (Option<Registration<'static, Tell, c_int>>, Raw<Tell>, Model),
    pub(crate) ask: (Option<Registration<'static, Ask, c_int>>, Raw<Ask>, Model),
    /// The items of the calls that wait, all of `Tell`.
    queue: VecDeque<c_int>,
    /// The items that the closures got, and those that they should have got.
    got: Rc<RefCell<Vec<c_int>>>,
    expected: Vec<c_int>,
    /// The number of parcels that were made.
    made: usize,
}

/// The model of a callback.
#[derive(Default)]
pub(crate) struct Model {
    is_poisoned: bool,
    is_gone: bool,
    faults: Vec<Fault>,
}

impl Model {
    /// The end of a call that reaches the closure.
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

    /// A fault. Only the first of each variant is reported.
    fn note(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

impl<'a> Run<'a> {
    pub(crate) fn new(random: &'a mut Rng) -> Self {
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
        let tell = tell.dispatch(&dispatcher).register(accept, removed).unwrap();
        let ask = Ask::new(note(&got)).dispatch(&dispatcher).register(accept, removed).unwrap();
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

    pub(crate) fn operate(&mut self) {
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

    /// Makes the part of another thread's call that comes before it is sent. Returns whether it is sent.
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
                // It comes after those that were in the queue before.
                Some(dispatcher) if !full => {
                    dispatcher.run_pending();
                }
                _ => thread::yield_now(),
            }
        }
        let answer = asked.join().unwrap();
        if let (Some(dispatcher), false) = (&self.dispatcher, full) {
            // A refused call may have returned before the loop began.
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

    /// Everything in the queue has reached the closure.
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

    /// The waiting calls are given up.
    pub(crate) fn give_up(&mut self) {
        let given_up = self.queue.drain(..).map(|_| Fault::Undelivered);
        self.tell.2.faults.extend(given_up);
    }

    pub(crate) fn check(&self) {
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
