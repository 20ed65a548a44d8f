use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    async fn one(&mut self);
    unsafe fn two(&mut self);
    extern "C" fn three(&mut self);
}

fn main() {}
