//! A program that uses the trait, with the expansion by the macro and with the one by hand.

use super::{OutlineFuncs, Vector, by_hand, by_macro, c_side, chapter};

/// Uses the `Outline` of the module `$by`, and returns the transcript.
macro_rules! transcript {
    ($by:ident) => {{
        use c_side::{decompose, decompose_elsewhere, interrupt, note};
        use $by::{Outline, OutlineFunctions};

        /// A handler that adds up the numbers that it gets.
        struct Sum {
            sum: i32,
            on_line: fn(i32) -> Result<(), &'static str>,
        }

        impl Outline<&'static str> for Sum {
            fn move_to(&mut self, to: &Vector) -> Result<(), &'static str> {
                self.sum = to.x + to.y;
                Ok(())
            }

            fn line_to(&mut self, to: &Vector) -> Result<(), &'static str> {
                self.sum += to.x + to.y;
                (self.on_line)(self.sum)
            }

            fn end(&mut self) {
                note(format!("the sum is {}", self.sum));
            }
        }

        impl Drop for Sum {
            fn drop(&mut self) {
                note(format!("dropped with {}", self.sum));
            }
        }

        /// The table, for functions of any lifetime.
        const fn table(functions: OutlineFunctions) -> OutlineFuncs {
            OutlineFuncs {
                move_to: Some(functions.move_to),
                line_to: Some(functions.line_to),
                end: Some(functions.end),
            }
        }

        static TABLE: OutlineFuncs = table(<dyn Outline<&'static str>>::functions::<Sum>());

        let handler = |on_line| Sum { sum: 0, on_line };
        chapter("to the end", || {
            let mut sum = handler(|_| Ok(()));
            let all = Outline::new(&mut sum)
                // SAFETY: C calls on this thread, before it returns.
                .scope(|functions, user| unsafe { decompose(table(functions), user) });
            note(format!("{all:?} after {}", sum.sum));
        });
        chapter("an error", || {
            let failed = Outline::new(handler(|sum| if sum > 1 { Err("large") } else { Ok(()) }))
                // SAFETY: as above.
                .scope(|functions, user| unsafe { decompose(table(functions), user) });
            note(format!("{failed:?}"));
        });
        chapter("a static table", || {
            let code = Outline::new(handler(|_| Ok(()))).notified(|_, user, destroy| {
                // SAFETY: C calls on this thread.
                let code = unsafe { decompose(TABLE, user) };
                // SAFETY: C makes no further call.
                unsafe { destroy(user) };
                Ok::<_, ()>(code)
            });
            note(format!("{code:?}"));
        });
        chapter("a null user data", || {
            let lost = Outline::new(handler(|_| Ok(())))
                // SAFETY: C may pass null, for which the runtime finds no context.
                .scope(|functions, _| unsafe { decompose(table(functions), std::ptr::null_mut()) });
            note(format!("{lost:?}"));
        });
        // From here on, `scope` panics.
        if cfg!(panic = "unwind") {
            chapter("re-entry of another method", || {
                let torn = Outline::new(handler(|_| {
                    interrupt();
                    Ok(())
                }))
                // SAFETY: as above; the re-entrant calls are refused.
                .scope(|functions, user| unsafe { decompose(table(functions), user) });
                note(format!("{torn:?}"));
            });
            chapter("another thread", || {
                let astray = Outline::new(handler(|_| Ok(())))
                    // SAFETY: as above; the calls elsewhere are refused.
                    .scope(|functions, user| unsafe {
                        decompose_elsewhere(table(functions), user)
                    });
                note(format!("{astray:?}"));
            });
            chapter("a panic of one method", || {
                let never = Outline::new(handler(|sum| {
                    assert_ne!(sum, 1, "one is too many");
                    Ok(())
                }))
                // SAFETY: as above.
                .scope(|functions, user| unsafe {
                    decompose(table(functions), user);
                    decompose(table(functions), user)
                });
                note(format!("{never:?}"));
            });
        }
        c_side::take_transcript()
    }};
}

/// Returns both transcripts, which should be equal.
pub(crate) fn transcripts() -> [Vec<String>; 2] {
    [transcript!(by_macro), transcript!(by_hand)]
}
