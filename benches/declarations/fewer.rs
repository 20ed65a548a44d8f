//! The guards of `guards.rs` except two: no test for null, and a panic of the caller of C loses the panic of
//! the closure. The part above the line is that of `guards.rs`. The part below it is repeated for each
//! declaration.

// ---
#[repr(C)]
pub struct CallbackNUMBER<F> {
    header: Header,
    closure: UnsafeCell<F>,
}

impl<F: FnMut(i32) -> i32> CallbackNUMBER<F> {
    pub fn new(closure: F) -> Self {
        Self { header: Header::new(NUMBER), closure: UnsafeCell::new(closure) }
    }

    unsafe extern "C" fn trampoline(item: i32, user: *mut c_void) -> i32 {
        let Self { header, closure } = unsafe { &*user.cast::<Self>() };
        if header.owner != THREAD.get() || header.state.get() != 0 {
            return refused(header);
        }
        header.state.set(1);
        match catch_unwind(AssertUnwindSafe(|| (unsafe { &mut *closure.get() })(item))) {
            Ok(value) => {
                header.state.set(0);
                value
            }
            Err(payload) => panicked(header, payload),
        }
    }

    pub fn scope<R>(self, call: impl FnOnce(Function, *mut c_void) -> R) -> R {
        let result = call(Self::trampoline, (&raw const self).cast_mut().cast());
        self.header.finish();
        result
    }
}

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let mut sum = 0;
    let answer = CallbackNUMBER::new(|item: i32| {
        sum += item;
        item.wrapping_mul(NUMBER).checked_sub(subtrahend).unwrap()
    })
    .scope(|function, user| unsafe { each(function, user) });
    answer + sum
}
