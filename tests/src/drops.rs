//! Values whose drops are counted: every test says how many there were, so that nothing leaks and
//! nothing drops twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the drops of the tokens that it hands out.
#[derive(Debug, Default)]
pub struct Drops(Arc<AtomicUsize>);

impl Drops {
    /// No drop yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many of the tokens have been dropped.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// A value whose drop is counted.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(Arc::clone(&self.0))
    }

    /// A value whose drop is counted, and panics.
    #[must_use]
    pub fn bomb(&self) -> Bomb {
        Bomb(self.token())
    }
}

/// A value whose drop is counted.
#[derive(Debug)]
pub struct Token(Arc<AtomicUsize>);

impl Token {
    /// Does nothing: a closure that calls this has captured the token.
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
    /// Does nothing: a closure that calls this has captured the bomb.
    pub fn touch(&self) {
        self.0.touch();
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a bomb was dropped");
    }
}
