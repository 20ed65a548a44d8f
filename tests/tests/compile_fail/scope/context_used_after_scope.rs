use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32);

fn main() {
    let visit = Visit::new(|_item| {});
    visit.scope(|_function, _context| {});
    visit.scope(|_function, _context| {});
}
