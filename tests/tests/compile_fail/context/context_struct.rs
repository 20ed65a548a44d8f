use callback_runtime::callback;

#[repr(C)]
pub struct UserData {
    pub id: u32,
}

#[callback(extern "C" fn(u32, context: UserData))]
type OnEvent = dyn FnMut(u32);

fn main() {}
