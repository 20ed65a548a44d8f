use callback_runtime::callback;

#[callback(extern "C" fn(i32), context = none)]
type OnSignal = dyn FnMut(i32);

fn main() {
    let _ = OnSignal::new(|_| ()).notified(|_, _, _| Ok::<(), ()>(()));
}
