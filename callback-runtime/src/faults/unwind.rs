//! Where a panic stops: caught with `std`. Without it, a panic that would cross into C ends the process.

#[cfg(feature = "std")]
mod imp {
    use core::mem::needs_drop;
    use std::any::Any;
    use std::boxed::Box;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// The payload of a panic.
    pub(crate) type Payload = Box<dyn Any + Send>;

    /// Runs `body`, which C called. Catches a panic.
    ///
    /// `AssertUnwindSafe`: a context whose closure panicked never invokes it again, and `scope` resumes the
    /// panic, so nothing sees the half-changed state of the closure.
    #[inline(always)]
    pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        catch_unwind(AssertUnwindSafe(body))
    }

    /// Runs `body`, which Rust called. Keeps a panic for later.
    #[inline(always)]
    pub(crate) fn attempt<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        catch(body)
    }

    /// [`attempt`]. The second function is not needed, because a panic does not unwind to the caller.
    #[inline(always)]
    pub(crate) fn attempt_or<T>(body: impl FnOnce() -> T, _: impl FnOnce()) -> Result<T, Payload> {
        catch(body)
    }

    /// Resumes a panic that was caught.
    pub(crate) fn resume(payload: Payload) -> ! {
        std::panic::resume_unwind(payload)
    }

    /// Drops a value whose destructor may panic, and catches such a panic. Returns `false` if there was one.
    ///
    /// The payload of the panic is dropped in the same way. If that drop panics too, its payload is forgotten,
    /// because this could otherwise go on forever.
    pub(crate) fn drop_quietly<T>(value: T) -> bool {
        if const { !needs_drop::<T>() } {
            return true;
        }
        let Err(payload) = catch(|| drop(value)) else { return true };
        if let Err(payload) = catch(|| drop(payload)) {
            core::mem::forget(payload);
        }
        false
    }
}

#[cfg(not(feature = "std"))]
mod imp {
    /// Without `std` no panic can be caught, so there are no payloads.
    pub(crate) type Payload = core::convert::Infallible;

    /// Panics when it is dropped. A panic that unwinds to here is then one in a destructor during unwinding: an
    /// abort.
    struct Abort;

    impl Drop for Abort {
        fn drop(&mut self) {
            panic!("a panic cannot cross into C");
        }
    }

    /// Runs `body`, which C called. A panic ends the process.
    #[inline(always)]
    #[expect(clippy::unnecessary_wraps, reason = "with `std` it can fail")]
    pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        let abort = Abort;
        let value = body();
        core::mem::forget(abort);
        Ok(value)
    }

    /// Runs `body`, which Rust called. A panic unwinds to the caller.
    #[inline(always)]
    #[expect(clippy::unnecessary_wraps, reason = "with `std` it can fail")]
    pub(crate) fn attempt<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        Ok(body())
    }

    /// [`attempt`]. If a panic unwinds to the caller, runs `otherwise`.
    #[inline(always)]
    pub(crate) fn attempt_or<T>(
        body: impl FnOnce() -> T,
        otherwise: impl FnOnce(),
    ) -> Result<T, Payload> {
        struct Otherwise<G: FnOnce()>(Option<G>);

        impl<G: FnOnce()> Drop for Otherwise<G> {
            fn drop(&mut self) {
                if let Some(otherwise) = self.0.take() {
                    otherwise();
                }
            }
        }

        let mut unwinding = Otherwise(Some(otherwise));
        let value = attempt(body);
        unwinding.0 = None;
        value
    }

    /// Never called: there is no payload.
    pub(crate) fn resume(payload: Payload) -> ! {
        match payload {}
    }

    /// Drops a value. A panic in its destructor ends the process.
    pub(crate) fn drop_quietly<T>(value: T) -> bool {
        catch(|| drop(value)).is_ok()
    }
}

pub(crate) use imp::{Payload, attempt, attempt_or, catch, drop_quietly, resume};
