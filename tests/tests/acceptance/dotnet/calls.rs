//! N1 to N4: one function, called once, often, on threads, and with each calling convention.

use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::{RawFn, callback};
use callback_tests::rounds;

#[callback(extern "system" fn(c_int) -> c_int, context = none, fallback = -1)]
type Proc = dyn FnMut(c_int) -> c_int;

#[callback(extern "system" fn(c_int) -> c_int, context = none, fallback = -1)]
type ProcOnThread = dyn Fn(c_int) -> c_int + Send + Sync;

unsafe extern "C" {
    fn n1_call_managed_proc(f: RawFn<Proc>, n: c_int) -> c_int;
    fn n2_call_managed_proc_multiple_times(times: c_int, f: RawFn<Proc>, n: c_int) -> c_int;
    safe fn n2_double_impl_native(n: c_int) -> c_int;
    fn n3_call_managed_proc_on_new_thread(f: RawFn<ProcOnThread>, n: c_int) -> c_int;
}

#[test]
fn n1_call_managed_proc_doubles() {
    // SAFETY: C calls only during this call, here and below.
    let twice = Proc::new(|n| 2 * n).scope(|f| unsafe { n1_call_managed_proc(f, 12345) });
    assert_eq!(twice, 24690);
}

#[test]
fn n2_call_managed_proc_multiple_times_that_calls_c() {
    let mut calls = 0;
    let sum = Proc::new(|n| {
        calls += 1;
        n2_double_impl_native(n)
    })
    // SAFETY: as above.
    .scope(|f| unsafe { n2_call_managed_proc_multiple_times(7, f, 12345) });
    assert_eq!((sum, calls), (172_830, 7));
}

#[test]
fn n3_call_managed_proc_on_new_threads() {
    let (calls, here) = (AtomicUsize::new(0), std::thread::current().id());
    let threads = rounds(100);
    ProcOnThread::new(|n| {
        assert_ne!(std::thread::current().id(), here);
        calls.fetch_add(1, Ordering::Relaxed);
        2 * n
    })
    .scope(|f| {
        for _ in 0..threads {
            // SAFETY: as above. The thread ends in the call.
            assert_eq!(unsafe { n3_call_managed_proc_on_new_thread(f, 12345) }, 24690);
        }
    });
    assert_eq!(calls.into_inner(), threads);
}

/// The test of a calling convention, on targets that have it.
macro_rules! convention {
    ($($name:ident $abi:literal;)*) => {$(
        #[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
        #[test]
        fn $name() {
            #[callback(extern $abi fn(c_int) -> c_int, context = none, slots = 1, fallback = -1)]
            type By = dyn FnMut(c_int) -> c_int;

            unsafe extern "C" {
                fn $name(f: RawFn<By>, n: c_int) -> c_int;
            }

            // SAFETY: as above.
            let twice = By::new(|n| 2 * n).scope(|f| unsafe { $name(f, 12345) });
            assert_eq!(twice, 24690);
        }

        #[cfg(not(all(target_arch = "x86", not(target_env = "msvc"))))]
        #[test]
        #[ignore = "32-bit x86 only"]
        fn $name() {}
    )*};
}

convention! {
    n4_call_managed_proc_stdcall "stdcall";
    n4_call_managed_proc_cdecl "cdecl";
    n4_call_managed_proc_fastcall "fastcall";
}
