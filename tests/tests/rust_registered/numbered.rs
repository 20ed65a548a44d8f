//! A library that has numbered callbacks, as a value in Rust.

use std::ffi::c_int;
use std::sync::Mutex;

use callback_tests::{Drops, Token};

/// The value by which a library identifies the callback to remove.
pub(crate) struct Number(pub(crate) c_int, #[expect(dead_code, reason = "for its drop")] Token);

/// The library. It calls nothing.
#[derive(Default)]
pub(crate) struct Library {
    added: Mutex<Vec<c_int>>,
    removed: Mutex<Vec<c_int>>,
}

impl Library {
    /// Adds a callback: number 70, then 71, and so on.
    pub(crate) fn add(&self, drops: &Drops) -> Number {
        let mut added = self.added.lock().unwrap();
        let number = added.last().map_or(70, |last| last + 1);
        added.push(number);
        Number(number, drops.token())
    }

    /// Removes a callback that was added, once.
    pub(crate) fn remove(&self, number: &Number) -> Result<(), c_int> {
        let mut removed = self.removed.lock().unwrap();
        if !self.added.lock().unwrap().contains(&number.0) || removed.contains(&number.0) {
            return Err(2);
        }
        removed.push(number.0);
        Ok(())
    }

    /// Returns the numbers that were removed.
    pub(crate) fn removed(&self) -> Vec<c_int> {
        self.removed.lock().unwrap().clone()
    }
}
