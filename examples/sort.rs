//! A closure as the comparator of the C library's sort, for any type.
//!
//! `cargo run --example sort`
//!
//! Three C libraries, three prototypes, one declaration: the context is the last parameter of the
//! comparator with the GNU C library, and the first one with Apple's and Microsoft's.

#[cfg(any(all(target_os = "linux", target_env = "gnu"), target_vendor = "apple", windows))]
fn main() {
    demo::run();
}

#[cfg(not(any(all(target_os = "linux", target_env = "gnu"), target_vendor = "apple", windows)))]
fn main() {
    println!("this example needs the C library of GNU, Apple or Microsoft");
}

#[cfg(any(all(target_os = "linux", target_env = "gnu"), target_vendor = "apple", windows))]
mod demo {
    use std::cell::Cell;
    use std::cmp::Ordering;
    use std::collections::BTreeSet;
    use std::ffi::{c_int, c_void};
    use std::panic::{self, AssertUnwindSafe};

    use callback_runtime::{callback, import};

    /// Compares two elements.
    ///
    /// The `const void *` that C passes becomes a `&T`. A comparator cannot report a failure, so after a
    /// panic all elements compare as equal.
    #[cfg_attr(
        all(target_os = "linux", target_env = "gnu"),
        callback(
            extern "C" fn(*const c_void, *const c_void, context: *mut c_void) -> c_int,
            fallback = 0,
            matches = Option<
                unsafe extern "C" fn(*const c_void, *const c_void, *mut c_void) -> c_int,
            >,
        )
    )]
    #[cfg_attr(
        any(target_vendor = "apple", windows),
        callback(
            extern "C" fn(context: *mut c_void, *const c_void, *const c_void) -> c_int,
            fallback = 0,
            matches = Option<
                unsafe extern "C" fn(*mut c_void, *const c_void, *const c_void) -> c_int,
            >,
        )
    )]
    type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

    // C promises nothing about the types that a caller may choose, so a function that is generic over `T` is `unsafe`.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[import(from = libc)]
    unsafe extern "C" {
        /// Sorts `items`.
        ///
        /// The wrapper takes a slice and a closure. C gets the pointer of the slice, its length, the size of an element, the
        /// comparator and the context.
        ///
        /// # Safety
        ///
        /// - The C library stays within the array, also if `compare` contradicts itself.
        #[link_name = "qsort_r"]
        unsafe fn qsort<T>(
            #[c(*mut c_void, usize)] items: &mut [T],
            #[c(usize = size_of::<T>())] _: (),
            #[scope] compare: Compare<T>,
            context: *mut c_void,
        );
    }

    #[cfg(target_vendor = "apple")]
    #[import(from = libc)]
    unsafe extern "C" {
        /// Sorts `items`: the same function, which takes the context before the comparator.
        ///
        /// # Safety
        ///
        /// - The C library stays within the array, also if `compare` contradicts itself.
        #[link_name = "qsort_r"]
        unsafe fn qsort<T>(
            #[c(*mut c_void, usize)] items: &mut [T],
            #[c(usize = size_of::<T>())] _: (),
            context: *mut c_void,
            #[scope] compare: Compare<T>,
        );
    }

    // `libc` does not declare it, so the linker finds it.
    #[cfg(windows)]
    #[import]
    unsafe extern "C" {
        /// Sorts `items`.
        ///
        /// # Safety
        ///
        /// - The C library stays within the array, also if `compare` contradicts itself.
        #[link_name = "qsort_s"]
        unsafe fn qsort<T>(
            items: &mut [T],
            #[c(usize = size_of::<T>())] _: (),
            #[scope] compare: Compare<T>,
            context: *mut c_void,
        );
    }

    /// Sorts with the C library. The closure may borrow, count, and panic.
    fn sort_by<T>(items: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
        // SAFETY: ISO C leaves an inconsistent order undefined, but the C libraries named here stay within the array.
        unsafe { qsort(items, compare) };
    }

    /// A city, and its height above the sea in meters.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct City {
        continent: &'static str,
        name: String,
        height: u32,
    }

    fn cities() -> Vec<City> {
        [
            ("Asia", "Thimphu", 2334),
            ("America", "Quito", 2850),
            ("Africa", "Nairobi", 1795),
            ("America", "La Paz", 3640),
            ("Asia", "Kabul", 1790),
            ("Europe", "Andorra la Vella", 1023),
            ("Africa", "Addis Ababa", 2355),
            ("America", "Mexico City", 2240),
            ("Asia", "Sanaa", 2250),
            ("Africa", "Asmara", 2325),
            ("Europe", "Bern", 540),
            ("America", "Bogota", 2640),
        ]
        .map(|(continent, name, height)| City { continent, name: name.to_owned(), height })
        .into()
    }

    pub(super) fn run() {
        show_keys();
        if cfg!(panic = "unwind") {
            show_panic();
        }
        show_disorder();
    }

    /// Sorts by several keys. The closure captures the direction, and counts the comparisons.
    fn show_keys() {
        let mut sorted = cities();
        let highest_first = true;
        let mut comparisons = 0;
        sort_by(&mut sorted, |a, b| {
            comparisons += 1;
            let by_height = a.height.cmp(&b.height);
            let by_height = if highest_first { by_height.reverse() } else { by_height };
            a.continent.cmp(b.continent).then(by_height)
        });
        println!("By continent, then by height, highest first:\n");
        for City { continent, name, height } in &sorted {
            println!("  {continent:<9}{name:<18}{height:>5} m");
        }
        // The number depends on the C library, but it has to look at each city.
        assert!(comparisons >= sorted.len() - 1);
        let mut expected = cities();
        expected.sort_by_key(|city| (city.continent, u32::MAX - city.height));
        assert_eq!(sorted, expected);
        println!("\n  the same order as by Rust's `sort_by_key`");
    }

    /// Sorts with a comparator that panics: C sorts to the end, and then the panic goes on.
    fn show_panic() {
        println!("\nBy name, and the fifth comparison panics:\n");
        let mut torn = cities();
        let calls = Cell::new(0);
        let sorting = AssertUnwindSafe(|| {
            sort_by(&mut torn, |a, b| {
                calls.set(calls.get() + 1);
                if calls.get() == 5 {
                    // On purpose. `resume_unwind` prints no message.
                    panic::resume_unwind(Box::new(format!(
                        "cannot tell {} from {}",
                        a.name, b.name
                    )));
                }
                a.name.cmp(&b.name)
            });
        });
        let payload = panic::catch_unwind(sorting).expect_err("the panic goes on");
        let message = payload.downcast_ref::<String>().expect("the payload is the closure's");
        assert!(message.starts_with("cannot tell "));
        assert_eq!(calls.get(), 5, "a closure that panicked is not entered again");
        assert_permutation(&torn);
        println!("  the panic came out of `sort_by`, after 5 comparisons");
        println!("  all {} cities are still there, each once", torn.len());
    }

    /// Sorts with an inconsistent comparator.
    fn show_disorder() {
        println!("\nBy the toss of a coin:\n");
        let mut shuffled = cities();
        let mut state = 2024_u32;
        sort_by(&mut shuffled, |_, _| {
            // xorshift32
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            if state & 1 == 0 { Ordering::Less } else { Ordering::Greater }
        });
        assert_permutation(&shuffled);
        println!("  in no order, but all {} cities are still there, each once", shuffled.len());
    }

    /// Asserts that each city occurs once. A second copy would free a `String` twice, and a missing city would leak.
    fn assert_permutation(found: &[City]) {
        let (found, expected) = (BTreeSet::from_iter(found), cities());
        assert_eq!(found, BTreeSet::from_iter(&expected));
        assert_eq!(found.len(), 12);
    }
}
