use callback_runtime::callback;

pub trait Plugin {
    #[callback(extern "C")]
    fn start();
}

fn main() {}
