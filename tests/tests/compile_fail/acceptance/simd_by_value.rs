use core::arch::x86_64::__m128;

use callback_runtime::callback;

#[callback(extern "C" fn(__m128, context: usize))]
type Simd = dyn FnMut(__m128);

fn main() {}
