//! An alternative: something that makes a function for C, for each of the three bodies.

use std::ffi::c_void;

use crate::cells::loops::Function;

/// What is done with the function and the user data that an alternative has made.
pub(crate) type Meter<'a> = &'a mut dyn FnMut(Function, *mut c_void);

/// Makes a callback, has it measured, and ends it.
pub(crate) type Cell = fn(Meter);

/// One alternative.
pub(crate) struct Row {
    /// What the tables call it.
    pub(crate) name: String,
    /// For B0, B1 and B2.
    pub(crate) cells: [Cell; 3],
}

/// A row whose cells are a function's instances for the three bodies.
macro_rules! row {
    ($name:expr, $cell:ident) => {
        $crate::cells::row::Row {
            name: String::from($name),
            cells: [
                $cell::<$crate::cells::body::CannotPanic>,
                $cell::<$crate::cells::body::MayPanic>,
                $cell::<$crate::cells::body::Opaque>,
            ],
        }
    };
}
pub(crate) use row;
