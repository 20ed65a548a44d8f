//! The two limits of slots: their number is fixed, and the next closure in a slot has the same function.

use std::cmp::Ordering;
use std::ptr;

use callback_runtime::RawFn;

use crate::sort::Compare;

/// Calls a comparator as C does, with 1 and 2.
fn call(compare: RawFn<Compare<u32>>) -> i32 {
    let (a, b) = (1_u32, 2_u32);
    // SAFETY: the function may be called at any time, and the pointers are to what the closures take.
    unsafe { compare((&raw const a).cast(), (&raw const b).cast()) }
}

/// Takes all slots, and calls functions after their closures were dropped.
pub(crate) fn show() {
    let forward = |a: &u32, b: &u32| a.cmp(b);
    let backward = |a: &u32, b: &u32| b.cmp(a);
    let first = Compare::new(forward).slot().expect("no sort is running");
    let second = Compare::new(backward).slot().expect("there are two slots");
    println!(
        "  two comparators: 1 and 2 compare as {} and {}",
        call(first.function()),
        call(second.function())
    );
    assert_eq!([call(first.function()), call(second.function())], [-1, 1]);

    let exhausted = Compare::new(forward).slot().expect_err("both are in use");
    println!("\n  a third one, with `slot`:\n  {exhausted}");
    assert_eq!((exhausted.callback(), exhausted.live()), ("Compare", 2));
    // `scope` would panic with this message instead.
    let refused = Compare::new(forward).try_scope(call);
    println!("\n  with `try_scope`, that is an error, too: {}", refused.is_err());
    assert!(refused.is_err());

    println!("\n  the first is dropped, and C still calls it:");
    let stale = first.function();
    drop(first);
    let late = call(stale);
    println!("  1 and 2 compare as {late}, the fallback");
    assert_eq!(late, 0);

    println!("\n  its slot is taken again, and C calls the same function:");
    let third = Compare::new(|_: &u32, _: &u32| Ordering::Greater).slot().expect("one is free");
    let wrong = call(stale);
    println!("  1 and 2 compare as {wrong}: this was the new closure");
    // The first slot that is free is taken.
    assert!(ptr::fn_addr_eq(stale, third.function()));
    assert_eq!(wrong, 1);
    // To rule that out, keep the slot or leak it.
}
