use callback_runtime::callback;

#[expect(clippy::upper_case_acronyms)]
type BOOL = i32;

#[callback(extern "system" fn(u32, context: isize) -> BOOL)]
type EnumProc = dyn FnMut(u32) -> bool;

fn main() {
    EnumProc::new(|_item| true).scope(|_function, _context| {});
}
