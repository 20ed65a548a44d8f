//! A case in which C calls once and returns the result: see `csrc/acceptance/case.h`.

/// Declares structs that C passes by value.
macro_rules! c_structs {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[repr(C)]
        #[derive(Clone, Copy, Debug, PartialEq)]
        struct $name {
            $($field: $type,)*
        }

        impl crate::case::Empty for $name {
            const EMPTY: Self = Self { $($field: <$type as crate::case::Empty>::EMPTY),* };
        }
    )*};
}

/// The test of one call, in both forms: the closure checks what C passed, and returns `$body`, which C returns
/// as `$expected`.
macro_rules! case {
    (
        $(#[$attribute:meta])*
        $name:ident($($argument:ident: $type:ty = $sent:expr),* $(,)?) -> $result:ty,
        $body:expr => $expected:expr
    ) => {
        $(#[$attribute])*
        #[test]
        fn $name() {
            #[callback_runtime::callback(
                extern "C" fn($($type),*) -> $result,
                context = none, slots = 1, fallback = <$result as crate::case::Empty>::EMPTY,
            )]
            type Alone = dyn FnMut($($type),*) -> $result;

            #[callback_runtime::callback(
                extern "C" fn($($type,)* context: *mut std::ffi::c_void) -> $result,
                fallback = <$result as crate::case::Empty>::EMPTY,
            )]
            type With = dyn FnMut($($type),*) -> $result;

            #[repr(C)]
            struct Calls {
                alone: unsafe extern "C" fn(callback_runtime::RawFn<Alone>) -> $result,
                with: unsafe extern "C" fn(
                    callback_runtime::RawFn<With>,
                    callback_runtime::RawContext<With>,
                ) -> $result,
            }

            unsafe extern "C" {
                safe static $name: Calls;
            }

            let mut calls = 0;
            // In tuples, since floats that are equal to the bit are intended.
            let mut closure = |$($argument: $type),*| {
                $(assert_eq!(($argument,), ($sent,), stringify!($argument));)*
                calls += 1;
                $body
            };
            let alone = Alone::new(&mut closure)
                // SAFETY: C calls only during this call, and keeps nothing.
                .scope(|function| unsafe { ($name.alone)(function) });
            let with = With::new(&mut closure)
                // SAFETY: as above.
                .scope(|function, user| unsafe { ($name.with)(function, user) });
            assert_eq!((alone, with, calls), ($expected, $expected, 2));
        }
    };
}

/// A value that no case expects, so that a fallback is noticed.
pub(crate) trait Empty {
    const EMPTY: Self;
}

macro_rules! empty {
    ($($type:ty = $value:expr),*) => {$(
        impl Empty for $type {
            const EMPTY: Self = $value;
        }
    )*};
}

empty! {
    i8 = 0, u8 = 0, i16 = 0, u16 = 0, i32 = 0, u32 = 0, i64 = 0, u64 = 0, f32 = 0.0, f64 = 0.0
}

impl<T> Empty for *const T {
    const EMPTY: Self = std::ptr::null();
}

impl<T> Empty for *mut T {
    const EMPTY: Self = std::ptr::null_mut();
}

impl<T: Empty, const N: usize> Empty for [T; N] {
    const EMPTY: Self = [T::EMPTY; N];
}
