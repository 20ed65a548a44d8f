use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(&u32);

fn main() {
    let mut items = Vec::new();
    Visit::new(|item| items.push(item)).scope(|_function, _context| {});
}
