use callback_runtime::import;

#[import(load = "library", as = Library)]
unsafe extern "C" {
    safe fn a(number: i32) -> i32;
}

unsafe extern "C" fn other(_: i32) -> i32 {
    0
}

fn main() {
    Library { __import_a: other as unsafe extern "C" fn(i32) -> i32 };
}
