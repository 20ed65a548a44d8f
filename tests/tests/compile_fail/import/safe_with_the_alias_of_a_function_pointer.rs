use callback_runtime::import;

type Step = Option<unsafe extern "C" fn(i32)>;

#[import]
unsafe extern "C" {
    safe fn a(step: Step);
}

fn main() {}
