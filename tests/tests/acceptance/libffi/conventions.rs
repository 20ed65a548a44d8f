//! F1 with each calling convention, and F23: what the callee leaves on the stack on 32-bit x86.

/// The test of a calling convention, on targets that have it.
macro_rules! convention {
    ($name:ident $abi:literal where $target:meta, else $reason:literal) => {
        #[cfg($target)]
        #[test]
        fn $name() {
            use std::ffi::c_int;

            use callback_runtime::{RawFn, callback};

            #[callback(
                                                extern $abi fn(c_int, c_int, c_int, c_int) -> c_int,
                                                context = none, slots = 1, fallback = 0,
                                            )]
            type Sum = dyn FnMut(c_int, c_int, c_int, c_int) -> c_int;

            unsafe extern "C" {
                fn $name(f: RawFn<Sum>) -> c_int;
            }

            let (data, mut got) = (3, None);
            let sum = Sum::new(|a, b, c, d| {
                got = Some([a, b, c, d]);
                a + b + c + d + data
            })
            // SAFETY: C calls only during this call.
            .scope(|f| unsafe { $name(f) });
            assert_eq!((sum, got), (9, Some([0, 1, 2, 3])));
        }

        #[cfg(not($target))]
        #[test]
        #[ignore = $reason]
        fn $name() {}
    };
}

convention! {
    f1_closure_simple_sysv64 "sysv64"
    where all(target_arch = "x86_64", not(target_env = "msvc")), else "64-bit x86 only"
}
convention! {
    f1_closure_simple_win64 "win64"
    where all(target_arch = "x86_64", not(target_env = "msvc")), else "64-bit x86 only"
}
convention! {
    f1_closure_simple_cdecl "cdecl"
    where all(target_arch = "x86", not(target_env = "msvc")), else "32-bit x86 only"
}
convention! {
    f1_closure_simple_stdcall "stdcall"
    where all(target_arch = "x86", not(target_env = "msvc")), else "32-bit x86 only"
}
convention! {
    f1_closure_simple_fastcall "fastcall"
    where all(target_arch = "x86", not(target_env = "msvc")), else "32-bit x86 only"
}
convention! {
    f1_closure_simple_thiscall "thiscall"
    where all(target_arch = "x86", not(target_env = "msvc")), else "32-bit x86 only"
}

/// The test of a call whose callee removes its arguments from the stack.
macro_rules! pop {
    ($name:ident $abi:literal ($($argument:ident: $type:ty = $sent:expr),*), $frame:expr) => {
        #[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
        #[test]
        fn $name() {
            use callback_runtime::callback;

            use crate::frame::Frame;

            #[callback(extern $abi fn($($type),*), context = none, slots = 1)]
            type Pop = dyn FnMut($($type),*);

            let mut calls = 0;
            Pop::new(|$($argument: $type),*| {
                $(assert_eq!($argument, $sent);)*
                calls += 1;
            })
            .scope(|f| {
                let frame: Frame<'_> = $frame;
                let taken = i32::try_from(size_of_val(frame.words)).unwrap();
                // SAFETY: the words are the arguments in this convention.
                let left = unsafe { frame.call(f as *const ()) };
                // The stack pointer has the value from before the arguments were pushed.
                assert_eq!(left.popped - taken, 0);
            });
            assert_eq!(calls, 1);
        }

        #[cfg(not(all(target_arch = "x86", not(target_env = "msvc"))))]
        #[test]
        #[ignore = "32-bit x86 only"]
        fn $name() {}
    };
}

pop! {
    f23_closure_fastcall_pop "fastcall" (wide: u64 = 0x1122_3344_5566_7788),
    // 8 bytes go on the stack, although registers are free.
    Frame { ecx: 0, words: &[0x5566_7788, 0x1122_3344] }
}
pop! {
    f23_closure_thiscall_pop "thiscall" (this: usize = 0x0102_0304, wide: u64 = 0x1122_3344_5566_7788),
    Frame { ecx: 0x0102_0304, words: &[0x5566_7788, 0x1122_3344] }
}
