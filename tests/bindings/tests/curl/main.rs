//! curl, by the function types of curl-sys: safe `extern "C"` functions, and a variadic function that takes
//! them. All transfers are those of `file://`, which need no network.

mod easy;
mod form;
mod kept;
mod transfers;
