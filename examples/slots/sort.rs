//! `qsort` by a column that is chosen at run time: the closure captures it.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};

use callback_runtime::callback;

// int (*compar)(const void *, const void *);
//
// Two slots: for one sort, and for another one inside its comparator. The number limits how many closures
// exist at once, not how many exist one after another.
#[callback(
    extern "C" fn(*const c_void, *const c_void) -> c_int,
    context = none, slots = 2, fallback = 0,
    matches = Option<unsafe extern "C" fn(*const c_void, *const c_void) -> c_int>,
)]
pub(crate) type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

/// Sorts with the C library. The closure may borrow, count, and panic.
///
/// # Panics
///
/// Panics if two other comparators are in use.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
    let (base, count, size) = (items.as_mut_ptr().cast(), items.len(), size_of::<T>());
    Compare::new(compare).scope(|compare| {
        // SAFETY: `base` points to `count` elements of `size` bytes, to which we have the only access.
        // The comparator is called with two of them, on this thread, before the sort returns. ISO C
        // leaves an inconsistent order undefined, such as the one after a panic. The C libraries of the
        // targets in tests/README.md stay within the array even then.
        unsafe { libc::qsort(base, count, size, Some(compare)) };
    });
}

/// A chemical element: its name, its number, and the year of its discovery.
struct Element {
    name: &'static str,
    number: u32,
    year: u32,
}

#[derive(Clone, Copy, Debug)]
enum Column {
    Name,
    Number,
    Year,
}

/// Sorts a table by each column, up and down. Returns the number of elements.
pub(crate) fn show() -> usize {
    let mut table = [
        ("Sodium", 11, 1807),
        ("Hydrogen", 1, 1766),
        ("Radium", 88, 1898),
        ("Silicon", 14, 1824),
        ("Helium", 2, 1895),
    ]
    .map(|(name, number, year)| Element { name, number, year });

    for (column, descending, expected) in [
        (Column::Name, false, ["Helium", "Hydrogen", "Radium", "Silicon", "Sodium"]),
        (Column::Number, false, ["Hydrogen", "Helium", "Sodium", "Silicon", "Radium"]),
        (Column::Year, true, ["Radium", "Helium", "Silicon", "Sodium", "Hydrogen"]),
    ] {
        let mut comparisons = 0;
        sort_by(&mut table, |a, b| {
            comparisons += 1;
            let order = match column {
                Column::Name => a.name.cmp(b.name),
                Column::Number => a.number.cmp(&b.number),
                Column::Year => a.year.cmp(&b.year),
            };
            if descending { order.reverse() } else { order }
        });
        let names = table.each_ref().map(|element| element.name);
        println!("  {:<8}{}", format!("{column:?}:"), names.join(", "));
        assert_eq!(names, expected);
        // The number depends on the C library, but it has to look at each element.
        assert!(comparisons >= table.len() - 1);
    }
    table.len()
}
