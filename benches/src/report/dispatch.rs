//! A call of a foreign thread's that runs on the thread of the closure, beside a round trip by
//! channels.

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

/// The section of the report.
///
/// # Errors
///
/// If criterion fails.
pub(super) fn section() -> Fallible<String> {
    let ratio = quartiles("dispatch", Effort::SHORT, || {
        let beside = channels();
        dispatched().as_secs_f64() / beside.as_secs_f64()
    })?;
    let nanoseconds = quartiles("dispatch", Effort::SHORT, || {
        dispatched().as_secs_f64() * 1e9 / f64::from(CALLS)
    })?;
    Ok(format!(
        "C calls on a thread of its own, and waits for what the closure returns on another one: two \
         changes of threads, and no count of instructions tells what they cost. Beside it, a number \
         that is sent through one `std::sync::mpsc` channel and back through another.\n\n\
         | | ns | × channels |\n|---|---|---|\n| `dispatch` | {} | {} |\n",
        nanoseconds.show(),
        ratio.show()
    ))
}

/// How long so many calls take that are dispatched to this thread.
fn dispatched() -> Duration {
    struct Parts(Function, *mut c_void);
    // SAFETY: a callback that is dispatched may be called on any thread.
    unsafe impl Send for Parts {}

    let dispatcher = Dispatcher::new(1);
    let mut sum = 0;
    let context = OnEvent::new(move |x| {
        sum ^= x;
        sum
    });
    let Ok(registration): Result<Registration<_, Infallible>, _> =
        context.dispatch(&dispatcher).register(|_, _| Ok(()), |_, _| Ok(()));
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

/// How long as many round trips take.
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
