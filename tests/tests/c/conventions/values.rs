//! Callbacks that give back what C passes, one for each of several types.

/// Declares them, C's table of their calls, in which other callbacks may follow, and their test.
macro_rules! values {
    ($abi:literal $table:literal $test:ident $($name:ident $type:ty),*; $($other:ident),*) => {
        $(
            #[callback(
                extern $abi fn(i32, $type, i64, context: *mut c_void) -> $type,
                fallback = <$type as crate::conventions::types::Sample>::NONE,
            )]
            type $name = dyn FnMut(i32, $type, i64) -> $type;
        )*

        /// Each calls back once, and says whether the callback returned what it should.
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
                // SAFETY: C calls while it runs.
                .scope(|f, user| unsafe { (CALLS.$name)(f, user) });
                let sent = (-7, <$type as crate::conventions::types::Sample>::SENT, 0x0807_0605_0403_0201);
                assert_eq!((got, right), (Some(sent), 1), stringify!($type));
            })*
        }
    };
}

/// One of C's functions.
pub(crate) type Calling<C> = unsafe extern "C" fn(
    callback_runtime::RawFn<C>,
    callback_runtime::RawContext<C>,
) -> std::ffi::c_int;
