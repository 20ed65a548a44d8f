use callback_runtime::callback;

pub struct Plugin;

impl Plugin {
    #[callback(extern "C")]
    pub fn start(self) {}

    #[callback(extern "C" fn(*mut Plugin))]
    pub fn stop(&mut self) {}
}

fn main() {}
