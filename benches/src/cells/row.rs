//! An alternative: something that makes a function for C, with each of the bodies.

use std::ffi::{c_int, c_void};
use std::hint::black_box;

use crate::cells::loops::{Function, Order};

/// What is done with the function and the user data that an alternative has made.
pub(crate) type Meter<'a> = &'a mut dyn FnMut(Function, *mut c_void);

/// Makes a callback, has it measured, and ends it.
pub(crate) type Cell = fn(Meter);

/// What one turn of the loop does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    /// Calls a callback of ours, or one that Rust has by hand.
    Calls,
    /// Calls a function of C's, whose instructions are a C compiler's.
    Plain,
    /// Calls a callback of somebody else's.
    Peers,
    /// Makes a callback and calls it, since it can be called but once.
    Once,
    /// Makes a callback, and ends it.
    Creation,
    /// Makes a callback and calls it, which panics.
    Panics,
}

impl Group {
    const ALL: [Self; 6] =
        [Self::Calls, Self::Plain, Self::Peers, Self::Once, Self::Creation, Self::Panics];

    /// As it is said on a command line.
    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }

    /// The group of that name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

/// One alternative.
#[derive(Clone)]
pub(crate) struct Row {
    /// What the tables call it.
    pub(crate) name: String,
    /// What is measured.
    pub(crate) group: Group,
    /// In which order its functions take what C passes.
    pub(crate) order: Order,
    /// For B0, B1 and B2; or one, if the body makes no difference.
    pub(crate) cells: Vec<Cell>,
}

/// A row whose cells are a function's instances for the three bodies.
macro_rules! row {
    ($group:ident, $name:expr, $cell:ident) => {
        row!($group, $name, $cell, DataLast)
    };
    ($group:ident, $name:expr, $cell:ident, $order:ident) => {
        $crate::cells::row::Row {
            name: String::from($name),
            group: $crate::cells::row::Group::$group,
            order: $crate::cells::loops::Order::$order,
            cells: vec![
                $cell::<$crate::cells::body::CannotPanic>,
                $cell::<$crate::cells::body::MayPanic>,
                $cell::<$crate::cells::body::Opaque>,
            ],
        }
    };
}
pub(crate) use row;

/// A row with one cell.
pub(crate) fn single(group: Group, name: &str, cell: Cell) -> Row {
    Row { name: String::from(name), group, order: Order::DataLast, cells: vec![cell] }
}

/// Has a turn of Rust measured, which does more than to be called.
pub(crate) fn turns<T: FnMut(c_int) -> c_int>(meter: Meter, mut turn: T) {
    unsafe extern "C" fn run<T: FnMut(c_int) -> c_int>(x: c_int, user: *mut c_void) -> c_int {
        // SAFETY: C passes on what it was given, and calls once at a time.
        let turn = unsafe { &mut *user.cast::<T>() };
        turn(x)
    }
    meter(run::<T>, (&raw mut turn).cast());
}

/// Shows a callback to C: no compiler knows what that does with it.
pub(crate) fn show(function: Function, user: *mut c_void) {
    black_box((function, user));
}
