//! A result whose error is for people to read.

use std::error::Error;

pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;
