//! Traits as the functions of C libraries that have one user data for several functions: a parser with setters, a
//! walker over a table, and a stream that frees its user data. See `csrc/handlers`.

mod outline;
mod parser;
mod stream;
