//! `pthread_create`, which returns its error and does not set `errno`.

use std::ffi::{c_int, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use callback_runtime::{Status, callback, import};
use callback_tests::Drops;

// void *(*start)(void *)
#[callback(extern "C", fallback = ptr::null_mut())]
pub(crate) type Start = dyn FnOnce() -> *mut c_void + Send;

/// The result of a function of pthreads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posix(c_int);

impl Status for Posix {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == 0 { Ok(()) } else { Err(Self(raw)) }
    }
}

impl From<Posix> for io::Error {
    fn from(error: Posix) -> Self {
        Self::from_raw_os_error(error.0)
    }
}

#[import]
unsafe extern "C" {
    #[link_name = "pthread_create"]
    safe fn spawn(
        #[out] thread: libc::pthread_t,
        attributes: Option<&libc::pthread_attr_t>,
        #[once] start: Start,
        context: *mut c_void,
    ) -> Result<(), Posix>;
    fn pthread_join(thread: libc::pthread_t, #[out] result: *mut c_void) -> Result<(), Posix>;
    fn pthread_attr_init(attributes: *mut libc::pthread_attr_t) -> Result<(), Posix>;
    fn pthread_attr_setstacksize(
        attributes: *mut libc::pthread_attr_t,
        size: usize,
    ) -> Result<(), Posix>;
}

#[test]
fn a_closure_is_the_start_of_a_thread() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let drops = Drops::new();
    let token = drops.token();
    let thread = spawn(None, move || {
        token.touch();
        CALLS.fetch_add(1, Ordering::SeqCst);
        ptr::without_provenance_mut(77)
    });
    // SAFETY: the thread has been started, and is joined once.
    let result = unsafe { pthread_join(thread.unwrap()) }.unwrap();
    assert_eq!((result.addr(), CALLS.load(Ordering::SeqCst), drops.count()), (77, 1, 1));
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "how a thread can be refused differs")]
fn a_thread_that_is_refused_drops_the_closure_here() {
    let drops = Drops::new();
    let token = drops.token();
    let mut attributes = MaybeUninit::uninit();
    // SAFETY: there is room for the attributes.
    unsafe { pthread_attr_init(attributes.as_mut_ptr()) }.unwrap();
    // No address space has room for this stack.
    let size = (usize::MAX / 16 * 15) & !0xffff;
    // SAFETY: they have been initialized.
    unsafe { pthread_attr_setstacksize(attributes.as_mut_ptr(), size) }.unwrap();
    // SAFETY: as above.
    let refused = spawn(Some(unsafe { attributes.assume_init_ref() }), move || {
        token.touch();
        ptr::null_mut()
    });
    let error: io::Error = refused.map(drop).unwrap_err().into();
    // Valgrind answers `EINVAL`.
    assert!(matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::EINVAL)), "{error}");
    assert_eq!(drops.count(), 1);
}
