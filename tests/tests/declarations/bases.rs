//! Traits whose user data begins with a C struct.

use std::ffi::c_int;

use callback_runtime::callback;

/// A C struct.
#[derive(Debug)]
#[repr(C)]
pub struct Base {
    /// A counter of the C side.
    pub count: c_int,
}

/// The first method gets a pointer to `const`, as C's getters do. The user data is the same for all.
#[callback(extern "C", base = Base, fallback = -1)]
pub trait Counter {
    /// Returns the count of C's struct and that of the handler.
    #[callback(fn(base: *const Base) -> c_int)]
    fn count(&self) -> c_int;

    /// Adds to the count of the handler.
    #[callback(fn(base: *mut Base, c_int))]
    fn add(&self, count: c_int);
}

#[test]
fn the_user_data_is_mutable_whatever_the_first_method_gets() {
    use std::cell::Cell;

    struct Own(Cell<c_int>);

    impl Counter for Own {
        fn count(&self) -> c_int {
            self.0.get()
        }

        fn add(&self, count: c_int) {
            self.0.set(self.0.get() + count);
        }
    }

    let counted = Counter::new(Base { count: 2 }, Own(Cell::new(3))).scope(|functions, user| {
        // SAFETY: the context is alive, and this is its user data.
        unsafe { (functions.add)(user, 4) };
        // SAFETY: as above.
        unsafe { (*user).count = 9 };
        // SAFETY: as above.
        unsafe { (functions.count)(user) }
    });
    assert_eq!(counted, 7);
}
