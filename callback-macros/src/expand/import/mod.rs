//! The functions of a block: their wrappers, and the sources of the C functions that those call.

mod arguments;
mod block;
mod body;
mod expansion;
mod faulty;
mod foreign;
mod loaded;
mod signature;
mod wrapper;

pub(crate) use self::block::imports;
