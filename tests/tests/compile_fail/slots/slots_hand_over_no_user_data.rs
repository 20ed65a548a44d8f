use core::convert::Infallible;
use core::pin::pin;

use callback_runtime::{Dispatcher, callback};

#[callback(extern "C" fn(u32), context = none)]
type OnEvent = dyn FnMut(u32);

fn main() {
    let Ok(registration) =
        OnEvent::new(|_event| {}).register::<_, Infallible>(|_, _| Ok(()), |_, _, ()| Ok(()));
    drop(registration);
    let refused = OnEvent::new(|_event| {}).try_register(|_, _| Err(1), |_, _, ()| Ok(()));
    assert!(refused.is_err());
    OnEvent::new(|_event| {}).owned().function();
    OnEvent::new(|_event| {}).once(|_, _| Ok::<_, i32>(())).unwrap();
    OnEvent::new(|_event| {}).notified(|_, _, _| Ok::<_, i32>(())).unwrap();
    let (_function, _user) = OnEvent::new(|_event| {}).forever();
    let (_function, _user, _completion) = OnEvent::new(|_event| {}).completion();
    OnEvent::new(|_event| {}).dispatch(&Dispatcher::new(1)).register(|_, _| Ok(()), |_, _, ()| Ok(()));
    pin!(OnEvent::new(|_event| {})).bind().function();
}
