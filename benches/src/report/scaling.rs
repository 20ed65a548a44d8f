//! Two threads that call one callback, next to one thread.

use std::ffi::{c_int, c_void};
use std::fmt::Write;
use std::hint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::cells;
use crate::cells::loops::{self, Function, Order};
use crate::cells::row::{Cell, Group, Meter};
use crate::fallible::Fallible;
use crate::goals;
use crate::report::clock;
use crate::report::ratio::{Effort, quartiles};

const GOAL: f64 = 1.8;
/// The calls of each thread, which take a millisecond or two.
const CALLS: i64 = 500_000;
/// The rows, and whether they have the goal.
const ROWS: [(&str, bool); 4] = [
    ("no guard, extern \"C\"", false),
    ("scope Fn + Send + Sync", true),
    ("register Fn + Send + Sync", true),
    ("slot Fn + Send + Sync", true),
];

/// Returns the section of the report.
///
/// # Errors
///
/// If criterion fails.
pub(super) fn section() -> Fallible<String> {
    let mut text = format!(
        "The calls a second of two threads, as a ratio to those of one thread, of the same callback in the \
         same run: the median, with the quartiles in parentheses. The body may panic (B1). The goal is \
         at least {GOAL}. The ratio of an unguarded function is the most that this machine can do. \
         The last row is the cost of a count of running calls in the context. \
         A measurement is repeated if another program used one of the processors.\n\n\
         | | 2 threads / 1 thread | |\n|---|---|---|\n"
    );
    let rows = cells::rows();
    for (name, has_goal) in ROWS {
        let mut cells =
            cells::numbered(&rows, &[Group::Calls]).filter(|(_, row, _)| row.name == name);
        let (number, row, column) = cells.nth(1).ok_or("there is no such row")?;
        write_row(&mut text, name, number, row.cells[column], has_goal)?;
    }
    write_row(&mut text, "a count of calls in the context", 0, counted, false)?;
    Ok(text)
}

fn write_row(text: &mut String, name: &str, number: usize, cell: Cell, goal: bool) -> Fallible<()> {
    let mut scaling = Err("the cell has not run".into());
    cell(&mut |function, user| {
        let callback = Shared { number, function, user };
        let effort = Effort { samples: 20, time: Duration::from_secs(2) };
        scaling = quartiles(&format!("threads-{number}"), effort, || {
            2.0 * callback.undisturbed(1) / callback.undisturbed(2)
        });
    });
    let scaling = scaling?;
    let verdict = if goal { goals::verdict(scaling.median >= GOAL) } else { "" };
    let _ = writeln!(text, "| {name} | {} | {verdict} |", scaling.show());
    Ok(())
}

/// A callback that any thread may call.
#[derive(Clone, Copy)]
struct Shared {
    number: usize,
    function: Function,
    user: *mut c_void,
}

// SAFETY: the rows have kinds that any threads may call at once.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// Returns the seconds that that many threads take for `CALLS` calls each, while all of them are running.
    fn undisturbed(self, threads: usize) -> f64 {
        // On a machine that is never quiet, the last measurement counts.
        let mut attempts = (0..1000).map(|_| self.time(threads));
        let best = |taken: &(f64, f64)| taken.0 < taken.1 * 1.05;
        let last = self.time(threads);
        attempts.find(best).unwrap_or(last).0
    }

    /// Returns the seconds from the first call to the last, and those for which a thread was running.
    fn time(self, threads: usize) -> (f64, f64) {
        let ready = AtomicUsize::new(0);
        let thread = || {
            let Self { number, function, user } = { self };
            let run = |calls| loops::run(number, Order::DataLast, function, user, calls);
            // The first call of a thread sets things up.
            run(1);
            // A thread that sleeps at a barrier would wake up late.
            ready.fetch_add(1, Ordering::Relaxed);
            while ready.load(Ordering::Relaxed) < threads {
                hint::spin_loop();
            }
            let start = Instant::now();
            let running = clock::time(|| run(CALLS));
            (start, Instant::now(), running)
        };
        let times: Vec<_> = thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(thread)).collect();
            handles.into_iter().map(|handle| handle.join().expect("nothing panics")).collect()
        });
        let start = times.iter().map(|time| time.0).min().expect("there is a thread");
        let end = times.iter().map(|time| time.1).max().expect("there is a thread");
        let running = times.iter().map(|time| time.2).min().expect("there is a thread");
        ((end - start).as_secs_f64(), running.as_secs_f64())
    }
}

/// The unguarded trampoline, between two atomic exchanges on a cache line that all threads write to.
fn counted(meter: Meter) {
    unsafe extern "C" fn trampoline(x: c_int, user: *mut c_void) -> c_int {
        // SAFETY: C passes the user data that it got.
        let running = unsafe { &*user.cast::<AtomicUsize>() };
        running.fetch_add(1, Ordering::Acquire);
        let y = x.wrapping_mul(3);
        running.fetch_sub(1, Ordering::Release);
        y
    }
    let mut running = AtomicUsize::new(0);
    meter(trampoline, (&raw mut running).cast());
}
