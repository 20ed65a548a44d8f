use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[marshal_as(i32)] value: bool);
}

fn main() {}
