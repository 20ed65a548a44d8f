use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

fn main() {
    let mut total = 0;
    let tick = Tick::new(|item| {
        total += item;
        total
    });
    let _owned = tick.owned();
}
