//! Every fault, with every convention: C gets the fallback, and finds the stack as it was.

macro_rules! convention {
    ($module:ident $abi:literal $convention:ident) => {
        mod $module {
            use std::cell::Cell;
            use std::panic::panic_any;
            use std::ptr::{null, null_mut};
            use std::thread;

            use callback_runtime::Fault;
            use callback_tests::{Parts, keep_all, listen, message, panic_of};

            super::super::callbacks! { $abi $convention }

            fn check_fallback(left: &Left) {
                assert_eq!((left.answer(), left.off), (-1, 0));
            }

            #[test]
            fn the_stack_is_right_after_a_panic() {
                let ear = listen("Step");
                let mut left = Vec::new();
                let payload = panic_of(|| {
                    Step::new(|_, a, b| panic_any(a + b)).scope(|step, user| {
                        left.extend([call(step, user), call(step, user)]);
                    });
                });
                left.iter().for_each(check_fallback);
                assert_eq!((left.len(), payload.downcast_ref()), (2, Some(&430)));
                assert_eq!(ear.faults(), [Fault::Panicked]);
            }

            #[test]
            fn the_stack_is_right_after_a_call_from_inside_the_closure() {
                let ear = listen("Step");
                let (own, mut outer) = (Cell::new(None), None);
                let payload = panic_of(|| {
                    Step::new(|item, _, _| {
                        let (step, user) = own.get().unwrap();
                        check_fallback(&call(step, user));
                        *item
                    })
                    .scope(|step, user| {
                        own.set(Some((step, user)));
                        outer = Some(call(step, user));
                    });
                });
                assert!(message(&*payload).ends_with("while it was running"));
                assert_eq!(outer.map(|left| (left.answer(), left.off)), Some((2, 0)));
                assert_eq!(ear.faults(), [Fault::Reentered]);
            }

            #[test]
            fn the_stack_is_right_after_a_call_on_a_wrong_thread() {
                let ear = listen("Step");
                let payload = panic_of(|| {
                    Step::new(|item, _, _| *item).scope(|step, user| {
                        let parts = Parts::new(step, user);
                        let there = thread::scope(|threads| {
                            let thread = threads.spawn(move || {
                                let (step, user) = parts.get();
                                call(step, user)
                            });
                            thread.join().unwrap()
                        });
                        check_fallback(&there);
                    });
                });
                assert!(message(&*payload).ends_with("on a thread that does not own it"));
                assert_eq!(ear.faults(), [Fault::WrongThread]);
            }

            #[test]
            fn the_stack_is_right_after_a_second_call_of_a_fn_once() {
                let ear = listen("StepOnce");
                let payload = panic_of(|| {
                    StepOnce::new(|item, _, _| *item).scope(|step, user| {
                        let left = call(step, user);
                        assert_eq!((left.answer(), left.off), (2, 0));
                        check_fallback(&call(step, user));
                    });
                });
                assert!(message(&*payload).ends_with("the closure accepts no more calls"));
                assert_eq!(ear.faults(), [Fault::Expired]);
            }

            #[test]
            fn the_stack_is_right_after_a_null_reference() {
                let ear = listen("Step");
                let payload = panic_of(|| {
                    Step::new(|item, _, _| *item)
                        .scope(|step, user| check_fallback(&call_with(null(), step, user)));
                });
                assert!(message(&*payload).ends_with("the closure's type cannot hold"));
                assert_eq!(ear.faults(), [Fault::InvalidArgument]);
            }

            #[test]
            fn the_stack_is_right_after_a_null_context() {
                let ear = listen("Step");
                Step::new(|item, _, _| *item)
                    .scope(|step, _| check_fallback(&call(step, null_mut())));
                assert_eq!(ear.faults(), [Fault::InvalidArgument]);
            }

            #[test]
            fn the_stack_is_right_after_destroy_of_a_null_context() {
                let ear = listen("Step");
                let (_, user, destroy) = Step::new(|item, _, _| *item).notified(keep_all).unwrap();
                for context in [null_mut(), user] {
                    let destroy: RawDestroy<Step> = destroy;
                    // SAFETY: no call follows. The function checks for null.
                    let left = unsafe {
                        CONVENTION.call().make(destroy as *const (), &[word::<c_void>(context)])
                    };
                    assert_eq!(left.off, 0);
                }
                assert_eq!(ear.faults(), [Fault::InvalidArgument]);
            }

            #[test]
            fn the_stack_is_right_after_a_panic_on_another_thread() {
                let ear = listen("StepSync");
                let (step, user, destroy) =
                    StepSync::new(|_, a, b| panic_any(a + b)).notified(keep_all).unwrap();
                let parts: Parts<RawFn<Step>, _> = Parts::new(step, user);
                let thread = thread::spawn(move || {
                    let (step, user) = parts.get();
                    call(step, user)
                });
                check_fallback(&thread.join().unwrap());
                // SAFETY: no call follows.
                unsafe { destroy(user) };
                assert_eq!(ear.faults(), [Fault::Panicked]);
            }
        }
    };
}

convention! { cdecl "cdecl" CDECL }
convention! { system "system" SYSTEM }
convention! { stdcall "stdcall" STDCALL }
convention! { fastcall "fastcall" FASTCALL }
convention! { thiscall "thiscall" THISCALL }
