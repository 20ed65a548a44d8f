//! Calls that are refused, for each kind: with a bad argument, with a null context, after the end.

use crate::declared::for_each_kind;

macro_rules! bad_arguments {
    ($module:ident: $trait:ident, $hand:ident) => {
        mod $module {
            use std::ptr;

            use callback_runtime::Fault;
            use callback_tests::{Drops, accept, listen, removed};

            use crate::declared::{call, has_fault, has_message, $hand, $module, $trait};

            #[test]
            fn a_bad_argument_refuses_one_call() {
                let ear = listen(stringify!($trait));
                let ends = $module::in_each_lifetime(
                    |drops| $hand::new(drops, |item| item, |item| item),
                    |functions, user| {
                        assert_eq!(call!(functions.text(ptr::null(), user)), -3);
                        assert_eq!(call!(functions.text(c"two".as_ptr(), user)), 3);
                        assert_eq!(call!(functions.down(1, user)), 1);
                        assert_eq!(call!(functions.text(ptr::null(), user)), -3);
                        assert_eq!(call!(functions.up(user, 1)), 1);
                    },
                );
                for (lifetime, end) in &ends {
                    let fault = has_fault(lifetime).then_some(Fault::InvalidArgument);
                    assert_eq!(end.fault, fault, "{lifetime}");
                    let text = end.message.as_deref().unwrap_or_default();
                    let names_it = text.contains(concat!("`", stringify!($trait), "::text`"));
                    assert_eq!(names_it, has_message(lifetime), "{lifetime}: {text}");
                }
                let report = (concat!(stringify!($trait), "::text"), Fault::InvalidArgument);
                assert_eq!(ear.named(), vec![report; ends.len()]);
            }

            #[test]
            fn a_null_context_gets_the_fallback_of_its_method() {
                let ear = listen(stringify!($trait));
                let ends = $module::in_each_lifetime(
                    |drops| $hand::new(drops, |item| item, |item| item),
                    |functions, user| {
                        assert_eq!(call!(functions.down(1, ptr::null_mut())), -1);
                        assert_eq!(call!(functions.up(ptr::null_mut(), 1)), -2);
                        assert_eq!(call!(functions.down(1, user)), 1);
                    },
                );
                for (lifetime, end) in &ends {
                    assert_eq!((end.fault, &end.message), (None, &None), "{lifetime}");
                }
                let named = ear.named();
                assert_eq!(named.len(), 2 * ends.len());
                let expected =
                    [concat!(stringify!($trait), "::down"), concat!(stringify!($trait), "::up")];
                for reports in named.chunks(2) {
                    assert_eq!(reports.iter().map(|(name, _)| *name).collect::<Vec<_>>(), expected);
                    assert_eq!(reports[0].1, reports[1].1);
                }
            }

            #[test]
            fn a_late_call_of_each_method_gets_its_fallback() {
                let ear = listen(stringify!($trait));
                let drops = Drops::new();
                let hand = || $hand::new(&drops, |item| item, |item| item);
                let registration = $trait::new(hand()).register(accept, removed).unwrap();
                let first = (registration.function(), registration.context());
                drop(registration);
                let owned = $trait::new(hand()).owned();
                let second = (owned.function(), owned.context());
                owned.release();
                assert_eq!(drops.count(), 2);
                for (functions, user) in [first, second] {
                    assert_eq!(call!(functions.down(1, user)), -1);
                    assert_eq!(call!(functions.up(user, 1)), -2);
                    assert_eq!(call!(functions.text(c"late".as_ptr(), user)), -3);
                }
                let names = [
                    concat!(stringify!($trait), "::down"),
                    concat!(stringify!($trait), "::up"),
                    concat!(stringify!($trait), "::text"),
                ];
                let late = names.map(|name| (name, Fault::Expired));
                assert_eq!(ear.named(), [late, late].concat());
            }
        }
    };
}

for_each_kind! { bad_arguments }
