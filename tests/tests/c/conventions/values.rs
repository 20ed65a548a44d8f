//! Callbacks that return what C passes, one for each of several types.

/// Declares them, with their test. C has a table of their calls, which may contain other callbacks after them.
macro_rules! values {
    ($abi:literal $table:literal $test:ident $($name:ident $type:ty),*; $($other:ident),*) => {
        $(
            #[callback(
                extern $abi fn(i32, $type, i64, context: *mut c_void) -> $type,
                fallback = <$type as crate::conventions::types::Sample>::NONE,
            )]
            type $name = dyn FnMut(i32, $type, i64) -> $type;
        )*

        /// Each function calls back once, and returns whether the callback returned the right value.
        #[repr(C)]
        #[expect(non_snake_case, reason = "the fields have the names of the callbacks")]
        struct Calls {
            $($name: crate::conventions::values::Calling<$name>,)*
            $($other: crate::conventions::values::Calling<$other>,)*
        }

        unsafe extern "C" {
            #[link_name = $table]
            safe static CALLS: Calls;
        }

        #[test]
        fn $test() {
            $({
                let mut got = None;
                let right = $name::new(|before, value, after| {
                    got = Some((before, value, after));
                    value
                })
                // SAFETY: C calls only during this call.
                .scope(|f, user| unsafe { (CALLS.$name)(f, user) });
                let sent = (-7, <$type as crate::conventions::types::Sample>::SENT, 0x0807_0605_0403_0201);
                assert_eq!((got, right), (Some(sent), 1), stringify!($type));
            })*
        }
    };
}

/// A C function.
pub(crate) type Calling<C> = unsafe extern "C" fn(
    callback_runtime::RawFn<C>,
    callback_runtime::RawContext<C>,
) -> std::ffi::c_int;
