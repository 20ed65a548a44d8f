//! The functions of a block: their wrappers, and where those find the functions of C.

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
