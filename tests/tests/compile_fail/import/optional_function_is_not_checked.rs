use callback_runtime::import;

#[import(load = "library", as = Library)]
unsafe extern "C" {
    #[optional]
    safe fn a() -> i32;
}

fn main() {
    let _: i32 = Library::load().unwrap().a();
}
