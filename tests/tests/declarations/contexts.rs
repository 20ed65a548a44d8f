//! The places and the types of the context.

use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(context: *mut c_void, u8, u16) -> u32, fallback = 0)]
type First = dyn Fn(u8, u16) -> u32;
#[callback(extern "C" fn(u8, context: *const u64, u16) -> u32, fallback = 0)]
type Middle = dyn Fn(u8, u16) -> u32;
#[callback(extern "C" fn(u8, u16, context: usize) -> u32, fallback = 0)]
type Last = dyn Fn(u8, u16) -> u32;
#[callback(extern "C" fn(context: isize))]
type Alone = dyn Fn();
#[cfg(target_pointer_width = "64")]
#[callback(extern "C" fn(context: u64))]
type Wide = dyn Fn();

/// A C object that keeps the user data for its owner.
#[repr(C)]
pub(crate) struct Event {
    user: *mut c_void,
    pub(crate) code: u32,
}

const unsafe fn user_data(event: *const Event) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { (*event).user }
}

#[callback(
    extern "C" fn(hEvent: *const Event, u16) -> u32,
    // SAFETY: C passes a valid event.
    context = unsafe { user_data(hEvent) },
    fallback = 0,
)]
type Found = dyn Fn(&Event, u16) -> u32;

#[test]
fn each_position_calls() {
    let sum = |a, b| u32::from(a) + u32::from(b);
    // SAFETY: each callback is only called here, with its own context.
    assert_eq!(First::new(sum).scope(|f, cx| unsafe { f(cx, 3, 4) }), 7);
    // SAFETY: as above.
    assert_eq!(Middle::new(sum).scope(|f, cx| unsafe { f(3, cx, 4) }), 7);
    // SAFETY: as above.
    assert_eq!(Last::new(sum).scope(|f, cx| unsafe { f(3, 4, cx) }), 7);
    // SAFETY: as above.
    Alone::new(|| {}).scope(|f, cx| unsafe { f(cx) });
    #[cfg(target_pointer_width = "64")]
    // SAFETY: as above.
    Wide::new(|| {}).scope(|f, cx| unsafe { f(cx) });
}

#[test]
fn an_expression_finds_it() {
    let found = Found::new(|event, b| event.code + u32::from(b)).scope(|f, user| {
        let event = Event { user, code: 3 };
        // SAFETY: the event outlives the call and has the context.
        unsafe { f(&raw const event, 4) }
    });
    assert_eq!(found, 7);
}
