use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn each(#[scope] step: Visit, context: usize) -> void;
    safe fn all(#[scope] step: i32, context: usize);
}

fn main() {
    let sum: i32 = each(|item| item + 1);
    all(|_item: u8| {}).unwrap();
    assert_eq!(sum, 3);
}
