use callback_runtime::callback;

struct Window;

impl Window {
    #[callback(extern "C")]
    fn on_event(&self, _event: u32) {}
}

fn main() {}
