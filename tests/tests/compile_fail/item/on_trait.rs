use callback_runtime::callback;

#[callback(extern "C")]
trait OnEvent {
    fn event(&mut self, event: u32);
}

fn main() {}
