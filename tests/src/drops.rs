//! Values whose drops are counted. Every test asserts their number, so that nothing leaks and nothing is
//! dropped twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the drops of the tokens that it makes.
#[derive(Debug, Default)]
pub struct Drops(Arc<AtomicUsize>);

impl Drops {
    /// Creates a counter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many of the tokens were dropped.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Creates a value whose drop is counted.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(Arc::clone(&self.0))
    }

    /// Creates a value whose drop is counted, and panics.
    #[must_use]
    pub fn bomb(&self) -> Bomb {
        Bomb(self.token())
    }
}

/// A value whose drop is counted.
#[derive(Debug)]
pub struct Token(Arc<AtomicUsize>);

impl Token {
    /// Does nothing. A closure that calls this captures the token.
    pub fn touch(&self) {}
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A value whose drop is counted, and panics.
#[derive(Debug)]
pub struct Bomb(Token);

impl Bomb {
    /// Does nothing. A closure that calls this captures the bomb.
    pub fn touch(&self) {
        self.0.touch();
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a bomb was dropped");
    }
}
