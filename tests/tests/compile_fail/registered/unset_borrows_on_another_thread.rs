use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32 + Send;

fn main() {
    let code = 1;
    let unset = |_, _, ()| if code > 0 { Err(code) } else { Ok(()) };
    let registration = Tick::new(|item| item).register(|_, _| Ok(()), unset);
    std::thread::spawn(move || drop(registration));
}
