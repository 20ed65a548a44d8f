//! An alternative: what makes a function for C, with each of the bodies.

use std::ffi::{c_int, c_void};
use std::hint::black_box;

use crate::cells::loops::{Function, Order};

/// What is done with the function and the user data of an alternative.
pub(crate) type Meter<'a> = &'a mut dyn FnMut(Function, *mut c_void);

/// Makes a callback, passes it on for a measurement, and ends it.
pub(crate) type Cell = fn(Meter);

/// What one turn of the loop does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    /// Calls a callback of the runtime, or one in Rust by hand.
    Calls,
    /// Calls a C function, compiled by a C compiler.
    Plain,
    /// Calls a callback of another crate.
    Peers,
    /// Makes a callback and calls it, since it can only be called once.
    Once,
    /// Makes a callback, calls it, and ends it: by a wrapper of `#[import]`, or by hand.
    Imports,
    /// Makes a callback, and ends it.
    Creation,
    /// Makes a callback and calls it, which panics.
    Panics,
}

impl Group {
    const ALL: [Self; 7] = [
        Self::Calls,
        Self::Plain,
        Self::Peers,
        Self::Once,
        Self::Imports,
        Self::Creation,
        Self::Panics,
    ];

    /// Returns the word on the command line.
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
    /// The name in the tables.
    pub(crate) name: String,
    /// What is measured.
    pub(crate) group: Group,
    /// The order of the parameters of its functions.
    pub(crate) order: Order,
    /// For B0, B1 and B2, or only one if the body makes no difference.
    pub(crate) cells: Vec<Cell>,
}

/// Makes a row whose cells are the instances of a function for the three bodies.
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

/// Makes a row with one cell.
pub(crate) fn single(group: Group, name: &str, cell: Cell) -> Row {
    Row { name: String::from(name), group, order: Order::DataLast, cells: vec![cell] }
}

/// Measures a turn in Rust, which does more than a call.
pub(crate) fn turns<T: FnMut(c_int) -> c_int>(meter: Meter, mut turn: T) {
    unsafe extern "C" fn run<T: FnMut(c_int) -> c_int>(x: c_int, user: *mut c_void) -> c_int {
        // SAFETY: C passes the user data that it got, and makes one call at a time.
        let turn = unsafe { &mut *user.cast::<T>() };
        turn(x)
    }
    meter(run::<T>, (&raw mut turn).cast());
}

/// Passes a callback to C, so that the compiler does not know what happens to it.
pub(crate) fn show(function: Function, user: *mut c_void) {
    black_box((function, user));
}
