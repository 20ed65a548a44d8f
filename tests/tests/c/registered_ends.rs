//! Registrations with a C library whose threads begin and end all the time, and call while they end: see
//! `csrc/registered_ends.c`.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{Parts, Tally, Watch, accept, listen, removed, rounds};

// typedef int (*event_fn)(int item, void *user);
#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept = Registration<'static, Flash, c_int>;
type Raw = Parts<RawFn<Flash>, RawContext<Flash>>;
type Event = RawFn<Flash>;

unsafe extern "C" {
    fn call_at_once(
        count: c_int,
        events: *const Event,
        users: *const *mut c_void,
        item: c_int,
        answers: *mut c_int,
    );
    fn call_from_short_threads(rounds: c_int, event: Event, user: *mut c_void) -> Tally;
    fn call_from_ending_threads(rounds: c_int, event: Event, user: *mut c_void) -> Tally;
}

/// How often eight threads begin and end.
fn often() -> usize {
    rounds(250)
}

/// Calls each callback once, each on its own thread, all at once.
fn call_all(parts: &[Raw], item: c_int) -> Vec<c_int> {
    assert!(parts.len() <= 8);
    let (events, users): (Vec<_>, Vec<_>) = parts.iter().map(Parts::get).unzip();
    let mut answers = vec![0; parts.len()];
    let count = c_int::try_from(parts.len()).unwrap();
    // SAFETY: there are as many of each as the number says, and no more than eight.
    unsafe { call_at_once(count, events.as_ptr(), users.as_ptr(), item, answers.as_mut_ptr()) };
    answers
}

fn flash(watch: &Watch) -> Kept {
    let inside = watch.inside();
    Flash::new(move |item| inside.call(|| item)).register(accept, removed).unwrap()
}

fn parts(registration: &Kept) -> Raw {
    Parts::new(registration.function(), registration.context())
}

/// The place where a closure finds a registration.
#[derive(Clone, Default)]
struct Place(Arc<Mutex<Option<Kept>>>);

impl Place {
    fn put(&self, registration: Kept) -> Raw {
        let parts = parts(&registration);
        *self.0.lock().unwrap() = Some(registration);
        parts
    }

    fn take(&self) -> Option<Kept> {
        self.0.lock().unwrap().take()
    }
}

/// Calls from threads that end, while the callback is registered again and again.
fn churn(calls: impl Fn(Raw) -> Tally + Sync) {
    let ear = listen("Flash");
    let (current, done) = (Mutex::new(None), AtomicBool::new(false));
    let mut watches = Vec::new();
    let tally = thread::scope(|threads| {
        let caller = threads.spawn(|| {
            let (mut tally, mut turns) = (Tally::default(), 0);
            while turns < often() {
                let parts = *current.lock().unwrap();
                let Some(parts) = parts else { continue };
                tally = tally + calls(parts);
                turns += 1;
            }
            done.store(true, Ordering::SeqCst);
            tally
        });
        while !done.load(Ordering::SeqCst) {
            let watch = Watch::new();
            let registration = flash(&watch);
            *current.lock().unwrap() = Some(parts(&registration));
            while watch.entered() == 0 && !done.load(Ordering::SeqCst) {
                thread::yield_now();
            }
            drop(registration);
            watch.end();
            watches.push(watch);
        }
        caller.join().unwrap()
    });
    assert_eq!(tally, Tally::expected(&watches, ear.count(Fault::Expired)));
}

#[test]
fn threads_may_live_for_one_call() {
    churn(|parts| {
        let (event, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { call_from_short_threads(1, event, user) }
    });
}

#[test]
fn threads_may_call_when_their_thread_locals_are_gone() {
    churn(|parts| {
        let (event, user) = parts.get();
        // SAFETY: C may call at any time. No other test uses the key.
        unsafe { call_from_ending_threads(1, event, user) }
    });
}

/// Unregisters, in each of `count` callbacks at once, on C threads, the next one.
fn unregister_in_a_ring(count: usize) {
    let watches: Vec<Watch> = (0..count).map(|_| Watch::new()).collect();
    let places: Vec<Place> = (0..count).map(|_| Place::default()).collect();
    let all_inside = Arc::new(Barrier::new(count));
    let mut all = Vec::new();
    for at in 0..count {
        let (inside, all_inside) = (watches[at].inside(), Arc::clone(&all_inside));
        let next = places[(at + 1) % count].clone();
        let registration = Flash::new(move |item| {
            inside.call(|| {
                all_inside.wait();
                drop(next.take());
                item
            })
        })
        .register(accept, removed)
        .unwrap();
        all.push(places[at].put(registration));
    }
    assert_eq!(call_all(&all, 7), vec![7; count]);
    for watch in &watches {
        assert_eq!((watch.entered(), watch.dropped()), (1, 1));
    }
    assert_eq!(call_all(&all, 7), vec![-1; count]);
}

#[test]
fn callbacks_on_threads_of_the_library_unregister_each_other() {
    let ear = listen("Flash");
    for count in [2, 3, 8] {
        (0..often()).for_each(|_| unregister_in_a_ring(count));
    }
    assert_eq!(ear.faults().len(), often() * (2 + 3 + 8));
}

#[test]
fn one_of_many_calls_unregisters_its_callback() {
    let ear = listen("Flash");
    let mut refused = 0;
    for _ in 0..often() {
        let (watch, place) = (Watch::new(), Place::default());
        let (inside, own) = (watch.inside(), place.clone());
        let one_shot = Flash::new(move |item| {
            inside.call(|| {
                drop(own.take());
                item
            })
        })
        .register(accept, removed)
        .unwrap();
        let answers = call_all(&[place.put(one_shot); 8], 7);
        watch.end();
        let answered = answers.iter().filter(|&&answer| answer == 7).count();
        assert_eq!((watch.entered(), watch.late()), (answered, 0));
        assert!(answered > 0 && answers.iter().all(|&answer| answer == 7 || answer == -1));
        refused += 8 - answered;
    }
    assert_eq!(ear.faults(), vec![Fault::Expired; refused]);
}

#[test]
fn calls_may_be_deeply_nested_on_threads_of_the_library() {
    // More than a few blocks of hazard pointers, which the next threads reuse.
    const DEPTH: c_int = 60;
    let ear = listen("Flash");
    let (watch, place) = (Watch::new(), Place::default());
    let (inside, own) = (watch.inside(), Arc::new(Mutex::new(None::<Raw>)));
    let parts = Arc::clone(&own);
    let flash = Flash::new(move |depth| {
        inside.call(|| {
            let (event, user) = parts.lock().unwrap().unwrap().get();
            // SAFETY: C may call at any time.
            if depth < DEPTH { unsafe { event(depth + 1, user) } } else { depth }
        })
    })
    .register(accept, removed)
    .unwrap();
    let all = [place.put(flash); 8];
    *own.lock().unwrap() = Some(all[0]);
    for _ in 0..3 {
        assert_eq!(call_all(&all, 1), [DEPTH; 8]);
    }
    drop(place.take());
    watch.end();
    let depth = usize::try_from(DEPTH).unwrap();
    assert_eq!((watch.entered(), watch.late()), (3 * 8 * depth, 0));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_callback_on_a_thread_of_the_library_registers_another_of_its_kind() {
    let ear = listen("Flash");
    let (outer_watch, watches) = (Watch::new(), Arc::new(Mutex::new(Vec::new())));
    let made = Arc::new(Mutex::new(Vec::new()));
    let (inside, mine, theirs) = (outer_watch.inside(), Arc::clone(&made), Arc::clone(&watches));
    let outer: Kept = Flash::new(move |item| {
        inside.call(|| {
            let watch = Watch::new();
            let next = flash(&watch);
            let (event, user) = parts(&next).get();
            // SAFETY: C may call at any time.
            let answer = unsafe { event(item, user) };
            theirs.lock().unwrap().push(watch);
            // It ended on this thread or on another one.
            let kept = mine.lock().unwrap().pop();
            drop(kept);
            mine.lock().unwrap().push(next);
            answer
        })
    })
    .register(accept, removed)
    .unwrap();
    for _ in 0..often() {
        assert_eq!(call_all(&[parts(&outer); 8], 5), [5; 8]);
    }
    drop(outer);
    outer_watch.end();
    // As many as have found no registration to end.
    made.lock().unwrap().drain(..).for_each(drop);
    let watches = watches.lock().unwrap();
    assert!(watches.iter().all(|watch| (watch.entered(), watch.dropped()) == (1, 1)));
    assert_eq!((watches.len(), outer_watch.entered()), (8 * often(), 8 * often()));
    assert_eq!(ear.faults(), []);
}
