use callback_runtime::callback;

struct Window;

impl Window {
    #[callback(extern "C")]
    async fn on_event(_event: u32) {}
}

fn main() {}
