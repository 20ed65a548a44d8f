use callback_runtime::callback;

#[callback(extern "C")]
async fn on_event(_event: u32) {}

fn main() {}
