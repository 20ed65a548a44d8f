use callback_runtime::import;

#[import(form = functions)]
unsafe extern "C" {
    safe fn each(#[scpoe] step: Visit, context: usize);
    fn all(#[scope] step: Visit, #[out] count: i32, mode: &str);
}

fn main() {}
