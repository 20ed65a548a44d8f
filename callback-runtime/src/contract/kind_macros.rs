//! The macros that define the kinds. They refer to items that `kind` has in scope.

/// Declares a type, and implements `Kind` for it.
macro_rules! kind {
    (
        $(#[$doc:meta])* $name:ident, affinity: $affinity:ident,
        admit($gate:ident): $admit:expr, leave: $leave:expr,
        guard: $guard:ty, admit: $admit_guarded:expr, leave($inside:ident): $leave_guarded:expr,
        $($access:tt)*
    ) => {
        $(#[$doc])*
        pub struct $name;

        // SAFETY: see the comment at the uses of this macro.
        unsafe impl Kind for $name {
            const AFFINITY: Affinity = Affinity::$affinity;
            #[cfg(feature = "std")]
            type Guard = $guard;

            #[inline(always)]
            fn admit($gate: &Gate) -> bool {
                $admit
            }

            #[inline(always)]
            unsafe fn leave($gate: &Gate) {
                $leave
            }

            #[cfg(feature = "std")]
            #[inline(always)]
            fn admit_guarded($gate: &Gate) -> bool {
                $admit_guarded
            }

            #[cfg(feature = "std")]
            #[inline(always)]
            unsafe fn leave_guarded<V: EntryGuard>($inside: V) {
                $leave_guarded
            }

            $($access)*
        }
    };
}

macro_rules! exclusive {
    () => {
        type Stored<F> = F;
        type Access<'a, F: 'a> = &'a mut F;

        #[inline(always)]
        fn store<F>(closure: F) -> F {
            closure
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<F>) -> &mut F {
            // SAFETY: an admitted call of such a kind is the only one until it leaves.
            unsafe { &mut *closure.get() }
        }
    };
}

macro_rules! shared {
    () => {
        type Stored<F> = F;
        type Access<'a, F: 'a> = &'a F;

        #[inline(always)]
        fn store<F>(closure: F) -> F {
            closure
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<F>) -> &F {
            // SAFETY: nothing forms `&mut F` while the context can be called.
            unsafe { &*closure.get() }
        }
    };
}

macro_rules! once {
    () => {
        type Stored<F> = Option<F>;
        type Access<'a, F: 'a> = F;

        #[inline(always)]
        fn store<F>(closure: F) -> Option<F> {
            Some(closure)
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<Option<F>>) -> F {
            // SAFETY: only one call is ever admitted, and it calls this once (the caller's promise).
            let closure = unsafe { &mut *closure.get() };
            // SAFETY: as above, so the closure has not been taken.
            unsafe { closure.take().unwrap_unchecked() }
        }
    };
}

/// The part of a kind whose calls on any thread exclude each other.
macro_rules! exclusive_hold {
    ($gate:ident => $admit:expr) => {
        const EXCLUSIVE_HOLD: bool = true;

        #[inline(always)]
        unsafe fn admit_alone($gate: &Gate) -> bool {
            $admit
        }
    };
}

pub(super) use {exclusive, exclusive_hold, kind, once, shared};
