use callback_runtime::callback;

#[callback(extern "C" fn(i32), context = none)]
type OnSignal = dyn FnMut(i32);

fn main() {
    let mut count = 0;
    let on_signal = OnSignal::new(|signal| count += signal);
    let _ = on_signal.slot();
}
