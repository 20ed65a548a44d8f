use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<T>(#[c(usize = size_of::<T>())] _: ());
}

fn main() {}
