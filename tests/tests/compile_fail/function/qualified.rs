use callback_runtime::callback;

#[callback(extern "C")]
const fn one() {}

#[callback(extern "C")]
async fn two() {}

#[callback(extern "C")]
extern "C" fn three() {}

#[callback(extern "C")]
pub unsafe extern fn four() {}

fn main() {}
