use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn main() {
    let code = 1;
    let _ = Tick::new(|item| item).register(|_, _| Err(1), |_, _| if code > 0 { Err(code) } else { Ok(()) });
}
