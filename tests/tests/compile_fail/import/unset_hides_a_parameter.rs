use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(
        user: i32,
        #[register(unset = close(user))] step: Visit,
        context: usize,
    ) -> Result<(), Errno>;
}

fn main() {}
