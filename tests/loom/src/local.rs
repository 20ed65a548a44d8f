//! Thread-locals. Those of loom are destroyed only after the thread was joined, and those of the main thread
//! after the statics. The ones here are destroyed when [`end`] is called.

use std::any::Any;
use std::boxed::Box;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::mem;

#[derive(Default)]
struct Own {
    /// The values of each [`Local`] that has been set.
    pointers: RefCell<Vec<(&'static str, *const ())>>,
    /// The values of each [`Ends`].
    ends: RefCell<Vec<(&'static str, Box<dyn Any>)>>,
    ended: Cell<bool>,
}

loom::thread_local! {
    static OWN: Own = Own::default();
}

/// A pointer for each thread, identified by its name.
pub(crate) struct Local<T>(&'static str, PhantomData<fn() -> *const T>);

impl<T> Local<T> {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self(name, PhantomData)
    }
}

macro_rules! local {
    ($(#[$attr:meta])* static $name:ident: *const $ty:ty = $initial:expr;) => {
        $(#[$attr])*
        static $name: crate::local::Local<$ty> = crate::local::Local::new(stringify!($name));
    };
}
pub(crate) use local;

pub(crate) fn get<T>(local: &'static Local<T>, initial: *const T) -> *const T {
    OWN.with(|own| {
        let pointers = own.pointers.borrow();
        let found = pointers.iter().find(|(name, _)| *name == local.0);
        found.map_or(initial, |(_, value)| value.cast())
    })
}

pub(crate) fn set<T>(local: &'static Local<T>, value: *const T) {
    OWN.with(|own| {
        let mut pointers = own.pointers.borrow_mut();
        pointers.retain(|(name, _)| *name != local.0);
        pointers.push((local.0, value.cast()));
    });
}

/// A variable for each thread, which is dropped when the thread ends, identified by its name.
pub(crate) struct Ends<T>(pub(crate) &'static str, pub(crate) fn() -> T);

impl<T: 'static> Ends<T> {
    pub(crate) fn try_with<R>(&'static self, with: impl FnOnce(&T) -> R) -> Result<R, ()> {
        OWN.with(|own| {
            if own.ended.get() {
                return Err(());
            }
            let mut ends = own.ends.borrow_mut();
            let at = ends.iter().position(|(name, _)| *name == self.0);
            let at = at.unwrap_or_else(|| {
                ends.push((self.0, Box::new((self.1)())));
                ends.len() - 1
            });
            Ok(with(ends[at].1.downcast_ref().expect("each variable has a type of its own")))
        })
    }
}

macro_rules! ends {
    ($(#[$attr:meta])* static $name:ident: $ty:ty = const $value:block;) => {
        $(#[$attr])*
        static $name: crate::local::Ends<$ty> = crate::local::Ends(stringify!($name), || $value);
    };
}
pub(crate) use ends;

/// The order in which the variables of a thread are destroyed.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Order {
    /// The variables with destructors first. The others are never destroyed, or are plain words.
    DroppedFirst,
    /// The others first, which then have their initial values.
    DroppedLast,
}

/// Destroys the variables of this thread.
pub(crate) fn end(order: Order) {
    OWN.with(|own| {
        if order == Order::DroppedLast {
            own.pointers.borrow_mut().clear();
        }
        own.ended.set(true);
        drop(mem::take(&mut *own.ends.borrow_mut()));
    });
}
