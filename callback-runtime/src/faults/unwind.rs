//! Where a panic stops: caught with `std`; without it, the end of the process where C is the caller.

#[cfg(feature = "std")]
mod imp {
    use core::mem::needs_drop;
    use std::any::Any;
    use std::boxed::Box;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// What a panic carries.
    pub(crate) type Payload = Box<dyn Any + Send>;

    /// Runs `body`, which C called; a panic ends here.
    ///
    /// `AssertUnwindSafe`: a context whose closure panicked is never entered again, and the panic
    /// itself goes on in `scope`, so nothing sees what the closure left half done.
    #[inline(always)]
    pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        catch_unwind(AssertUnwindSafe(body))
    }

    /// Runs `body`, which Rust called; a panic is kept for later.
    #[inline(always)]
    pub(crate) fn attempt<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        catch(body)
    }

    /// [`attempt`]. There is no unwinding, so nothing to be done in that case.
    #[inline(always)]
    pub(crate) fn attempt_or<T>(body: impl FnOnce() -> T, _: impl FnOnce()) -> Result<T, Payload> {
        catch(body)
    }

    /// Goes on with a panic that was caught.
    pub(crate) fn resume(payload: Payload) -> ! {
        std::panic::resume_unwind(payload)
    }

    /// Drops a value whose destructor may panic, where a panic must not go on; `false` if it did.
    ///
    /// The payload of that panic is dropped in the same way, and the payload of one that *that*
    /// drop raises is forgotten, lest it go on for ever.
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
    /// Without `std` no panic can be caught, so none has a payload.
    pub(crate) type Payload = core::convert::Infallible;

    /// A panic that unwinds to here is a panic in a destructor during unwinding: an abort.
    struct Abort;

    impl Drop for Abort {
        fn drop(&mut self) {
            panic!("a panic cannot cross into C");
        }
    }

    /// Runs `body`, which C called; a panic ends the process.
    #[inline(always)]
    #[expect(clippy::unnecessary_wraps, reason = "with `std` it can fail")]
    pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        let abort = Abort;
        let value = body();
        core::mem::forget(abort);
        Ok(value)
    }

    /// Runs `body`, which Rust called; a panic takes its way.
    #[inline(always)]
    #[expect(clippy::unnecessary_wraps, reason = "with `std` it can fail")]
    pub(crate) fn attempt<T>(body: impl FnOnce() -> T) -> Result<T, Payload> {
        Ok(body())
    }

    /// [`attempt`]; `otherwise` runs where a panic takes its way.
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

    /// Drops a value; a panic in its destructor ends the process.
    pub(crate) fn drop_quietly<T>(value: T) -> bool {
        catch(|| drop(value)).is_ok()
    }
}

pub(crate) use imp::{Payload, attempt, attempt_or, catch, drop_quietly, resume};
