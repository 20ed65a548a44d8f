//! The table of handles.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::calls::{call, unlist};
use crate::model::{Context, check, entry, spawn};
use crate::sizes::{CHUNK, CHUNKS, GENERATIONS};

/// Two threads register and unregister: each finds its own callbacks, and no handle is given twice.
#[test]
fn two_threads_register_and_unregister() {
    check(2, || {
        let register_twice = || {
            [(); 2].map(|()| {
                let context = Context::new();
                let handle = context.list();
                assert!(call(handle, |found| assert!(ptr::eq(found, &raw const *context))));
                assert!(unlist(&context, 0));
                assert!(!call(handle, |_| ()));
                handle
            })
        };
        let other = spawn(move || {
            register_twice();
        });
        register_twice();
        other.join();
    });
}

/// A handle is given once. A place whose generations are used up stays empty. In the end, the table is full.
#[test]
fn handles_are_used_up() {
    check(None, || {
        // The model itself has had one, and null has a place.
        let mut seen = HashSet::new();
        for _ in 1..(CHUNKS * CHUNK - 1) * GENERATIONS {
            let context = Context::new();
            let handle = context.list();
            assert_ne!(handle, 0);
            assert!(seen.insert(handle), "a handle was given twice");
            let same_place = |seen: &&usize| ptr::eq(entry(**seen), entry(handle));
            let mut seen_here = seen.iter().filter(same_place);
            assert!(seen_here.all(|&seen| call(seen, |_| ()) == (seen == handle)));
            assert!(unlist(&context, 0));
        }
        assert!(catch_unwind(AssertUnwindSafe(|| Context::new().list())).is_err());
    });
}
