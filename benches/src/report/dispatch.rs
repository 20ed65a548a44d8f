//! A call of a foreign thread that runs on the closure's thread, next to a round trip by channels.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use callback_runtime::{Dispatcher, Registration, callback};

use crate::cells::loops::{self, Function, Order};
use crate::fallible::Fallible;
use crate::report::ratio::{Effort, quartiles};

const CALLS: u32 = 200;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type OnEvent = dyn FnMut(c_int) -> c_int;

/// Returns the section of the report.
///
/// # Errors
///
/// If criterion fails.
pub(super) fn section() -> Fallible<String> {
    let ratio = quartiles("dispatch", Effort::SHORT, || {
        let compared = channels();
        dispatched().as_secs_f64() / compared.as_secs_f64()
    })?;
    let nanoseconds = quartiles("dispatch", Effort::SHORT, || {
        dispatched().as_secs_f64() * 1e9 / f64::from(CALLS)
    })?;
    Ok(format!(
        "C calls on another thread, and waits for the result of the closure on this one. That takes two \
         changes of threads, whose cost no count of instructions shows. For comparison, a number is \
         sent through one `std::sync::mpsc` channel and back through another.\n\n\
         | | ns | × channels |\n|---|---|---|\n| `dispatch` | {} | {} |\n",
        nanoseconds.show(),
        ratio.show()
    ))
}

/// Returns how long that many calls take that are dispatched to this thread.
fn dispatched() -> Duration {
    struct Parts(Function, *mut c_void);
    // SAFETY: a dispatched callback may be called on any thread.
    unsafe impl Send for Parts {}

    let dispatcher = Dispatcher::new(1);
    let mut sum = 0;
    let context = OnEvent::new(move |x| {
        sum ^= x;
        sum
    });
    let Ok(registration): Result<Registration<_, Infallible>, _> =
        context.dispatch(&dispatcher).register(|_, _| Ok(()), |_, _, ()| Ok(()));
    let parts = Parts(registration.function(), registration.context());
    thread::scope(|scope| {
        let caller = scope.spawn(move || {
            let Parts(function, user) = { parts };
            let start = Instant::now();
            loops::run(0, Order::DataLast, function, user, i64::from(CALLS));
            start.elapsed()
        });
        (0..CALLS).for_each(|_| dispatcher.recv());
        caller.join().expect("nothing panics")
    })
}

/// Returns how long as many round trips take.
fn channels() -> Duration {
    let (there, receive) = mpsc::sync_channel(1);
    let (back, answer) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        let caller = scope.spawn(move || {
            let start = Instant::now();
            for x in 0..CALLS {
                there.send(x).expect("somebody receives");
                answer.recv().expect("somebody answers");
            }
            start.elapsed()
        });
        for x in receive {
            back.send(x).expect("somebody waits");
        }
        caller.join().expect("nothing panics")
    })
}
