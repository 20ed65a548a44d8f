//! A trait as several functions with one user data: by the macro, and the same trait by hand.

use std::ffi::{c_int, c_void};

use super::{c_side, chapter};

/// `FT_Vector`
#[repr(C)]
pub(crate) struct Vector {
    pub(crate) x: c_int,
    pub(crate) y: c_int,
}

/// `FT_Outline_Funcs`: the functions that get an outline, as a binding generator writes it.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct OutlineFuncs {
    pub(crate) move_to: Option<unsafe extern "C" fn(*const Vector, *mut c_void) -> c_int>,
    pub(crate) line_to: Option<unsafe extern "C" fn(*const Vector, *mut c_void) -> c_int>,
    pub(crate) end: Option<unsafe extern "C" fn(*mut c_void)>,
}

/// The declaration.
mod by_macro {
    use std::ffi::{c_int, c_void};

    use callback_runtime::callback;

    use super::Vector;

    #[callback(extern "C", ok = 0, err = 1, fallback = 2)]
    pub(crate) trait Outline<E> {
        #[callback(fn(*const Vector, context: *mut c_void) -> c_int)]
        fn move_to(&mut self, to: &Vector) -> Result<(), E>;

        #[callback(fn(*const Vector, context: *mut c_void) -> c_int, fallback = 3)]
        fn line_to(&mut self, to: &Vector) -> Result<(), E>;

        #[callback(fn(context: *mut c_void))]
        fn end(&mut self);
    }
}

/// The code that the macro generates for it. The parts that a closure has, too, are explained in `main.rs`.
mod by_hand {
    use std::ffi::{c_int, c_void};

    use callback_runtime::__private::{self, Accepts, FromC, Lifetime, Notified, OneOf, Site};
    use callback_runtime::checks::Several;
    use callback_runtime::{Callback, Context, Dropped};

    use super::Vector;

    // 1. The trait stays as it was, and gets a `new`. `dyn Outline<E>` represents the contract.
    pub(crate) trait Outline<E> {
        // The third parameter of the context says that the runtime drops the handler. It is
        // `Consumed` if a method takes `self`.
        fn new(handler: Self) -> Context<dyn Outline<E>, Self, Dropped>
        where
            Self: Sized,
        {
            __private::context(handler)
        }

        fn move_to(&mut self, to: &Vector) -> Result<(), E>;

        fn line_to(&mut self, to: &Vector) -> Result<(), E>;

        fn end(&mut self);
    }

    // 2. The functions that C gets, one for each method. No prototype names `E`, so this has no
    //    generics.
    #[derive(Clone, Copy)]
    pub(crate) struct OutlineFunctions {
        pub(crate) move_to: unsafe extern "C" fn(*const Vector, *mut c_void) -> c_int,
        pub(crate) line_to: unsafe extern "C" fn(*const Vector, *mut c_void) -> c_int,
        pub(crate) end: unsafe extern "C" fn(*mut c_void),
    }

    // 3. The contract.
    //
    // SAFETY: `Function` has `unsafe extern` function pointers, and the kind is bound to a thread.
    unsafe impl<E> Callback for dyn Outline<E> {
        // In place of the one function pointer.
        type Function = OutlineFunctions;
        type Context = *mut c_void;
        // The methods return different values to C, so each trampoline has its own fallback.
        type Return = ();
        // The outcome of all methods. `scope` returns the first error.
        type Outcome = Result<(), E>;
        // Some method takes `&mut self`.
        type Kind = __private::kind::FnMut;
        type Base = ();
        type Destroy = __private::destroy::C;
        // For faults of the handler. Those of a call have the site of the method.
        const SITE_VALUE: Site = Site::new("Outline");
        const FALLBACK: () = ();
    }

    // 4. A trampoline for each method. The function is `const`, for static tables. `L` is the lifetime.
    const fn functions<E, H: Outline<E>, L: Lifetime>() -> OutlineFunctions {
        #[deny(improper_ctypes_definitions)]
        extern "C" fn move_to<E, H: Outline<E>, L: Lifetime>(
            argument_0: *const Vector,
            argument_1: *mut c_void,
        ) -> c_int {
            let value: c_int = const { 0 };
            let escape: c_int = const { 1 };
            let fallback: c_int = const { 2 };
            // SAFETY: the fallback is a constant.
            let method = unsafe { OneOf::new(const { &Site::new("Outline::move_to") }, fallback) };
            let arguments = move || {
                // SAFETY: C passes an argument that its documentation describes.
                let to = unsafe { <&Vector as FromC<*const Vector>>::from_c(argument_0) }?;
                Some((to, ()))
            };
            // This is `run`, as for a closure, with the method's name and fallback.
            //
            // SAFETY: C passes the context that it got together with these functions.
            unsafe {
                __private::run_with::<L, dyn Outline<E>, H, _, _, Result<(), E>, _, _>(
                    Some(argument_1),
                    method,
                    arguments,
                    __private::Keys {
                        value: __private::Constant(value),
                        escape: __private::Constant(escape),
                    },
                    // This runs after the gate has admitted the call and the arguments are converted. All
                    // methods share the handler's gate, so no other method is running.
                    |(to, ()), call, outward| {
                        let (handler, escapes) = call.into_parts();
                        __private::Outward::return_to_c(
                            outward,
                            <H as Outline<E>>::move_to(handler, to),
                            |escape| escapes.put(escape),
                        )
                    },
                )
            }
        }

        #[deny(improper_ctypes_definitions)]
        extern "C" fn line_to<E, H: Outline<E>, L: Lifetime>(
            argument_0: *const Vector,
            argument_1: *mut c_void,
        ) -> c_int {
            let value: c_int = const { 0 };
            let escape: c_int = const { 1 };
            // The method's own key, in place of the shared one.
            let fallback: c_int = const { 3 };
            // SAFETY: the fallback is a constant.
            let method = unsafe { OneOf::new(const { &Site::new("Outline::line_to") }, fallback) };
            let arguments = move || {
                // SAFETY: C passes an argument that its documentation describes.
                let to = unsafe { <&Vector as FromC<*const Vector>>::from_c(argument_0) }?;
                Some((to, ()))
            };
            // SAFETY: as above.
            unsafe {
                __private::run_with::<L, dyn Outline<E>, H, _, _, Result<(), E>, _, _>(
                    Some(argument_1),
                    method,
                    arguments,
                    __private::Keys {
                        value: __private::Constant(value),
                        escape: __private::Constant(escape),
                    },
                    |(to, ()), call, outward| {
                        let (handler, escapes) = call.into_parts();
                        __private::Outward::return_to_c(
                            outward,
                            <H as Outline<E>>::line_to(handler, to),
                            |escape| escapes.put(escape),
                        )
                    },
                )
            }
        }

        #[deny(improper_ctypes_definitions)]
        extern "C" fn end<E, H: Outline<E>, L: Lifetime>(argument_0: *mut c_void) {
            // SAFETY: as above.
            let method = unsafe { OneOf::new(const { &Site::new("Outline::end") }, ()) };
            // SAFETY: as above.
            unsafe {
                __private::run_with::<L, dyn Outline<E>, H, _, _, (), _, _>(
                    Some(argument_0),
                    method,
                    __private::Untouched(()),
                    // Nothing escapes: the whole result is C's.
                    __private::Whole,
                    |(), call, outward| {
                        let (handler, escapes) = call.into_parts();
                        <H as Outline<E>>::end(handler);
                        __private::Outward::return_to_c(outward, (), |escape| escapes.put(escape));
                    },
                );
            }
        }

        OutlineFunctions {
            move_to: move_to::<E, H, L>,
            line_to: line_to::<E, H, L>,
            end: end::<E, H, L>,
        }
    }

    // SAFETY: each trampoline passes its context to the runtime, and does nothing else with it.
    unsafe impl<E, H: Outline<E>> Accepts<H> for dyn Outline<E> {
        type Signature = Several;

        fn function<L: Lifetime>() -> OutlineFunctions {
            functions::<E, H, L>()
        }
    }

    // 5. The functions for static tables, for handlers that are handed over by `notified`.
    impl<E> dyn Outline<E> {
        pub(crate) const fn functions<H: Outline<E>>() -> OutlineFunctions {
            functions::<E, H, Notified>()
        }
    }

    // 6. A reference to a handler is a handler, so that the owner still has it after the scope.
    impl<E, H: Outline<E> + ?Sized> Outline<E> for &mut H {
        fn move_to(&mut self, to: &Vector) -> Result<(), E> {
            (**self).move_to(to)
        }

        fn line_to(&mut self, to: &Vector) -> Result<(), E> {
            (**self).line_to(to)
        }

        fn end(&mut self) {
            (**self).end();
        }
    }
}

mod transcript;

pub(crate) use transcript::transcripts;
