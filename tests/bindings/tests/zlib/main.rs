//! zlib, by the function types of libz-sys: an allocator is a pair of functions with one user data.

mod allocator;
mod streams;
