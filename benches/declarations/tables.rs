//! Traits of ten methods, with the attribute. The part below the line is repeated for each: see `src/many.rs`.

use std::ffi::c_void;

use callback_runtime::callback;

type Function = unsafe extern "C" fn(i32, *mut c_void) -> i32;

unsafe extern "C" {
    fn each(functions: *const Function, user: *mut c_void) -> i32;
}

// ---
#[callback(extern "C")]
pub trait TableNUMBER {
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 0)]
    fn method_0(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 1)]
    fn method_1(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 2)]
    fn method_2(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 3)]
    fn method_3(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 4)]
    fn method_4(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 5)]
    fn method_5(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 6)]
    fn method_6(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 7)]
    fn method_7(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 8)]
    fn method_8(&mut self, item: i32) -> i32;
    #[callback(fn(i32, context: *mut c_void) -> i32, fallback = 9)]
    fn method_9(&mut self, item: i32) -> i32;
}

struct HandlerNUMBER {
    sum: i32,
    subtrahend: i32,
}

impl TableNUMBER for HandlerNUMBER {
    fn method_0(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 0).checked_sub(self.subtrahend).unwrap()
    }
    fn method_1(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 1).checked_sub(self.subtrahend).unwrap()
    }
    fn method_2(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 2).checked_sub(self.subtrahend).unwrap()
    }
    fn method_3(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 3).checked_sub(self.subtrahend).unwrap()
    }
    fn method_4(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 4).checked_sub(self.subtrahend).unwrap()
    }
    fn method_5(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 5).checked_sub(self.subtrahend).unwrap()
    }
    fn method_6(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 6).checked_sub(self.subtrahend).unwrap()
    }
    fn method_7(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 7).checked_sub(self.subtrahend).unwrap()
    }
    fn method_8(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 8).checked_sub(self.subtrahend).unwrap()
    }
    fn method_9(&mut self, item: i32) -> i32 {
        self.sum += item;
        item.wrapping_mul(NUMBER + 9).checked_sub(self.subtrahend).unwrap()
    }
}

pub fn use_NUMBER(subtrahend: i32) -> i32 {
    let mut handler = HandlerNUMBER { sum: 0, subtrahend };
    let answer = TableNUMBER::new(&mut handler).scope(|functions, user| {
        let functions = [functions.method_0, functions.method_1, functions.method_2, functions.method_3, functions.method_4, functions.method_5, functions.method_6, functions.method_7, functions.method_8, functions.method_9];
        unsafe { each(functions.as_ptr(), user) }
    });
    answer + handler.sum
}
