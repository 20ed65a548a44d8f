//! A C library that answers later, on its own threads, used from `async` Rust: see `reader.h`.
//!
//! `cargo run --example completion`

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
    use std::ffi::{c_int, c_uint, c_void};
    use std::future::{Future, poll_fn};
    use std::io::{self, Write};
    use std::ops::ControlFlow::{self, Break};
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;
    use std::pin::pin;
    use std::sync::mpsc;
    use std::sync::{Mutex, OnceLock};
    use std::task::Poll;

    use callback_runtime::{Fault, RawContext, RawFn, callback, set_fault_hook};

    // typedef void (*read_done_fn)(int error, const unsigned char *data, size_t length, void *user);
    #[callback(extern "C" fn(c_int, (*const u8, usize), context: *mut c_void))]
    type ReadDone = dyn FnOnce(c_int, &[u8]) -> ControlFlow<io::Result<String>> + Send;

    // typedef void (*timer_done_fn)(void *user);
    #[callback(extern "C")]
    type TimerDone = dyn FnOnce() + Send;

    unsafe extern "C" {
        fn reader_read(file: c_int, done: RawFn<ReadDone>, user: RawContext<ReadDone>) -> c_int;
        fn reader_timer(
            milliseconds: c_uint,
            done: RawFn<TimerDone>,
            user: RawContext<TimerDone>,
        ) -> c_int;
    }

    /// Reads once.
    ///
    /// The bytes belong to C and are valid during the call, so the closure copies them. Dropping this future
    /// drops the closure. C goes on reading into its own memory, and its call is a late call.
    async fn read(file: c_int) -> io::Result<String> {
        let done = ReadDone::new(|error, data| {
            Break(match error {
                0 => Ok(String::from_utf8_lossy(data).into_owned()),
                error => Err(io::Error::from_raw_os_error(error)),
            })
        });
        let (function, context, completion) = done.completion();
        // SAFETY: C calls once, with a buffer that is valid during the call.
        let refused = unsafe { reader_read(file, function, context) };
        if refused != 0 {
            // C does not call, so there is nothing to wait for.
            return Err(io::Error::from_raw_os_error(refused));
        }
        match completion.await.map_err(io::Error::other)? {
            Break(read) => read,
            ControlFlow::Continue(()) => unreachable!("the closure always breaks"),
        }
    }

    /// Waits for a time.
    async fn sleep(milliseconds: c_uint) -> io::Result<()> {
        let (function, context, completion) = TimerDone::new(|| {}).completion();
        // SAFETY: C calls once.
        let refused = unsafe { reader_timer(milliseconds, function, context) };
        if refused != 0 {
            return Err(io::Error::from_raw_os_error(refused));
        }
        completion.await.map_err(io::Error::other)
    }

    /// Waits for both futures. Crates such as `futures` have this function.
    async fn join<A, B>(one: impl Future<Output = A>, two: impl Future<Output = B>) -> (A, B) {
        let (mut one, mut two) = (pin!(one), pin!(two));
        let (mut first, mut second) = (None, None);
        poll_fn(|task| {
            first = first.take().or_else(|| ready(one.as_mut().poll(task)));
            second = second.take().or_else(|| ready(two.as_mut().poll(task)));
            if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        (first.expect("it is ready"), second.expect("it is ready"))
    }

    fn ready<T>(poll: Poll<T>) -> Option<T> {
        match poll {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        }
    }

    /// Waits for a future with a time limit. Returns `None` if the time ran out first.
    async fn within<A>(milliseconds: c_uint, future: impl Future<Output = A>) -> Option<A> {
        let (mut future, mut time) = (pin!(future), pin!(sleep(milliseconds)));
        poll_fn(|task| {
            if let Poll::Ready(output) = future.as_mut().poll(task) {
                return Poll::Ready(Some(output));
            }
            time.as_mut().poll(task).map(|slept| {
                slept.expect("there is a timer");
                None
            })
        })
        .await
    }

    pub(super) fn run() {
        pollster::block_on(async {
            two_at_once().await.expect("both are read");
            an_error().await;
            a_time_limit().await.expect("both ends are open");
        });
    }

    /// Starts two reads, which end in the reverse order.
    async fn two_at_once() -> io::Result<()> {
        println!("Two reads at once:\n");
        let (first, mut to_first) = UnixStream::pair()?;
        let (second, mut to_second) = UnixStream::pair()?;
        let one = async {
            let text = read(first.as_raw_fd()).await?;
            println!("  the first read has `{text}`");
            Ok::<_, io::Error>(text)
        };
        let two = async {
            // This is polled after `one`, which has started its read by then.
            to_second.write_all(b"tea for two")?;
            let text = read(second.as_raw_fd()).await?;
            println!("  the second read has `{text}`");
            // A single write, so that the library does not read only a part of it.
            to_first.write_all(format!("{} bytes", text.len()).as_bytes())?;
            Ok::<_, io::Error>(text)
        };
        let (one, two) = join(one, two).await;
        assert_eq!((one?.as_str(), two?.as_str()), ("11 bytes", "tea for two"));
        Ok(())
    }

    /// Starts a read that reports an error to its callback.
    async fn an_error() {
        println!("\nA file that is not open:\n");
        let error = read(-1).await.expect_err("there is no such file");
        println!("  the error is {error}");
        assert_eq!(error.raw_os_error(), Some(libc::EBADF));
    }

    /// Starts a read that ends when nobody waits for it anymore.
    async fn a_time_limit() -> io::Result<()> {
        static LATE: OnceLock<Mutex<mpsc::Sender<Fault>>> = OnceLock::new();

        println!("\nA read that takes too long:\n");
        let (sender, late) = mpsc::channel();
        LATE.set(Mutex::new(sender)).expect("this runs once");
        set_fault_hook(|report| {
            let sender = LATE.get().expect("it has been set").lock().expect("nobody panics");
            sender.send(report.fault()).expect("the receiver waits");
        });
        let (silent, mut to_silent) = UnixStream::pair()?;
        let got = within(20, read(silent.as_raw_fd())).await;
        println!("  after 20 ms there is {}", if got.is_none() { "nothing" } else { "something" });
        assert!(got.is_none());
        // The closure was dropped, but C is still reading.
        to_silent.write_all(b"too late")?;
        let fault = late.recv().expect("C calls");
        println!("  then C calls, and the fault hook reports: {fault}");
        assert_eq!(fault, Fault::Expired);
        Ok(())
    }
}
