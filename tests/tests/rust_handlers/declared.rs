//! One trait for each row of the contract table, with a handler of closures, and a walk through all lifetimes.

use std::ffi::{CStr, c_int, c_void};

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::{Drops, Token, accept, keep_all, keep_reachable, message, panic_of, removed};

/// The end of a callback: what Rust learned of its faults.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// The result of `fault()`, in the lifetimes that have it.
    pub(crate) fault: Option<Fault>,
    /// The message of the panic of `scope` or `finish`, or that of the payload that `take_panic` returned.
    pub(crate) message: Option<String>,
}

/// The lifetimes of a trait, in the order of the walk.
pub(crate) const LIFETIMES: [&str; 6] =
    ["scope", "bind", "notified", "register", "owned", "forever"];

/// Returns whether the callback of a lifetime reports its fault.
pub(crate) fn has_fault(lifetime: &str) -> bool {
    matches!(lifetime, "bind" | "register" | "owned")
}

/// Returns whether the end of the lifetime panics after a fault.
pub(crate) fn has_message(lifetime: &str) -> bool {
    matches!(lifetime, "scope" | "bind")
}

/// Returns whether the panic of a method is not lost.
pub(crate) fn has_panic(lifetime: &str) -> bool {
    lifetime == "scope" || has_fault(lifetime)
}

pub(crate) fn text_of(payload: &(dyn std::any::Any + Send)) -> String {
    String::from(message(payload))
}

/// Calls one of C's functions with the user data that C got with it.
macro_rules! call {
    ($functions:ident.$name:ident($($argument:expr),* $(,)?)) => {{
        let function = $functions.$name;
        // SAFETY: C calls as it promised, or too late where it has a handle or the call is inside another one.
        unsafe { function($($argument),*) }
    }};
}
pub(crate) use call;

macro_rules! declare {
    (
        $(#[$doc:meta])*
        $module:ident: $trait:ident, $hand:ident, [$($mutable:tt)?], $function:ident, [$($marker:ident)*]
    ) => {
        $(#[$doc])*
        #[callback(extern "C", fallback = -1)]
        pub(crate) trait $trait: $($marker +)* {
            #[callback(fn(item: c_int, context: *mut c_void) -> c_int)]
            fn down(&$($mutable)? self, item: c_int) -> c_int;
            /// Its own fallback is -2, and the context comes first.
            #[callback(fn(context: *mut c_void, c_int) -> c_int, fallback = -2)]
            fn up(&$($mutable)? self, item: c_int) -> c_int;
            /// The short form. Returns the length.
            #[callback(fallback = -3)]
            fn text(&$($mutable)? self, text: &CStr) -> c_int;
        }

        /// A handler of closures.
        pub(crate) struct $hand {
            down: Box<dyn $function(c_int) -> c_int $(+ $marker)*>,
            up: Box<dyn $function(c_int) -> c_int $(+ $marker)*>,
            token: Token,
        }

        impl $hand {
            pub(crate) fn new(
                drops: &Drops,
                down: impl $function(c_int) -> c_int $(+ $marker)* + 'static,
                up: impl $function(c_int) -> c_int $(+ $marker)* + 'static,
            ) -> Self {
                Self { down: Box::new(down), up: Box::new(up), token: drops.token() }
            }
        }

        impl $trait for $hand {
            fn down(&$($mutable)? self, item: c_int) -> c_int {
                self.token.touch();
                (self.down)(item)
            }

            fn up(&$($mutable)? self, item: c_int) -> c_int {
                self.token.touch();
                (self.up)(item)
            }

            fn text(&$($mutable)? self, text: &CStr) -> c_int {
                self.token.touch();
                text.count_bytes().try_into().unwrap()
            }
        }

        pub(crate) mod $module {
            use super::*;

            /// Hands a handler over in each of the lifetimes, and ends it. `c` makes the calls of C in between.
            pub(crate) fn in_each_lifetime(
                make: impl Fn(&Drops) -> $hand,
                c: impl Fn(RawFn<dyn $trait>, *mut c_void),
            ) -> Vec<(&'static str, End)> {
                LIFETIMES.map(|lifetime| (lifetime, in_lifetime(lifetime, &make, &c))).into()
            }

            fn in_lifetime(
                lifetime: &str,
                make: &impl Fn(&Drops) -> $hand,
                c: &impl Fn(RawFn<dyn $trait>, *mut c_void),
            ) -> End {
                let drops = Drops::new();
                let context = $trait::new(make(&drops));
                let mut end = End::default();
                match lifetime {
                    "scope" => {
                        let scope = || context.scope(|functions, user| c(functions, user));
                        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(scope));
                        end.message = ended.err().map(|payload| text_of(&*payload));
                    }
                    "bind" => {
                        let mut context = Box::pin(context);
                        let bound = context.as_mut().bind();
                        c(bound.function(), bound.context());
                        end.fault = bound.fault();
                        if end.fault.is_some() {
                            end.message = Some(text_of(&*panic_of(|| bound.finish(()))));
                        }
                    }
                    "notified" => {
                        let (functions, user, destroy) = context.notified(keep_all).unwrap();
                        c(functions, user);
                        assert_eq!(drops.count(), 0);
                        // SAFETY: once, and no call follows.
                        unsafe { destroy(user) };
                    }
                    "register" => {
                        let registration = context.register(accept, removed).unwrap();
                        c(registration.function(), registration.context());
                        end.fault = registration.fault();
                        end.message = registration.take_panic().map(|payload| text_of(&*payload));
                    }
                    "owned" => {
                        let owned = context.owned();
                        c(owned.function(), owned.context());
                        end.fault = owned.fault();
                        end.message = owned.take_panic().map(|payload| text_of(&*payload));
                    }
                    _ => {
                        let (functions, user) = context.forever();
                        keep_reachable(user);
                        c(functions, user);
                    }
                }
                assert_eq!(drops.count(), usize::from(lifetime != "forever"), "{lifetime}");
                end
            }
        }
    };
}

declare! {
    /// C calls on the owner thread, and never from inside a call.
    pen: Pen, PenHand, [mut], FnMut, []
}
declare! {
    /// C calls on the owner thread.
    lamp: Lamp, LampHand, [], Fn, []
}
declare! {
    /// C calls on any thread, one call at a time.
    spark: Spark, SparkHand, [mut], FnMut, [Send]
}
declare! {
    /// C calls on any threads, at once.
    flash: Flash, FlashHand, [], Fn, [Send Sync]
}

/// Runs a macro for each of the traits.
macro_rules! for_each_kind {
    ($test:ident) => {
        $test! { pen: Pen, PenHand }
        $test! { lamp: Lamp, LampHand }
        $test! { spark: Spark, SparkHand }
        $test! { flash: Flash, FlashHand }
    };
}
pub(crate) use for_each_kind;
