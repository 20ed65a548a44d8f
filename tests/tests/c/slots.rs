//! Closures as the callbacks of C functions without user data: `qsort` and `bsearch`.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};

#[cfg(target_os = "linux")]
use callback_runtime::Slot;
use callback_runtime::{RawFn, callback};
use callback_tests::{listen, panic_of};

// int (*compar)(const void *, const void *);
#[callback(
    extern "C" fn(*const c_void, *const c_void) -> c_int,
    context = none, slots = 8, fallback = 0,
)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(extern "C", context = none, slots = 500, fallback = -1)]
type Numbered = dyn Fn(c_int) -> c_int + Send + Sync;

unsafe extern "C" {
    fn qsort(base: *mut c_void, count: usize, size: usize, compare: RawFn<Compare<u64>>);
    fn bsearch(
        key: *const c_void,
        base: *const c_void,
        count: usize,
        size: usize,
        compare: RawFn<Compare<u64>>,
    ) -> *mut c_void;
}

fn sort(items: &mut [u64], compare: RawFn<Compare<u64>>) {
    let base = items.as_mut_ptr().cast();
    // SAFETY: `base` points to that many items of 8 bytes.
    unsafe { qsort(base, items.len(), 8, compare) };
}

/// Numbers in no order.
fn numbers(count: u64) -> Vec<u64> {
    (0..count).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect()
}

#[test]
fn qsort_sorts_by_what_a_closure_has_captured() {
    let mut items = numbers(1000);
    let (mask, mut calls) = (0xffff, 0_usize);
    Compare::new(|a: &u64, b: &u64| {
        calls += 1;
        (a & mask).cmp(&(b & mask))
    })
    .scope(|compare| sort(&mut items, compare));
    assert!(items.is_sorted_by_key(|item| item & mask));
    assert!(!items.is_sorted());
    assert!(calls >= 999, "{calls}");
}

#[test]
fn a_comparison_sorts() {
    // Each comparison of the outer one sorts a copy by an inner one.
    let mut items = numbers(20);
    let mut inner = 0;
    Compare::new(|a: &u64, b: &u64| {
        let mut both = [*a, *b];
        Compare::new(|a: &u64, b: &u64| {
            inner += 1;
            b.cmp(a)
        })
        .scope(|compare| sort(&mut both, compare));
        if both[0] == *a { Ordering::Greater } else { Ordering::Less }
    })
    .scope(|compare| sort(&mut items, compare));
    assert!(items.is_sorted());
    assert!(inner > 0);
}

#[test]
fn bsearch_finds_by_a_closure() {
    let items: Vec<u64> = (0..100).map(|number| number * 3).collect();
    let find = |wanted: u64| {
        Compare::new(|a: &u64, b: &u64| a.cmp(b)).scope(|compare| {
            let (key, base) = ((&raw const wanted).cast(), items.as_ptr());
            // SAFETY: `base` points to that many sorted items of 8 bytes.
            let found = unsafe { bsearch(key, base.cast(), items.len(), 8, compare) };
            // SAFETY: the pointer is null, or to one of the items.
            unsafe { found.cast::<u64>().as_ref() }.copied()
        })
    };
    assert_eq!((find(42), find(43)), (Some(42), None));
}

#[test]
fn a_panic_in_a_comparison_goes_on_after_qsort() {
    let _ear = listen("Compare");
    let mut items = numbers(100);
    let mut sorted = items.clone();
    let mut calls = 0;
    let payload = panic_of(|| {
        Compare::new(|_: &u64, _: &u64| {
            calls += 1;
            if calls == 5 { std::panic::panic_any("the fifth") } else { Ordering::Less }
        })
        .scope(|compare| sort(&mut items, compare));
    });
    assert_eq!((payload.downcast_ref(), calls), (Some(&"the fifth"), 5));
    items.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(items, sorted);
}

/// Returns the memory that is mapped as executable.
#[cfg(target_os = "linux")]
fn executable() -> Vec<String> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mapped = maps.lines().filter(|line| {
        let permissions = line.split_whitespace().nth(1).unwrap();
        permissions.contains('x')
    });
    mapped.map(str::to_owned).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn no_executable_memory_is_mapped() {
    let before = executable();
    assert!(!before.is_empty());
    let slots: Vec<Slot<Numbered>> =
        (0..500).map(|number| Numbered::new(move |item| item + number).slot().unwrap()).collect();
    for (number, slot) in (0..).zip(&slots) {
        let function = slot.function();
        // SAFETY: the function of a slot may be called at any time.
        assert_eq!(unsafe { function(1) }, number + 1);
        // The function is in memory that was mapped when the program was loaded.
        let address = function as usize;
        assert!(before.iter().any(|line| {
            let (begin, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
            let [begin, end] = [begin, end].map(|at| usize::from_str_radix(at, 16).unwrap());
            (begin..end).contains(&address)
        }));
    }
    // Valgrind maps memory for translated code.
    if !before.iter().any(|line| line.contains("valgrind")) {
        assert_eq!(executable(), before);
    }
}
