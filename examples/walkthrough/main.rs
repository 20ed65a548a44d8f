//! The code that `#[callback]` generates: two declarations by the macro, and the same ones by hand.
//!
//! `cargo run --example walkthrough`
//!
//! Read `by_macro` and then `by_hand` for a closure. Then read both in `group` for a trait. The rest is a C library,
//! in `c_side`, and programs that use both with it and compare what C, the callback and the fault hook saw.

mod c_side;
mod group;

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

/// The code that the macro generates for it, with shorter paths and with comments.
///
/// `callback_runtime::__private` is for generated code. It changes without notice, so do not use it in a
/// program.
mod by_hand {
    use std::marker::PhantomData;
    use std::ops::ControlFlow;

    use callback_runtime::__private::{self, Accepts, Lifetime, Site};
    use callback_runtime::checks::{Matches, WriteRawFn};
    use callback_runtime::{Callback, Context};

    use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

    // 1. The alias becomes a type without values. It represents the contract, as a type parameter of
    //    other types. The generated documentation, which is left out here, shows the prototype and
    //    what the C side promises to a `FnMut`.
    #[repr(C)]
    pub(crate) struct EnumWindowsProc<B> {
        // It has no values. If an `extern` block takes this type where C takes the function pointer, a
        // warning of the compiler names the type of this field.
        _never: WriteRawFn<Self>,
        // A raw pointer: the type says nothing about whether a `B` may change threads.
        _parameters: PhantomData<(*const B,)>,
    }

    // 2. `new` pairs the contract with a closure. Its bound is the closure's signature, so that
    //    rustc infers the parameter types of a closure that is written in the call. A bound `Send`
    //    would also be required here.
    impl<B> EnumWindowsProc<B> {
        pub(crate) fn new<F>(closure: F) -> Context<Self, F>
        where
            F: FnMut(Hwnd) -> ControlFlow<B>,
        {
            __private::context(closure)
        }
    }

    // 3. What the runtime has to know about the contract, without the closure.
    //
    // SAFETY: `Function` is an `unsafe extern` function pointer that returns `Return`,
    // and the kind is bound to a thread.
    unsafe impl<B> Callback for EnumWindowsProc<B> {
        // The function that C calls. It is `unsafe`, because its caller has to keep the contract.
        type Function = unsafe extern "system" fn(Hwnd, Lparam) -> Bool;
        // The type of the parameter named `context`: a pointer, or an integer as wide as one.
        type Context = Lparam;
        type Return = Bool;
        // `ControlFlow<B>`: the `B` escapes past C, and `scope` returns `ControlFlow<B, R>`.
        type Outcome = ControlFlow<B>;
        // One thread, one call at a time. Each call is checked for both.
        type Kind = __private::kind::FnMut;
        // C's user data points to the context, and not to a struct of C in front of it.
        type Base = ();
        // The calling convention of the destroy function of `notified`.
        type Destroy = __private::destroy::System;
        // For the messages about faults. `Site::new` records the place of its caller.
        const SITE_VALUE: Site = Site::new("EnumWindowsProc");
        // `fallback =`. If that is no constant, this is `None`, and the trampoline evaluates it.
        const FALLBACK: Bool = FALSE;
    }

    // 4. Each closure type has a trampoline, the function that C calls.
    //
    // SAFETY: the trampoline passes its context to the runtime, and does nothing else with it.
    unsafe impl<B, F> Accepts<F> for EnumWindowsProc<B>
    where
        F: FnMut(Hwnd) -> ControlFlow<B>,
    {
        // For `dispatch`, which keeps the arguments for another thread.
        type Signature = fn(Hwnd) -> ControlFlow<B>;

        // `L` is the lifetime: it decides who frees the context, and when. The lifetime of `scope`
        // compiles to nothing.
        fn function<L: Lifetime>() -> Self::Function {
            // The lint refuses types that C does not have, at the span of the user's type.
            //
            // This is not an `unsafe fn`. Before edition 2024, the body of one may do unsafe operations
            // without an `unsafe` block, so `context =` and `continue =` could. The only way to call it
            // is the pointer that this function returns, which is `unsafe`.
            #[deny(improper_ctypes_definitions)]
            extern "system" fn trampoline<B, F, L: Lifetime>(
                argument_0: Hwnd,
                argument_1: Lparam,
            ) -> Bool
            where
                F: FnMut(Hwnd) -> ControlFlow<B>,
            {
                // `continue =` and `break =`, outside of the block below: the user did not write
                // its `unsafe`.
                let value: Bool = const { TRUE };
                let escape: Bool = const { FALSE };
                // The runtime finds the context and asks its gate. The gate admits a call if no panic
                // has poisoned it, this thread owns the context, and no call is running. Then the
                // runtime converts what C passed, and invokes the closure under `catch_unwind`. The
                // `&mut F` is formed last. A panic poisons the gate.
                //
                // SAFETY: C passes the context that it got together with this function, and the
                // arguments that its documentation describes.
                unsafe {
                    __private::run::<L, EnumWindowsProc<B>, F, ControlFlow<B>, _, _>(
                        // `None` is for a `context =` that finds no callback yet.
                        Some(argument_1),
                        // `Hwnd` needs no conversion. If the closure takes types other than those that C
                        // passes, a closure that converts each argument is here instead. C gets the fallback
                        // if an argument cannot be converted.
                        __private::Untouched((argument_0, ())),
                        // For `Continue`, C gets `value`. For `Break`, C gets `escape`, and the
                        // context keeps the value for `scope`.
                        __private::Keys {
                            value: __private::Constant(value),
                            escape: __private::Constant(escape),
                        },
                    )
                }
            }
            // `matches =`: compiles if the typedef is the type of the trampoline.
            let () = <WndEnumProc as Matches<Self::Function>>::CHECKED;
            trampoline::<B, F, L>
        }
    }
}

/// Uses the `EnumWindowsProc` of the module `$by`, and returns the transcript.
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
                // SAFETY: C may pass null, for which the runtime finds no context.
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

/// Runs one part of the transcript, and records its panic, if there is one.
fn chapter(title: &str, body: impl FnOnce()) {
    use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

    c_side::note(format!("{title}:"));
    // The transcript has the panic, so it is not also printed.
    let hook = take_hook();
    set_hook(Box::new(|_| ()));
    let result = catch_unwind(AssertUnwindSafe(body));
    set_hook(hook);
    if let Err(payload) = result {
        let message = payload.downcast::<String>().expect("all these panics have a format");
        // The two differ only in the place of the declaration.
        let message = message.lines().next().unwrap_or_default();
        let place = message.find(" declared at ").zip(message.rfind(": "));
        c_side::note(match place {
            Some((from, to)) => format!("panic: {}{}", &message[..from], &message[to..]),
            None => format!("panic: {message}"),
        });
    }
}

/// Returns both transcripts, which should be equal.
fn transcripts() -> [Vec<String>; 2] {
    callback_runtime::set_fault_hook(|report| {
        c_side::note(format!("hook: `{}`: {}", report.callback(), report.fault()));
    });
    [transcript!(by_macro), transcript!(by_hand)]
}

fn main() {
    for (what, [by_macro, by_hand]) in
        [("A closure", transcripts()), ("A trait", group::transcripts())]
    {
        println!("# {what}");
        for line in &by_macro {
            println!("{}{line}", if line.ends_with(':') { "\n" } else { "  " });
        }
        assert_eq!(by_macro, by_hand);
        println!("\nthe expansion by hand: the same {} lines\n", by_hand.len());
    }
}

#[test]
fn the_expansion_by_hand_does_the_same() {
    let [by_macro, by_hand] = transcripts();
    assert_eq!(by_macro, by_hand);
    assert!(by_macro.contains(&"Break(\"the second\")".to_owned()), "{by_macro:#?}");
    let [by_macro, by_hand] = group::transcripts();
    assert_eq!(by_macro, by_hand);
    assert!(by_macro.contains(&"Err(\"large\")".to_owned()), "{by_macro:#?}");
}
