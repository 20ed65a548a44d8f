//! One declaration for each kind of closure.

use core::cell::Cell;
use core::ffi::c_void;
use core::ops::ControlFlow;
use core::ptr;

use callback_runtime::callback;

#[callback(extern "C")]
type Mutable = dyn FnMut(u32);
#[callback(extern "C")]
type MutableSend = dyn FnMut(u32) + Send;
#[callback(extern "C")]
type Shared = dyn Fn(u32);
#[callback(extern "C")]
type SharedSync = dyn Fn(u32) + Send + Sync;
/// Calls at once share only what is `Sync`. A `&mut` belongs to one call, and a pointer is not followed.
#[callback(
    extern "C" fn(*const T, *const u8, usize, *mut Cell<u8>, *const c_void, context: usize),
)]
type SharedValues<T: Sync> = dyn Fn(&T, &[u8], &mut Cell<u8>, *const c_void) + Send + Sync;
#[callback(extern "C")]
type Once = dyn FnOnce(u32);
#[callback(extern "C")]
type OnceSend = dyn FnOnce(u32) + Send;
#[callback(
    extern "C" fn(u32, context: usize) -> u8,
    continue = if cfg!(windows) { 1 } else { 0 }, break = 2, fallback = u8::MAX,
)]
type Flow<B> = dyn FnMut(u32) -> ControlFlow<B> + Send;
#[callback(extern "C" fn(u32, context: usize) -> i64, err = -1, fallback = -1)]
type Counted<E> = dyn FnMut(u32) -> Result<i64, E>;
#[callback(extern "C" fn(u32, context: usize), fallback = ())]
type Void<E> = dyn FnMut(u32) -> Result<(), E>;

#[test]
fn each_calls() {
    // SAFETY: each callback is only called here, with its own context.
    Mutable::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    MutableSend::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Shared::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    SharedSync::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    let (mut cell, bytes) = (Cell::new(0), [1, 2]);
    SharedValues::new(|value: &u32, bytes, cell, pointer| {
        assert!(*value == 3 && bytes == [1, 2] && pointer.is_null());
        cell.set(4);
    })
    // SAFETY: as above, and each pointer is valid for the call.
    .scope(|f, cx| unsafe { f(&3, bytes.as_ptr(), 2, &raw mut cell, ptr::null(), cx) });
    assert_eq!(cell.get(), 4);
    // SAFETY: as above.
    Once::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    OnceSend::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    let flow = Flow::new(ControlFlow::Break).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(flow, ControlFlow::Break(3));
    // SAFETY: as above.
    let counted = Counted::new(Err).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(counted, Err(3));
    // SAFETY: as above.
    let void = Void::new(Err).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(void, Err(3));
}
