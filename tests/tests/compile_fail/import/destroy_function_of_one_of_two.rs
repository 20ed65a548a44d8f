use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(
        #[context(b)] c: usize,
        #[context(e)] d: usize,
        #[notified] b: Visit,
        #[notified] e: Visit,
        destroy: Free,
    );
}

fn main() {}
