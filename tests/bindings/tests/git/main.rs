//! libgit2, by the function types of libgit2-sys: safe `extern "C"` functions in an `Option`.

mod backend;
mod backends;
mod checkout;
mod diff;
mod diff_callbacks;
mod imports;
mod library;
mod odb;
mod remote;
mod repository;
