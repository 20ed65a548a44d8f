//! A closure that is not `Send`. Its registration ends while a refused thread waits in the fault hook for the
//! owner, and the owner drops it.

use std::cell::RefCell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use callback_runtime::{
    Fault, FaultReport, RawContext, RawFn, Registration, callback, set_fault_hook,
};
use callback_tests::{Drops, Parts, accept, listen, removed};

use crate::declared::Flash;

#[callback(extern "C", fallback = -1)]
type Tick = dyn Fn(c_int) -> c_int;

type Kept<C> = Registration<'static, C, c_int>;
type Raw = Parts<RawFn<Tick>, RawContext<Tick>>;

thread_local! {
    /// The closure that is not `Send`.
    static TICK: RefCell<Option<Kept<Tick>>> = const { RefCell::new(None) };
}

/// The other callback. The owner is in it when the refused thread drops it.
static FLASH: Mutex<Option<Kept<Flash>>> = Mutex::new(None);
static LEAKS: AtomicUsize = AtomicUsize::new(0);

/// Long enough for the other thread to begin to wait.
fn pause() {
    thread::sleep(Duration::from_secs(1));
}

fn hook(report: &FaultReport) {
    LEAKS.fetch_add(usize::from(report.is_leaked()), Ordering::SeqCst);
    let flash = FLASH.lock().unwrap().take();
    if let (Fault::WrongThread, Some(flash)) = (report.fault(), flash) {
        drop(flash);
        pause();
    }
}

fn call(parts: Raw) -> c_int {
    let (function, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { function(1, user) }
}

/// Ends the closure while another thread is in the hook and waits for a call of the owner.
fn end(tick: Raw, begun: &Mutex<Receiver<()>>) {
    thread::spawn(move || assert_eq!(call(tick), -1));
    begun.lock().unwrap().recv().unwrap();
    pause();
    drop(TICK.take());
}

fn register_flash(unset: Sender<()>, body: impl Fn() + Send + Sync + 'static) -> Raw {
    let flash = Flash::new(move |item| {
        body();
        item
    })
    .register(accept, move |_, _, ()| {
        unset.send(()).unwrap();
        Ok(())
    })
    .unwrap();
    let parts = Parts::new(flash.function(), flash.context());
    *FLASH.lock().unwrap() = Some(flash);
    parts
}

fn register_tick(drops: &Drops, body: impl Fn() + 'static) -> Raw {
    let token = drops.token();
    let tick = Tick::new(move |item| {
        body();
        token.touch();
        item
    })
    .register(accept, removed)
    .unwrap();
    let parts = Parts::new(tick.function(), tick.context());
    TICK.set(Some(tick));
    parts
}

#[test]
fn the_owner_drops_its_closure_while_a_refused_thread_waits_for_it() {
    let _turn = listen("Tick");
    set_fault_hook(hook);

    // The owner leaves the other callback first. Then the thread goes on.
    let (drops, own) = (Drops::new(), Arc::new(Mutex::new(None::<Raw>)));
    let (unset, begun) = channel();
    let (begun, tick) = (Mutex::new(begun), Arc::clone(&own));
    let flash = register_flash(unset, move || end(tick.lock().unwrap().unwrap(), &begun));
    let tick = register_tick(&drops, move || assert_eq!(call(flash), 1));
    *own.lock().unwrap() = Some(tick);
    assert_eq!(call(tick), 1);
    assert_eq!((drops.count(), LEAKS.load(Ordering::SeqCst)), (1, 0));

    // The owner leaves the closure first. The thread still waits, but has left the closure's entry.
    let (drops, own) = (Drops::new(), Arc::new(Mutex::new(None::<Raw>)));
    let (unset, begun) = channel();
    let (begun, inside) = (Mutex::new(begun), Arc::clone(&own));
    let tick = register_tick(&drops, move || end(inside.lock().unwrap().unwrap(), &begun));
    *own.lock().unwrap() = Some(tick);
    let flash = register_flash(unset, move || assert_eq!(call(tick), 1));
    assert_eq!(call(flash), 1);
    assert_eq!((drops.count(), LEAKS.load(Ordering::SeqCst)), (1, 0));
}
