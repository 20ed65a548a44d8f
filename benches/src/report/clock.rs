//! The running time of a thread or a program, without the time in which others used its processor.

use std::mem::MaybeUninit;
use std::time::Duration;

/// Returns how long `work` runs on this thread.
pub(super) fn time(work: impl FnOnce()) -> Duration {
    let start = now();
    work();
    now().saturating_sub(start)
}

fn now() -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::uninit();
    // SAFETY: Linux has this clock, and the pointer is to memory for a time.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, time.as_mut_ptr()) };
    assert_eq!(failed, 0, "there is such a clock");
    // SAFETY: it was written, since the call did not fail.
    let time = unsafe { time.assume_init() };
    let seconds = u64::try_from(time.tv_sec).expect("time does not run backwards");
    let nanoseconds = u32::try_from(time.tv_nsec).expect("there are a billion in a second");
    Duration::new(seconds, nanoseconds)
}

/// Returns how long the child processes of this program have run that have ended.
pub(super) fn of_children() -> Duration {
    let mut usage = MaybeUninit::<libc::rusage>::uninit();
    // SAFETY: the pointer is to memory for the result.
    let failed = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()) };
    assert_eq!(failed, 0, "there is such a usage");
    // SAFETY: it was written, since the call did not fail.
    let usage = unsafe { usage.assume_init() };
    let times = [usage.ru_utime, usage.ru_stime].map(|time| {
        let seconds = u64::try_from(time.tv_sec).expect("time does not run backwards");
        let microseconds = u64::try_from(time.tv_usec).expect("there are a million in a second");
        Duration::from_secs(seconds) + Duration::from_micros(microseconds)
    });
    times.into_iter().sum()
}
