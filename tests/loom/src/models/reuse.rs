//! A place in the table has one callback after another.

use crate::calls::{call, look, unlist};
use crate::model::{Context, check, entry, spawn};
use crate::sizes::{CHUNK, CHUNK_SHIFT, OFFSET_SHIFT};

/// A late caller has the handle of the first callback; the second has its place.
#[test]
fn a_late_call_does_not_enter_the_next_callback() {
    check(4, || {
        let first = Context::new();
        let handle = first.list();
        let late = spawn(move || {
            call(handle, |_| ());
        });
        assert!(unlist(&first, 0));
        let second = Context::new();
        let next = second.list();
        assert_ne!(next, handle);
        assert!(std::ptr::eq(entry(next), entry(handle)));
        assert!(call(next, |context| assert!(std::ptr::eq(context, &raw const *second))));
        assert!(unlist(&second, 0));
        late.join();
    });
}

/// The handle reaches the caller without synchronization. A thread that enters still sees the context.
#[test]
fn who_enters_with_a_handle_sees_the_context() {
    use crate::sync::{AtomicUsize, Ordering, global};
    global! {
        static HANDLE: AtomicUsize = AtomicUsize::new(0);
    }
    check(None, || {
        HANDLE.store(0, Ordering::Relaxed);
        let caller = spawn(|| {
            call(HANDLE.load(Ordering::Relaxed), |_| ());
        });
        let context = Context::new();
        let handle = context.list();
        HANDLE.store(handle, Ordering::Relaxed);
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// C makes up a handle, even before there is any. Nothing waits for that call forever.
#[test]
fn a_call_that_never_had_a_callback_keeps_nobody_waiting() {
    check(3, || {
        let caller = spawn(|| {
            // No generation: the first is null, the next in the first chunk, the last would begin the second
            // chunk.
            for made_up in [0, 1, 1 << (usize::BITS - 1)] {
                assert!(!call(made_up, |_| ()));
                assert!(!look(made_up));
                assert!(!entry(made_up).is_running_here());
            }
        });
        let contexts = [(); 3].map(|()| Context::new());
        for context in &contexts {
            context.list();
        }
        for context in &contexts[1..] {
            assert!(unlist(context, 0));
        }
        caller.join();
    });
}

/// It does not find anything either if it is the key of an empty entry with one of the bits flipped that keys
/// may have flipped.
#[test]
fn a_call_does_not_enter_an_empty_entry() {
    check(2, || {
        let caller = spawn(|| {
            for made_up in [1 << OFFSET_SHIFT, 2 << OFFSET_SHIFT] {
                assert!(!call(made_up, |_| ()));
                assert!(!look(made_up));
            }
        });
        let context = Context::new();
        context.list();
        assert!(unlist(&context, 0));
        caller.join();
    });
}

/// The same for a handle that leads into a chunk that another thread is making.
#[test]
fn a_call_may_come_as_its_chunk_is_made() {
    /// The bit of a handle that leads into the second chunk.
    const SECOND: usize = 1 << CHUNK_SHIFT;
    check(3, || {
        // One place is reserved for null.
        let first = [(); CHUNK - 1].map(|()| Context::new());
        for context in &first {
            context.list();
        }
        let caller = spawn(|| {
            for made_up in [SECOND, SECOND | (1 << OFFSET_SHIFT)] {
                assert!(!call(made_up, |_| ()));
                assert!(!look(made_up));
            }
        });
        let context = Context::new();
        let handle = context.list();
        assert_ne!(handle & SECOND, 0, "it is in the second chunk");
        assert!(unlist(&context, 0));
        caller.join();
    });
}
