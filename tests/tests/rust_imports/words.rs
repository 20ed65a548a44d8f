//! The words of the lifetimes, for functions that the linker finds and for those of a module.

macro_rules! words {
    ($module:ident) => {
        mod $module {
            use std::cell::Cell;
            use std::convert::Infallible;
            use std::ffi::c_int;
            use std::ops::ControlFlow::{Break, Continue};
            use std::rc::Rc;

            use callback_tests::{Drops, keep_reachable, listen};

            use crate::declared::Code;
            use crate::declared::$module as functions;
            use crate::library::{self, answer, noted};

            #[test]
            fn a_scope_borrows_and_lets_a_break_escape() {
                let mut seen = Vec::new();
                let found = functions::imports_each(5, |item| {
                    seen.push(item);
                    if item == 3 { Break("three") } else { Continue(()) }
                });
                assert_eq!((found, seen), (Break("three"), vec![0, 1, 2, 3]));
                let all = functions::imports_each::<Infallible, _>(5, |_| Continue(()));
                assert_eq!(all, Continue(5));
            }

            #[test]
            fn a_scope_lets_an_error_escape() {
                let limit = 2;
                let found = functions::attempt_each(5, |item| {
                    if item == limit { Err(format!("item {item}")) } else { Ok(()) }
                });
                assert_eq!(found, Err(String::from("item 2")));
                assert_eq!(functions::attempt_each(5, |_| Ok::<_, Infallible>(())), Ok(5));
            }

            #[test]
            fn a_scope_drops_the_closure_at_its_end() {
                let drops = Drops::new();
                let token = drops.token();
                let closure = move |_| {
                    token.touch();
                    1
                };
                assert_eq!((functions::share(3, closure), drops.count()), (3, 1));
            }

            #[test]
            fn what_is_called_once_moves_out_of_its_captures() {
                let text = String::from("four");
                let length = functions::answer_of(
                    |item| {
                        let text = text;
                        item + c_int::try_from(text.into_bytes().len()).unwrap()
                    },
                    3,
                );
                assert_eq!(length, 7);
            }

            #[test]
            fn once_is_called_later_and_frees_itself() {
                let drops = Drops::new();
                let token = drops.token();
                functions::keep_once(move |item| {
                    token.touch();
                    10 * item
                })
                .unwrap();
                assert_eq!(drops.count(), 0);
                assert_eq!((library::call(4), drops.count()), (40, 1));
            }

            #[test]
            fn once_drops_the_closure_where_c_refuses() {
                let drops = Drops::new();
                let token = drops.token();
                answer(5);
                let refused = functions::keep_once(move |item| {
                    token.touch();
                    item
                });
                assert_eq!((refused, drops.count()), (Err(Code(5)), 1));
            }

            #[test]
            fn notified_lives_until_c_destroys_it() {
                let drops = Drops::new();
                let (token, mut sum) = (drops.token(), 0);
                functions::imports_keep_all(move |item| {
                    token.touch();
                    sum += item;
                    sum
                })
                .unwrap();
                assert_eq!([library::call(1), library::call(2)], [1, 3]);
                assert_eq!(drops.count(), 0);
                library::destroy();
                assert_eq!(drops.count(), 1);
            }

            #[test]
            fn notified_drops_the_closure_where_c_refuses() {
                let drops = Drops::new();
                let token = drops.token();
                answer(6);
                let refused = functions::keep_notified_send(move |item| {
                    token.touch();
                    item
                });
                assert_eq!((refused, drops.count()), (Err(Code(6)), 1));
            }

            #[test]
            fn registered_lives_until_its_registration_is_dropped() {
                let _ear = listen("Add");
                let drops = Drops::new();
                let (token, seen) = (drops.token(), Rc::new(Cell::new(0)));
                let inside = Rc::clone(&seen);
                let registration = functions::keep_registered(move |item| {
                    token.touch();
                    inside.set(item);
                    item
                })
                .unwrap();
                assert_eq!((library::call(9), seen.get()), (9, 9));
                assert_eq!(noted(), ["keep"]);
                drop(registration);
                assert_eq!((noted(), drops.count()), (vec!["forget"], 1));
                assert_eq!((library::call(8), seen.get()), (-1, 9), "a late call");
            }

            #[test]
            fn registered_drops_the_closure_once_where_c_refuses() {
                let drops = Drops::new();
                let token = drops.token();
                answer(7);
                let refused = functions::keep_registered(move |item| {
                    token.touch();
                    item
                });
                assert_eq!((refused.err(), drops.count()), (Some(Code(7)), 1));
                assert_eq!(noted(), ["keep"], "there is nothing to unregister");
            }

            #[test]
            fn with_nothing_to_tell_c_the_registration_owns_the_closure() {
                let drops = Drops::new();
                let token = drops.token();
                let registration = functions::keep_owned(move |item| {
                    token.touch();
                    item + 1
                })
                .unwrap();
                assert_eq!(library::call(1), 2);
                assert_eq!(registration.unregister(), Ok(()));
                assert_eq!((noted(), drops.count()), (vec!["keep"], 1));
            }

            #[test]
            fn forever_is_never_dropped() {
                let drops = Drops::new();
                let (token, mut sum) = (drops.token(), 0);
                let code = functions::keep_forever(move |item| {
                    token.touch();
                    sum += item;
                    sum
                });
                assert_eq!(code, 0);
                assert_eq!([library::call(3), library::call(4)], [3, 7]);
                keep_reachable(library::kept().user);
                assert_eq!(drops.count(), 0);
            }
        }
    };
}

words!(linked);
words!(wrapped);
