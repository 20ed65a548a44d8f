//! A fault other than a panic refuses one call. The next good call enters the closure, in each kind and
//! lifetime. The "C library" is played by Rust.

use std::ffi::c_int;
use std::pin::pin;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, accept, keep_all, keep_reachable, listen, message, panic_of, removed};

use crate::misuse::{Contract, Own, Raw, closure, heard, misuse, poison};

macro_rules! recovers {
    ($($test:ident: $name:ident, $slot:ident, [$($closure:tt)*], $contract:expr;)*) => {$(
        mod $test {
            use super::*;

            #[callback(extern "C", fallback = -1)]
            type $name = dyn $($closure)*;

            #[callback(extern "C", context = none, slots = 2, fallback = -1)]
            type $slot = dyn $($closure)*;

            const NAME: &str = stringify!($name);

            #[test]
            fn in_a_scope() {
                let ear = listen(NAME);
                let (own, mut faults) = (Own::default(), Vec::new());
                let payload = panic_of(|| {
                    $name::new(closure(&own)).scope(|function, user| {
                        faults = misuse(&own, Raw::Pair(function, user), $contract);
                    });
                });
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                assert_eq!(ear.faults(), faults);
                let payload = panic_of(|| {
                    $name::new(closure(&own)).scope(|function, user| {
                        faults.extend(misuse(&own, Raw::Pair(function, user), $contract));
                        poison(Raw::Pair(function, user));
                    });
                });
                assert_eq!(message(&*payload), "the closure's own");
                heard(&ear, faults);
            }

            #[test]
            fn pinned() {
                let ear = listen(NAME);
                let own = Own::default();
                let mut context = pin!($name::new(closure(&own)));
                let bound = context.as_mut().bind();
                let faults = misuse(&own, Raw::Pair(bound.function(), bound.context()), $contract);
                assert_eq!(bound.fault(), Some(faults[0]));
                let payload = panic_of(|| bound.finish(()));
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                let bound = context.bind();
                let raw = Raw::Pair(bound.function(), bound.context());
                assert_eq!(misuse(&own, raw, $contract), faults, "and the hook gets none again");
                assert_eq!(ear.faults(), faults);
                poison(raw);
                assert_eq!(bound.fault(), Some(Fault::Panicked));
                heard(&ear, faults);
            }

            #[test]
            fn notified() {
                let ear = listen(NAME);
                let (own, drops) = (Own::default(), Drops::new());
                let (token, inner) = (drops.token(), closure(&own));
                let context = $name::new(move |item| {
                    token.touch();
                    inner(item)
                });
                let (function, user, destroy) = context.notified(keep_all).unwrap();
                let raw = Raw::Pair(function, user);
                let faults = misuse(&own, raw, $contract);
                poison(raw);
                heard(&ear, faults);
                assert_eq!(drops.count(), 0);
                // SAFETY: no call follows.
                unsafe { destroy(user) };
                assert_eq!(drops.count(), 1);
            }

            #[test]
            fn registered() {
                let ear = listen(NAME);
                let own = Own::default();
                let kept = $name::new(closure(&own)).register::<_, c_int>(accept, removed).unwrap();
                let raw = Raw::Pair(kept.function(), kept.context());
                let faults = misuse(&own, raw, $contract);
                assert_eq!(kept.fault(), Some(faults[0]));
                assert!(kept.take_panic().is_none());
                poison(raw);
                assert_eq!(kept.fault(), Some(Fault::Panicked));
                assert!(kept.take_panic().is_some());
                drop(kept);
                heard(&ear, faults);
            }

            #[test]
            fn for_ever() {
                let ear = listen(NAME);
                let own = Own::default();
                let (function, user) = $name::new(closure(&own)).forever();
                keep_reachable(user);
                let raw = Raw::Pair(function, user);
                let faults = misuse(&own, raw, $contract);
                poison(raw);
                heard(&ear, faults);
            }

            #[test]
            fn in_a_slot() {
                let ear = listen(stringify!($slot));
                let own = Own::default();
                let slot = $slot::new(closure(&own)).slot().unwrap();
                let raw = Raw::Alone(slot.function());
                let faults = misuse(&own, raw, $contract);
                assert_eq!(slot.fault(), Some(faults[0]));
                poison(raw);
                assert_eq!(slot.fault(), Some(Fault::Panicked));
                drop(slot);
                heard(&ear, faults);
            }

            #[test]
            fn in_the_scope_of_a_slot() {
                let ear = listen(stringify!($slot));
                let (own, mut faults) = (Own::default(), Vec::new());
                let payload = panic_of(|| {
                    $slot::new(closure(&own))
                        .scope(|function| faults = misuse(&own, Raw::Alone(function), $contract));
                });
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                assert_eq!(ear.faults(), faults);
            }
        }
    )*};
}

recovers! {
    exclusive: Exclusive, ExclusiveSlot, [FnMut(&c_int) -> c_int],
        Contract { exclusive: true, bound: true };
    exclusive_on_any_thread: ExclusiveSend, ExclusiveSendSlot, [FnMut(&c_int) -> c_int + Send],
        Contract { exclusive: true, bound: false };
    shared: Shared, SharedSlot, [Fn(&c_int) -> c_int],
        Contract { exclusive: false, bound: true };
    shared_on_any_thread: SharedSync, SharedSyncSlot, [Fn(&c_int) -> c_int + Send + Sync],
        Contract { exclusive: false, bound: false };
}
