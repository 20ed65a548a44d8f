use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn main() {
    let _registration = {
        let code = 1;
        Tick::new(|item| item).register(|_, _| Ok(&code), |_, _, code: &i32| Err(*code))
    };
}
