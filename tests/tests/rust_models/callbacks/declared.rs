//! The six kinds of callback, as the model uses them: by name, without their types.

use std::any::Any;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::pin::pin;

use callback_runtime::{Fault, Owned, Registration, Slot, callback};
use callback_tests::keep_reachable;

use crate::callbacks::closure::Inside;

/// The function that C calls.
pub(crate) type Function = unsafe extern "C" fn(*const c_int, *mut c_void) -> c_int;
pub(crate) type Stub = unsafe extern "C" fn(*const c_int) -> c_int;
pub(crate) type Destroy = unsafe extern "C" fn(*mut c_void);

/// The parts of a callback that C has.
#[derive(Clone, Copy)]
pub(crate) enum Raw {
    Pair(Function, *mut c_void, Option<Destroy>),
    Slot(Stub),
}

// SAFETY: the parts do nothing by themselves. The caller promises that the call is in order.
unsafe impl Send for Raw {}

impl Raw {
    /// Calls with `user` in place of the context, if there is one.
    ///
    /// # Safety
    ///
    /// - C may make this call now.
    pub(crate) unsafe fn call(self, item: *const c_int, user: Option<*mut c_void>) -> c_int {
        match self {
            // SAFETY: the caller's promise.
            Self::Pair(function, own, _) => unsafe { function(item, user.unwrap_or(own)) },
            // SAFETY: as above.
            Self::Slot(stub) => unsafe { stub(item) },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    FnMut,
    FnMutSend,
    Fn,
    FnSendSync,
    FnOnce,
    FnOnceSend,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::FnMut, Self::FnMutSend, Self::Fn, Self::FnSendSync, Self::FnOnce, Self::FnOnceSend];

    /// The declaration, and the name under which its faults are reported.
    pub(crate) fn declaration(self) -> (&'static dyn Declared, &'static str, &'static str) {
        match self {
            Self::FnMut => (&PhantomData::<Mutable>, "Mutable", "MutableSlot"),
            Self::FnMutSend => {
                (&PhantomData::<MutableAnywhere>, "MutableAnywhere", "MutableAnywhereSlot")
            }
            Self::Fn => (&PhantomData::<Shared>, "Shared", "SharedSlot"),
            Self::FnSendSync => {
                (&PhantomData::<SharedAnywhere>, "SharedAnywhere", "SharedAnywhereSlot")
            }
            Self::FnOnce => (&PhantomData::<Single>, "Single", "SingleSlot"),
            Self::FnOnceSend => {
                (&PhantomData::<SingleAnywhere>, "SingleAnywhere", "SingleAnywhereSlot")
            }
        }
    }

    pub(crate) fn is_bound(self) -> bool {
        matches!(self, Self::FnMut | Self::Fn | Self::FnOnce)
    }

    pub(crate) fn is_once(self) -> bool {
        matches!(self, Self::FnOnce | Self::FnOnceSend)
    }

    pub(crate) fn is_exclusive(self) -> bool {
        matches!(self, Self::FnMut | Self::FnMutSend)
    }
}

/// The value that Rust holds for a callback. C cannot find the callback after it is dropped.
pub(crate) trait Holder {
    fn fault(&self) -> Option<Fault>;
    fn take_panic(&self) -> Option<Box<dyn Any + Send>>;
    fn is_running(&self) -> bool;
    /// Ends it. Returns what C answered.
    fn end(self: Box<Self>) -> Result<(), c_int>;
}

macro_rules! holder {
    ($holder:ty, $this:ident => $end:expr) => {
        fn fault(&self) -> Option<Fault> {
            <$holder>::fault(self)
        }
        fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
            <$holder>::take_panic(self)
        }
        fn is_running(&self) -> bool {
            <$holder>::is_running(self)
        }
        fn end(self: Box<Self>) -> Result<(), c_int> {
            let $this = *self;
            $end
        }
    };
}

/// Gives the parts to C. Returns C's answer.
pub(crate) type HandOver<'a> = &'a mut dyn FnMut(Raw) -> Result<(), c_int>;

/// Returns what `unset` answers.
pub(crate) type Unset = fn() -> Result<(), c_int>;

/// Hands over in one of the lifetimes.
pub(crate) trait Declared {
    fn scope(&self, inside: Inside, call: &mut dyn FnMut(Raw));
    /// Binds twice, and finishes the second time.
    fn bind(&self, inside: Inside, call: &mut dyn FnMut(Raw));
    fn once(&self, inside: Inside, hand_over: HandOver<'_>) -> Result<(), c_int>;
    fn notified(&self, inside: Inside, hand_over: HandOver<'_>) -> Result<(), c_int>;
    fn forever(&self, inside: Inside) -> Raw;
    fn slot(&self, inside: Inside) -> (Raw, Option<Box<dyn Holder>>);
    /// # Panics
    ///
    /// Panics if the kind is `FnOnce`.
    fn owned(&self, inside: Inside) -> (Raw, Option<Box<dyn Holder>>);
    /// # Panics
    ///
    /// Panics as `owned` does.
    fn register(
        &self,
        inside: Inside,
        set: HandOver<'_>,
        unset: Unset,
    ) -> Result<Box<dyn Holder>, c_int>;
}

macro_rules! declare {
    ($($name:ident, $slot:ident: [$($kind:tt)*] $(registers $registers:tt)?;)*) => {$(
        #[callback(extern "C", fallback = -1)]
        type $name = dyn $($kind)*;

        #[callback(extern "C", context = none, slots = 32, fallback = -1)]
        type $slot = dyn $($kind)*;

        impl Holder for Slot<$slot> {
            holder! { Slot<$slot>, this => { this.release(); Ok(()) } }
        }

        impl Declared for PhantomData<$name> {
            fn scope(&self, inside: Inside, call: &mut dyn FnMut(Raw)) {
                $name::new(move |item| inside.enter(*item))
                    .scope(|function, user| call(Raw::Pair(function, user, None)));
            }

            fn bind(&self, inside: Inside, call: &mut dyn FnMut(Raw)) {
                let mut context = pin!($name::new(move |item| inside.enter(*item)));
                let bound = context.as_mut().bind();
                call(Raw::Pair(bound.function(), bound.context(), None));
                drop(bound);
                let bound = context.bind();
                call(Raw::Pair(bound.function(), bound.context(), None));
                bound.finish(());
            }

            fn once(&self, inside: Inside, hand_over: HandOver<'_>) -> Result<(), c_int> {
                $name::new(move |item| inside.enter(*item))
                    .once(|function, user| hand_over(Raw::Pair(function, user, None)))
            }

            fn notified(&self, inside: Inside, hand_over: HandOver<'_>) -> Result<(), c_int> {
                $name::new(move |item| inside.enter(*item)).notified(|function, user, destroy| {
                    hand_over(Raw::Pair(function, user, Some(destroy)))
                })
            }

            fn forever(&self, inside: Inside) -> Raw {
                let (function, user) = $name::new(move |item| inside.enter(*item)).forever();
                keep_reachable(user);
                Raw::Pair(function, user, None)
            }

            fn slot(&self, inside: Inside) -> (Raw, Option<Box<dyn Holder>>) {
                let slot = $slot::new(move |item| inside.enter(*item)).slot().expect("a slot");
                (Raw::Slot(slot.function()), Some(Box::new(slot)))
            }

            fn owned(&self, inside: Inside) -> (Raw, Option<Box<dyn Holder>>) {
                declare!(@owned $name inside $($registers)?)
            }

            fn register(
                &self,
                inside: Inside,
                set: HandOver<'_>,
                unset: Unset,
            ) -> Result<Box<dyn Holder>, c_int> {
                declare!(@register $name inside set unset $($registers)?)
            }
        }

        $(declare!(@holder $name $registers);)?
    )*};
    (@register $name:ident $inside:ident $set:ident $unset:ident $registers:tt) => {
        $name::new(move |item| $inside.enter(*item))
            .register(
                |function, user| $set(Raw::Pair(function, user, None)),
                move |_, _, ()| $unset(),
            )
            .map(|registration| Box::new(registration) as Box<dyn Holder>)
    };
    (@register $name:ident $inside:ident $set:ident $unset:ident) => {{
        let _ = ($inside, $set, $unset);
        unreachable!("a `FnOnce` is not registered")
    }};
    (@owned $name:ident $inside:ident $registers:tt) => {{
        let owned = $name::new(move |item| $inside.enter(*item)).owned();
        (Raw::Pair(owned.function(), owned.context(), None), Some(Box::new(owned)))
    }};
    (@owned $name:ident $inside:ident) => {{
        let _ = $inside;
        unreachable!("a `FnOnce` is not registered")
    }};
    (@holder $name:ident $registers:tt) => {
        impl Holder for Registration<'static, $name, c_int> {
            holder! { Registration<'static, $name, c_int>, this => this.unregister() }
        }

        impl Holder for Owned<$name> {
            holder! { Owned<$name>, this => { this.release(); Ok(()) } }
        }
    };
}

declare! {
    Mutable, MutableSlot: [FnMut(&c_int) -> c_int] registers (yes);
    MutableAnywhere, MutableAnywhereSlot: [FnMut(&c_int) -> c_int + Send] registers (yes);
    Shared, SharedSlot: [Fn(&c_int) -> c_int] registers (yes);
    SharedAnywhere, SharedAnywhereSlot: [Fn(&c_int) -> c_int + Send + Sync] registers (yes);
    Single, SingleSlot: [FnOnce(&c_int) -> c_int];
    SingleAnywhere, SingleAnywhereSlot: [FnOnce(&c_int) -> c_int + Send];
}
