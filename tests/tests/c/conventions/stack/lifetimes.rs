//! The trampoline of every lifetime, and the destroy function, with every convention.

macro_rules! convention {
    ($module:ident $abi:literal $convention:ident) => {
        mod $module {
            use std::pin::pin;

            use callback_tests::{Drops, keep, keep_all, keep_reachable};

            super::super::callbacks! { $abi $convention }

            fn sum(item: &i32, a: i32, b: i32) -> i32 {
                item + a + b
            }

            fn check(left: &Left) {
                assert_eq!((left.answer(), left.off), (432, 0));
            }

            fn destroy(destroy: RawDestroy<Step>, user: RawContext<Step>) {
                // SAFETY: the tests make no call afterwards.
                let left = unsafe { CONVENTION.call().make(destroy as *const (), &[word(user)]) };
                assert_eq!(left.off, 0);
            }

            #[test]
            fn the_stack_is_right_after_a_scope() {
                check(&Step::new(sum).scope(call));
                check(&StepSync::new(sum).scope(call));
                check(&StepOnce::new(sum).scope(call));
            }

            #[test]
            fn the_stack_is_right_after_a_call_of_a_bound_context() {
                let mut step = pin!(Step::new(sum));
                let bound = step.as_mut().bind();
                check(&call(bound.function(), bound.context()));
            }

            #[test]
            fn the_stack_is_right_after_once_has_freed_the_context() {
                let drops = Drops::new();
                let token = drops.token();
                let (step, user) = Step::new(sum).once(keep).unwrap();
                check(&call(step, user));
                let (step, user) = StepOnce::new(move |item, a, b| {
                    drop(token);
                    sum(item, a, b)
                })
                .once(keep)
                .unwrap();
                check(&call(step, user));
                assert_eq!(drops.count(), 1);
            }

            #[test]
            fn the_stack_is_right_after_the_destroy_function() {
                let drops = Drops::new();
                let token = drops.token();
                let (step, user, done) = Step::new(move |item, a, b| {
                    token.touch();
                    sum(item, a, b)
                })
                .notified(keep_all)
                .unwrap();
                check(&call(step, user));
                destroy(done, user);
                assert_eq!(drops.count(), 1);
                let (step, user, done) = StepSync::new(sum).notified(keep_all).unwrap();
                check(&call(step, user));
                destroy(done, user);
            }

            #[test]
            fn the_stack_is_right_after_a_call_of_what_lives_for_ever() {
                let (step, user) = StepSync::new(sum).forever();
                keep_reachable(user);
                check(&call(step, user));
                check(&call(step, user));
            }

            /// Windows aligns the stack only to words. System V requires callers to align it to 16.
            #[cfg(windows)]
            #[test]
            fn the_stack_is_right_wherever_it_was_aligned() {
                for shift in [4, 8, 12] {
                    let call_shifted = |step: RawFn<Step>, user: RawContext<Step>| {
                        let call = super::super::Call { shift, ..CONVENTION.call() };
                        let words = [word(&raw const ITEM), 30, 400, word(user)];
                        // SAFETY: the context is alive.
                        unsafe { call.make(step as *const (), &words) }
                    };
                    check(&Step::new(sum).scope(call_shifted));
                }
            }
            #[cfg(windows)]
            static ITEM: i32 = 2;
        }
    };
}

convention! { cdecl "cdecl" CDECL }
convention! { c "C" CDECL }
convention! { system "system" SYSTEM }
convention! { stdcall "stdcall" STDCALL }
convention! { stdcall_unwind "stdcall-unwind" STDCALL }
convention! { fastcall "fastcall" FASTCALL }
convention! { thiscall "thiscall" THISCALL }
