//! A `FnOnce` that runs on a thread of the C library, as in `std::thread::spawn`.
//!
//! `cargo run --example thread`

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
    use std::ffi::{c_int, c_void};
    use std::io;
    use std::mem::MaybeUninit;
    use std::panic;
    use std::ptr;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    use callback_runtime::{IntoC, RawContext, RawFn, callback, set_fault_hook};

    // void *(*start_routine)(void *);
    //
    // `Send`, since it runs on another thread. `FnOnce`, since it runs once. `pthread_join` returns null
    // if the closure panicked, and something else if it returned.
    #[callback(extern "C" fn(context: *mut c_void) -> *mut c_void, fallback = ptr::null_mut())]
    type StartRoutine = dyn FnOnce() -> Returned + Send;

    /// The result of a closure that returned, for `pthread_join`.
    struct Returned;

    impl IntoC<*mut c_void> for Returned {
        fn into_c(self) -> *mut c_void {
            ptr::without_provenance_mut(1)
        }
    }

    unsafe extern "C" {
        fn pthread_create(
            thread: *mut libc::pthread_t,
            attributes: *const libc::pthread_attr_t,
            start_routine: RawFn<StartRoutine>,
            argument: RawContext<StartRoutine>,
        ) -> c_int;
    }

    /// A thread that was not joined yet.
    struct Thread(libc::pthread_t);

    impl Thread {
        /// Starts a thread with a stack of `stack` bytes, or of the default size.
        fn spawn(
            closure: impl FnOnce() + Send + 'static,
            stack: Option<usize>,
        ) -> io::Result<Self> {
            let attributes = Attributes::new(stack)?;
            StartRoutine::new(move || {
                closure();
                Returned
            })
            .once(|start_routine, argument| {
                let mut thread = MaybeUninit::uninit();
                // SAFETY: the thread calls the closure once. After an error, there is no thread.
                let error = unsafe {
                    pthread_create(
                        thread.as_mut_ptr(),
                        attributes.0.as_ptr(),
                        start_routine,
                        argument,
                    )
                };
                check(error)?;
                // SAFETY: there was no error, so the thread was written.
                Ok(Self(unsafe { thread.assume_init() }))
            })
        }

        /// Waits for the end. Returns `false` if the closure panicked.
        fn join(self) -> io::Result<bool> {
            let mut result = ptr::null_mut();
            // SAFETY: the thread was started, is not detached, and is joined once.
            check(unsafe { libc::pthread_join(self.0, &raw mut result) })?;
            Ok(!result.is_null())
        }
    }

    /// A `pthread_attr_t`, which stays at the address where it was initialized.
    struct Attributes(Box<MaybeUninit<libc::pthread_attr_t>>);

    impl Attributes {
        fn new(stack: Option<usize>) -> io::Result<Self> {
            let mut attributes = Box::new(MaybeUninit::uninit());
            // SAFETY: the pointer is to memory for the attributes.
            check(unsafe { libc::pthread_attr_init(attributes.as_mut_ptr()) })?;
            let mut attributes = Self(attributes);
            if let Some(stack) = stack {
                // SAFETY: they have been initialized.
                check(unsafe {
                    libc::pthread_attr_setstacksize(attributes.0.as_mut_ptr(), stack)
                })?;
            }
            Ok(attributes)
        }
    }

    impl Drop for Attributes {
        fn drop(&mut self) {
            // SAFETY: they have been initialized, and are destroyed once.
            unsafe { libc::pthread_attr_destroy(self.0.as_mut_ptr()) };
        }
    }

    /// POSIX functions for threads return the error, and do not set `errno`.
    fn check(error: c_int) -> io::Result<()> {
        if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(error)) }
    }

    pub(super) fn run() {
        show_results();
        show_refusal();
        if cfg!(panic = "unwind") {
            show_panic();
        }
    }

    /// Runs four threads, each with a part of the work. The results come by a channel.
    fn show_results() {
        println!("Which number below 100000 takes the longest way down to 1?\n");
        let (sender, results) = mpsc::channel();
        let threads: Vec<Thread> = (0..4)
            .map(|quarter| {
                let sender = sender.clone();
                let search = move || {
                    let numbers = (quarter * 25_000).max(1)..(quarter + 1) * 25_000;
                    let longest = numbers.max_by_key(|&number| steps(number)).expect("not empty");
                    sender.send((quarter, longest)).expect("the receiver waits");
                };
                Thread::spawn(search, None).expect("there is room for four threads")
            })
            .collect();
        // Each closure owns its sender, and drops it at its end. So the channel closes.
        drop(sender);
        let mut found: Vec<(u64, u64)> = results.into_iter().collect();
        for thread in threads {
            assert!(thread.join().expect("it can be joined"), "no closure panicked");
        }
        found.sort_unstable();
        for (quarter, number) in &found {
            println!("  thread {quarter}: {number} takes {} steps", steps(*number));
        }
        let longest = found.iter().max_by_key(|(_, number)| steps(*number));
        assert_eq!(longest.map(|&(_, number)| (number, steps(number))), Some((77_031, 350)));
    }

    /// The steps from `number` down to 1, by the rule of Collatz.
    fn steps(mut number: u64) -> u32 {
        let mut steps = 0;
        while number != 1 {
            number = if number.is_multiple_of(2) { number / 2 } else { 3 * number + 1 };
            steps += 1;
        }
        steps
    }

    /// Asks for a thread that cannot be created: the closure is dropped at once.
    fn show_refusal() {
        static DROPPED: AtomicBool = AtomicBool::new(false);
        struct Luggage;
        impl Drop for Luggage {
            fn drop(&mut self) {
                assert!(!DROPPED.swap(true, Ordering::Relaxed), "it is dropped once");
                println!("  the closure is dropped, and its luggage with it");
            }
        }

        println!("\nA thread with a stack as large as the address space:\n");
        let luggage = Luggage;
        let refused = Thread::spawn(
            move || {
                let _luggage = &luggage;
                unreachable!("it was never started");
            },
            Some(usize::MAX - usize::MAX / 8),
        );
        assert!(DROPPED.load(Ordering::Relaxed));
        let error = refused.err().expect("no such stack fits");
        println!("  and `spawn` returned: {error}");
        assert!(matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::EINVAL | libc::ENOMEM)));
    }

    /// Runs a closure that panics: its thread ends, the process does not.
    fn show_panic() {
        println!("\nA thread whose closure panics:\n");
        set_fault_hook(|report| {
            println!("  the fault hook reports `{}`: {}", report.callback(), report.fault());
        });
        // On purpose. `resume_unwind` prints no message.
        let thread =
            Thread::spawn(|| panic::resume_unwind(Box::new("no way down from here")), None);
        let returned = thread.and_then(Thread::join).expect("the thread ran");
        println!("  and `pthread_join` returned null, the fallback: {}", !returned);
        assert!(!returned);
    }
}
