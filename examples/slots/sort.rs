//! `qsort` by a column that is chosen at run time: the closure captures it.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};

use callback_runtime::callback;

// int (*compar)(const void *, const void *);
//
// Two slots: one sort, and one inside its comparator. How many there are is a bound on how many
// closures exist at once, not on how many there will have been.
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
/// When two other comparators are in use.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
    let (base, count, size) = (items.as_mut_ptr().cast(), items.len(), size_of::<T>());
    Compare::new(compare).scope(|compare| {
        // SAFETY: `base` points to `count` elements of `size` bytes, which are ours alone. The
        // comparator is called before the sort returns, on this thread, with two of them. An order
        // that is none, as there is after a panic, is undefined by ISO C; the C libraries of the
        // targets in the README keep to their array all the same.
        unsafe { libc::qsort(base, count, size, Some(compare)) };
    });
}

/// A chemical element, its number, and when it was found.
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

/// Sorts a table by each column, up and down; how many elements there are.
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
        // How many there are is for the C library to say, but it has to look at each element.
        assert!(comparisons >= table.len() - 1);
    }
    table.len()
}
