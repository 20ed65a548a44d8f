use callback_runtime::{RawContext, RawFn, callback};

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32);

#[callback(extern "C")]
type OnMoved = dyn FnMut(i32, i32);

unsafe fn set_on_event(_on_event: RawFn<OnEvent>, _user: RawContext<OnEvent>) {}

fn main() {
    OnMoved::new(|_x, _y| {}).scope(|moved, user| unsafe { set_on_event(moved, user) });
}
