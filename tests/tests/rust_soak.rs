//! Callbacks by the million, in each lifetime. Alone, because it counts all allocations meanwhile.
//!
//! On two threads, memory does not grow, each closure is dropped once, and each fault is reported.
//!
//! `CALLBACK_SOAK=1000000 cargo test --release -p callback-tests --test rust_soak -- --nocapture` makes that
//! many in each lifetime, and prints the memory in use after each tenth of them. The default is a small number.

use std::alloc::{GlobalAlloc, Layout, System};
use std::env;
use std::ffi::c_int;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering::SeqCst};
use std::thread;

use callback_runtime::{RawContext, RawFn, callback, set_fault_hook};
use callback_tests::{accept, keep, keep_all, keep_reachable, panic_of, removed, rounds};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", context = none, fallback = -1)]
type Blink = dyn FnMut(c_int) -> c_int + Send;

/// Counts the bytes in use.
struct Counting;

static IN_USE: AtomicIsize = AtomicIsize::new(0);

fn size(layout: Layout) -> isize {
    layout.size().try_into().unwrap_or(isize::MAX)
}

// SAFETY: the system's allocator keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(size(layout), SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(size(layout), SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static DROPPED: AtomicUsize = AtomicUsize::new(0);
static REPORTED: AtomicUsize = AtomicUsize::new(0);

/// The captures of a closure.
struct Captured(Box<c_int>);

impl Captured {
    /// The closure panics in one of 64 calls.
    fn answer(&self, item: c_int) -> c_int {
        assert!(item % 64 != 63, "the closure");
        item + *self.0
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, SeqCst);
    }
}

fn captured() -> Captured {
    Captured(Box::new(1))
}

/// Makes one call, which is answered or a fault. Returns the number of faults.
fn call<C>(call: impl Fn(c_int, *mut C) -> c_int, item: c_int, user: *mut C) -> usize {
    // In some other calls, C has lost the user data, which poisons nothing.
    let lost = item % 64 == 31;
    if lost {
        assert_eq!(call(item, null_mut()), -1);
    }
    let panics = item % 64 == 63;
    assert_eq!(call(item, user), if panics { -1 } else { item + 1 });
    usize::from(lost) + usize::from(panics)
}

fn scope(item: c_int) -> usize {
    let (captured, mut faults) = (captured(), 0);
    let mut run = || {
        Tick::new(|item| captured.answer(item)).scope(|tick, user| {
            // SAFETY: the parts are alive until `scope` returns; or the context is null.
            faults = call(|item, user| unsafe { tick(item, user) }, item, user);
        });
    };
    if item % 64 == 63 {
        drop(panic_of(run));
    } else {
        run();
    }
    faults
}

fn once(item: c_int) -> usize {
    let captured = captured();
    let (flash, user) = Flash::new(move |item| captured.answer(item)).once(keep).unwrap();
    // SAFETY: the one call, apart from those with null.
    call(|item, user| unsafe { flash(item, user) }, item, user)
}

fn notified(item: c_int) -> usize {
    let captured = captured();
    let closure = move |item| captured.answer(item);
    let (flash, user, destroy) = Flash::new(closure).notified(keep_all).unwrap();
    // SAFETY: C has not destroyed it; or the context is null.
    let faults = call(|item, user| unsafe { flash(item, user) }, item, user);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    faults
}

fn register(item: c_int) -> usize {
    let captured = captured();
    let closure = move |item| captured.answer(item);
    let tick = Tick::new(closure).register(accept, removed).unwrap();
    let (function, user): (RawFn<Tick>, RawContext<Tick>) = (tick.function(), tick.context());
    // SAFETY: C may call at any time.
    let ring = |item, user| unsafe { function(item, user) };
    let faults = call(ring, item, user);
    drop(tick);
    assert_eq!(ring(item, user), -1, "a late call");
    faults + 1
}

fn owned(item: c_int) -> usize {
    let captured = captured();
    let tick = Tick::new(move |item| captured.answer(item)).owned();
    let (function, user): (RawFn<Tick>, RawContext<Tick>) = (tick.function(), tick.context());
    // SAFETY: C may call at any time.
    let ring = |item, user| unsafe { function(item, user) };
    let faults = call(ring, item, user);
    drop(tick);
    assert_eq!(ring(item, user), -1, "a late call");
    faults + 1
}

fn slot(item: c_int) -> usize {
    let captured = captured();
    let slot = Blink::new(move |item| captured.answer(item)).slot().unwrap();
    let blink = slot.function();
    let panics = item % 64 == 63;
    // SAFETY: C may call at any time.
    let answer = unsafe { blink(item) };
    assert_eq!(answer, if panics { -1 } else { item + 1 });
    usize::from(panics)
}

/// Keeps what `forever` leaks reachable.
fn forever(item: c_int) -> usize {
    let captured = captured();
    let (tick, user) = Tick::new(move |item| captured.answer(item)).forever();
    keep_reachable(user);
    // SAFETY: the parts are valid forever; or the context is null.
    call(|item, user| unsafe { tick(item, user) }, item, user)
}

/// Makes one callback in a lifetime, and calls it. Returns the number of faults.
type Each = fn(c_int) -> usize;

/// Returns the memory of the process in KiB, on systems that report it.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Makes that many callbacks in a lifetime. Returns the bytes in use after each tenth of them.
fn soak(name: &str, many: usize, each: Each) -> Vec<isize> {
    let (dropped, reported) = (DROPPED.load(SeqCst), REPORTED.load(SeqCst));
    let part = (many / 20).max(64);
    let mut faults = 0;
    let in_use = (1..=10).map(|tenth| {
        let run = || (0..part).map(|at| each(c_int::try_from(at % 4096).unwrap())).sum::<usize>();
        faults += thread::scope(|scope| {
            let threads = [scope.spawn(run), scope.spawn(run)];
            threads.map(|thread| thread.join().unwrap()).into_iter().sum::<usize>()
        });
        let in_use = IN_USE.load(SeqCst);
        println!(
            "{name:>9} {:>8}: {in_use:>10} bytes in use, {} KiB resident",
            tenth * part * 2,
            resident().map_or("?".to_owned(), |resident| resident.to_string())
        );
        in_use
    });
    let in_use: Vec<isize> = in_use.collect();
    let drops = if name == "forever" { 0 } else { part * 20 };
    assert_eq!(DROPPED.load(SeqCst) - dropped, drops, "drops, of {name}");
    assert_eq!(REPORTED.load(SeqCst) - reported, faults, "faults, of {name}");
    assert!(faults > part / 4, "there are faults");
    in_use
}

#[test]
fn a_million_come_and_go() {
    std::panic::set_hook(Box::new(|_| {}));
    set_fault_hook(|_| {
        REPORTED.fetch_add(1, SeqCst);
    });
    let asked = env::var("CALLBACK_SOAK").ok();
    let many = asked.as_ref().map_or(rounds(40_000), |many| many.parse().expect("a number"));
    let lifetimes: [(&str, Each); 6] = [
        ("scope", scope),
        ("once", once),
        ("notified", notified),
        ("register", register),
        ("owned", owned),
        ("slot", slot),
    ];
    // The test harness and the first callback allocate before the end of the first tenth.
    let before = resident();
    for (name, each) in lifetimes {
        let in_use = soak(name, many, each);
        let (first, last) = (in_use[0], in_use[9]);
        assert!((last - first).abs() < 4096, "{name}: {first} bytes in use, then {last}");
    }
    // Only printed: a sanitizer keeps freed memory for a while.
    if let (Some(_), Some(before), Some(after)) = (asked, before, resident()) {
        assert!(after < before + 8192, "{before} KiB, then {after}");
    }

    let in_use = soak("forever", many, forever);
    let (first, last) = (in_use[0], in_use[9]);
    let each = (last - first).unsigned_abs() / ((many / 20).max(64) * 2 * 9);
    println!("forever: {each} bytes for each that was leaked");
    assert!(last > first && each < 1024, "{each} bytes for each");
}
