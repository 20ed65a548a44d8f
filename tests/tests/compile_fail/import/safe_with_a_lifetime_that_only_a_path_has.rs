use callback_runtime::import;

mod a {
    #[repr(transparent)]
    pub struct Handle(i32);
}

#[import]
unsafe extern "C" {
    safe fn lend<'a>(handle: a::Handle, key: &i32) -> Option<&'a i32>;
}

fn main() {}
