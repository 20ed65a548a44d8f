//! What `#[callback]` writes: one declaration twice, by the macro and by hand, doing the same.
//!
//! `cargo run --example walkthrough`
//!
//! Read `by_macro`, then `by_hand`. The rest of the file is a C library, and a program that drives
//! both through it and compares what C, the closure and the fault hook saw.

use std::ffi::c_void;

/// `HWND`
type Hwnd = *mut c_void;
/// `LPARAM`
type Lparam = isize;
/// `BOOL`
type Bool = i32;
/// `TRUE`
const TRUE: Bool = 1;
/// `FALSE`
const FALSE: Bool = 0;

/// `WNDENUMPROC`, as a binding generator writes it.
type WndEnumProc = Option<unsafe extern "system" fn(Hwnd, Lparam) -> Bool>;

/// The declaration.
mod by_macro {
    use std::ops::ControlFlow;

    use callback_runtime::callback;

    use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

    #[callback(
        extern "system" fn(Hwnd, context: Lparam) -> Bool,
        continue = TRUE, break = FALSE, fallback = FALSE,
        matches = WndEnumProc,
    )]
    pub(crate) type EnumWindowsProc<B> = dyn FnMut(Hwnd) -> ControlFlow<B>;
}

/// What the macro makes of it, with shorter paths and with comments.
///
/// `callback_runtime::__private` is for generated code: it changes without notice, so do not write
/// this in a program.
mod by_hand {
    use std::convert::Infallible;
    use std::marker::PhantomData;
    use std::ops::ControlFlow;

    use callback_runtime::__private::{self, Accepts, Lifetime, Site};
    use callback_runtime::{Callback, Context};

    use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

    // 1. The alias becomes a type that has no value: it stands for the contract, as a type
    //    parameter of the others. The documentation, which is left out here, shows the prototype
    //    and what the kind `FnMut` has the C side promise.
    pub(crate) struct EnumWindowsProc<B> {
        _never: Infallible,
        // A raw pointer: the type says nothing about whether a `B` may change threads.
        _parameters: PhantomData<(*const B,)>,
    }

    // 2. `new` pairs the contract with a closure. Its bound is the closure's signature, so that
    //    rustc infers the parameter types of a closure that is written in the call. `Send` would be
    //    asked for here, too.
    impl<B> EnumWindowsProc<B> {
        pub(crate) fn new<F>(closure: F) -> Context<Self, F>
        where
            F: FnMut(Hwnd) -> ControlFlow<B>,
        {
            __private::context(closure)
        }
    }

    // 3. What the runtime has to know of the contract, closure apart.
    //
    // SAFETY: `Function` is a function pointer of the convention `Abi` that returns `Return`, and
    // the kind is bound to a thread.
    unsafe impl<B> Callback for EnumWindowsProc<B> {
        // What C calls. `unsafe`: to call it is to promise what the contract says.
        type Function = unsafe extern "system" fn(Hwnd, Lparam) -> Bool;
        // The type of the parameter named `context`: a pointer, or an integer as wide as one.
        type Context = Lparam;
        type Return = Bool;
        // `ControlFlow<B>`: the `B` goes past C, and `scope` returns `ControlFlow<B, R>`.
        type Outcome = ControlFlow<B>;
        // One thread, one call at a time. Each call is checked for both.
        type Kind = __private::kind::FnMut;
        // Of this convention is the destroy function of `notified`.
        type Abi = __private::abi::System;
        // For the messages about faults. `Site::new` asks its caller where it is.
        const SITE_VALUE: Site = Site::new("EnumWindowsProc");
        // `fallback =`: a constant, so that a fault runs no code of the user's.
        const FALLBACK: Bool = FALSE;
    }

    // 4. For each closure type there is a trampoline.
    //
    // SAFETY: the trampoline passes its context on to the runtime, and does no more with it.
    unsafe impl<B, F> Accepts<F> for EnumWindowsProc<B>
    where
        F: FnMut(Hwnd) -> ControlFlow<B>,
    {
        // For `dispatch`, which keeps the arguments for another thread.
        type Signature = fn(Hwnd) -> ControlFlow<B>;

        // `L` is the lifetime: it tells the trampoline who frees the context, and when. That of
        // `scope` compiles to nothing.
        fn function<L: Lifetime>() -> Self::Function {
            // Types that C does not have are refused here, under the span of the user's type.
            //
            // No `unsafe fn`: in the body of one, editions before 2024 ask for no `unsafe` where
            // `context =` or `continue =` do what is unsafe. Nothing can call it but by the pointer
            // that this function returns, which is `unsafe`.
            #[deny(improper_ctypes_definitions)]
            extern "system" fn trampoline<B, F, L: Lifetime>(
                argument_0: Hwnd,
                argument_1: Lparam,
            ) -> Bool
            where
                F: FnMut(Hwnd) -> ControlFlow<B>,
            {
                // `continue =` and `break =`: outside the block below, lest they be inside an
                // `unsafe` that the user did not write.
                let go_on: Bool = const { TRUE };
                let stop: Bool = const { FALSE };
                // The runtime looks for the context and asks its gate: does it still admit calls,
                // is this the thread that owns it, is no call inside? Then it converts what C
                // passed, and runs the closure under `catch_unwind`, and closes the gate for good
                // if that panicked. There is a `&mut F` then, and no earlier.
                //
                // SAFETY: C passes the context that it got together with this function, and
                // arguments as its documentation has them.
                unsafe {
                    __private::run::<L, EnumWindowsProc<B>, F, ControlFlow<B>, _, _>(
                        argument_1,
                        // `Hwnd` from `Hwnd` is nothing at all. Where the closure takes what C does
                        // not pass, a closure stands here, which converts each; C gets the
                        // fallback, if it passed what the closure's type cannot hold.
                        __private::Untouched((argument_0, ())),
                        // `Continue` is `go_on` to C; the value of a `Break` is kept in the
                        // context, for `scope`, and C gets `stop`.
                        __private::Branches { go_on, stop },
                    )
                }
            }
            // `matches =`: compiles if the typedef is the type of the trampoline.
            __private::matches::<Self::Function, WndEnumProc>();
            trampoline::<B, F, L>
        }
    }
}

/// A C library, played by Rust: `EnumWindows`, and a function that calls back out of turn.
mod c_side {
    use std::cell::{Cell, RefCell};
    use std::thread;

    use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

    thread_local! {
        static RUNNING: Cell<Option<(WndEnumProc, Lparam)>> = const { Cell::new(None) };
        static TRANSCRIPT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    /// Adds a line to this thread's transcript.
    pub(crate) fn note(line: String) {
        TRANSCRIPT.with_borrow_mut(|transcript| transcript.push(line));
    }

    /// This thread's transcript.
    pub(crate) fn take_transcript() -> Vec<String> {
        TRANSCRIPT.take()
    }

    /// # Safety
    ///
    /// - The two belong together, and may be used now.
    unsafe fn call(function: WndEnumProc, window: usize, context: Lparam) -> Bool {
        let function = function.expect("nobody enumerates windows for nothing");
        // SAFETY: the caller's promise.
        let result = unsafe { function(window as Hwnd, context) };
        note(format!("C: window {window} -> {result}"));
        result
    }

    /// Calls `function` for the windows 1 to 4, until it returns `FALSE`.
    ///
    /// # Safety
    ///
    /// - The two belong together, and may be used until this returns.
    pub(crate) unsafe fn enum_windows(function: WndEnumProc, context: Lparam) -> Bool {
        RUNNING.set(Some((function, context)));
        // SAFETY: the caller's promise.
        let all = (1..=4).all(|window| unsafe { call(function, window, context) } != FALSE);
        RUNNING.set(None);
        if all { TRUE } else { FALSE }
    }

    /// Calls the callback of the enumeration that is running: for a message loop, a day's work.
    pub(crate) fn pump_messages() {
        if let Some((function, context)) = RUNNING.get() {
            // SAFETY: the enumeration is running, so its caller's promise holds.
            unsafe { call(function, 99, context) };
        }
    }

    /// `enum_windows` on a thread of the library's own.
    ///
    /// # Safety
    ///
    /// - As `enum_windows`; and the callback may be called on any thread.
    pub(crate) unsafe fn enum_windows_elsewhere(function: WndEnumProc, context: Lparam) -> Bool {
        let (result, transcript) = thread::scope(|scope| {
            let worker = scope.spawn(|| {
                // SAFETY: the caller's promise.
                let result = unsafe { enum_windows(function, context) };
                (result, take_transcript())
            });
            worker.join().expect("a callback does not unwind")
        });
        transcript.into_iter().for_each(note);
        result
    }
}

/// What becomes of `EnumWindowsProc` in the module `$by`, as a transcript.
macro_rules! transcript {
    ($by:ident) => {{
        use std::ops::ControlFlow::{self, Break, Continue};

        use c_side::{enum_windows, enum_windows_elsewhere, note, pump_messages};
        use $by::EnumWindowsProc;

        chapter("to the end", || {
            let mut seen = 0;
            let all: ControlFlow<(), Bool> = EnumWindowsProc::new(|_| {
                seen += 1;
                Continue(())
            })
            // SAFETY: C calls on this thread, before it returns.
            .scope(|function, context| unsafe { enum_windows(Some(function), context) });
            note(format!("{all:?} after {seen}"));
        });
        chapter("a break", || {
            let found = EnumWindowsProc::new(|window| {
                if window as usize == 2 { Break("the second") } else { Continue(()) }
            })
            // SAFETY: as above.
            .scope(|function, context| unsafe { enum_windows(Some(function), context) });
            note(format!("{found:?}"));
        });
        chapter("a null context", || {
            let lost: ControlFlow<(), Bool> = EnumWindowsProc::new(|_| Continue(()))
                // SAFETY: C may pass null, where there is nothing to be found.
                .scope(|function, _| unsafe { enum_windows(Some(function), 0) });
            note(format!("{lost:?}"));
        });
        // From here on, `scope` panics.
        if cfg!(panic = "unwind") {
            chapter("re-entry", || {
                let torn: ControlFlow<(), Bool> = EnumWindowsProc::new(|_| {
                    pump_messages();
                    Continue(())
                })
                // SAFETY: as above; the re-entrant call is refused.
                .scope(|function, context| unsafe { enum_windows(Some(function), context) });
                note(format!("{torn:?}"));
            });
            chapter("another thread", || {
                let astray: ControlFlow<(), Bool> = EnumWindowsProc::new(|_| Continue(()))
                    // SAFETY: as above; the calls elsewhere are refused.
                    .scope(|function, context| unsafe {
                        enum_windows_elsewhere(Some(function), context)
                    });
                note(format!("{astray:?}"));
            });
            chapter("a panic", || {
                let never: ControlFlow<(), Bool> = EnumWindowsProc::new(|window| {
                    assert_ne!(window as usize, 3, "three is too many");
                    Continue(())
                })
                // SAFETY: as above.
                .scope(|function, context| unsafe { enum_windows(Some(function), context) });
                note(format!("{never:?}"));
            });
        }
        c_side::take_transcript()
    }};
}

/// Runs one part of the transcript, and notes the panic that comes out of it, if one does.
fn chapter(title: &str, body: impl FnOnce()) {
    use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

    c_side::note(format!("{title}:"));
    // The transcript has the panic, so it is not printed, too.
    let hook = take_hook();
    set_hook(Box::new(|_| ()));
    let result = catch_unwind(AssertUnwindSafe(body));
    set_hook(hook);
    if let Err(payload) = result {
        let message = payload.downcast::<String>().expect("all these panics have a format");
        // The place of declaration is the one thing in which the two differ.
        let message = message.lines().next().unwrap_or_default();
        let place = message.find(" declared at ").zip(message.rfind(": "));
        c_side::note(match place {
            Some((from, to)) => format!("panic: {}{}", &message[..from], &message[to..]),
            None => format!("panic: {message}"),
        });
    }
}

/// Both transcripts, which should be equal.
fn transcripts() -> [Vec<String>; 2] {
    callback_runtime::set_fault_hook(|report| {
        c_side::note(format!("hook: `{}`: {}", report.callback(), report.fault()));
    });
    [transcript!(by_macro), transcript!(by_hand)]
}

fn main() {
    let [by_macro, by_hand] = transcripts();
    for line in &by_macro {
        println!("{}{line}", if line.ends_with(':') { "\n" } else { "  " });
    }
    assert_eq!(by_macro, by_hand);
    println!("\nthe expansion by hand: the same {} lines", by_hand.len());
}

#[test]
fn the_expansion_by_hand_does_the_same() {
    let [by_macro, by_hand] = transcripts();
    assert_eq!(by_macro, by_hand);
    assert!(by_macro.contains(&"Break(\"the second\")".to_owned()), "{by_macro:#?}");
}
