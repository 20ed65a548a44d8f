//! A C library that calls from its own threads, and a main loop that owns what the closures use.
//!
//! `cargo run --example threads`

#[cfg(unix)]
mod pool;

#[cfg(unix)]
fn main() {
    demo::run();
}

#[cfg(not(unix))]
fn main() {
    println!("this example needs POSIX threads");
}

#[cfg(unix)]
mod demo {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::sync::mpsc;
    use std::thread;

    use callback_runtime::{Dispatcher, Fault, WhenFull, set_fault_hook};

    use crate::pool::Pool;

    pub(crate) fn run() {
        set_fault_hook(|report| {
            assert_eq!(report.fault(), Fault::Undelivered);
            println!("  the fault hook reports `{}`: {}", report.callback(), report.fault());
        });
        let pool = Rc::new(Pool::new());
        show_events(&pool);
        show_question(&pool);
        show_waker(&pool);
        show_full(&pool);
        show_end(&pool);
        assert_eq!(Rc::strong_count(&pool), 1);
    }

    /// C expects no value, so it goes on at once. The loop runs the closure later.
    fn show_events(pool: &Rc<Pool>) {
        println!("Events, which wait for the loop:\n");
        let (done, dispatcher) = (Rc::new(RefCell::new(Vec::new())), Dispatcher::new(8));
        let shared = Rc::clone(&done); // an `Rc`: the closure stays on this thread
        let events =
            pool.on_event(&dispatcher, move |job, step| shared.borrow_mut().push((job, step)));
        pool.start(1, 3);
        println!(
            "  the job is over after {} steps, of which the loop saw {}",
            pool.join(),
            done.borrow().len()
        );
        assert_eq!(dispatcher.run_pending(), 3);
        println!("  now it has seen {:?}", done.borrow());
        assert_eq!(*done.borrow(), [(1, 1), (1, 2), (1, 3)]);
        drop(events);
    }

    /// C waits on its thread for the answer, which the closure gives on this one.
    fn show_question(pool: &Rc<Pool>) {
        println!("\nA question, and C waits for the answer:\n");
        let (this, left) = (thread::current().id(), Rc::new(Cell::new(1)));
        let (dispatcher, shared) = (Dispatcher::new(8), Rc::clone(&left));
        let question = pool.on_question(&dispatcher, move |job| {
            assert_eq!(thread::current().id(), this);
            let may = shared.get() > 0;
            println!("  job {job} asks; may it go on? {may}");
            shared.set(0);
            may
        });
        let done = [2, 3].map(|job| {
            pool.start(job, 5);
            dispatcher.recv();
            pool.join()
        });
        println!("  steps that were done: {done:?}");
        assert_eq!(done, [5, 0]);
        drop(question);
    }

    /// Wakes a loop that also waits for other events, in this case on a channel.
    fn show_waker(pool: &Rc<Pool>) {
        println!("\nThe program's own loop, woken by the dispatcher:\n");
        let (wake, woken) = mpsc::channel();
        let dispatcher = Dispatcher::new(8).waker(move || {
            let _ = wake.send(());
        });
        let seen = Rc::new(Cell::new(0));
        let shared = Rc::clone(&seen);
        let events = pool.on_event(&dispatcher, move |_job, step| shared.set(step));
        pool.start(4, 3);
        while seen.get() < 3 {
            woken.recv().expect("the dispatcher has the sender");
            dispatcher.run_pending();
        }
        println!("  the loop has seen step {}", seen.get());
        pool.join();
        drop(events);
    }

    /// A loop that is too slow loses events, so that C does not wait.
    fn show_full(pool: &Rc<Pool>) {
        println!("\nA queue for two events, and a job of three steps:\n");
        let dispatcher = Dispatcher::new(2).when_full(WhenFull::Refuse);
        let events = pool.on_event(&dispatcher, |job, step| println!("  job {job}, step {step}"));
        pool.start(5, 3);
        pool.join();
        assert_eq!(dispatcher.run_pending(), 2);
        assert_eq!(events.fault(), None);
    }

    /// When a registration ends, its waiting calls are given up.
    fn show_end(pool: &Rc<Pool>) {
        println!("\nThe end, with two events in the queue:\n");
        let dispatcher = Dispatcher::new(8);
        let events = pool.on_event(&dispatcher, |_job, _step| unreachable!("the loop has ended"));
        pool.start(6, 2);
        pool.join();
        let Ok(()) = events.unregister();
        assert_eq!(dispatcher.run_pending(), 0);
        println!("  and nothing is left to run");
    }
}
