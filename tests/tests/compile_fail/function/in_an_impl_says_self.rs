use callback_runtime::callback;
use core::ffi::c_int;

pub struct Plugin(c_int);

impl Plugin {
    #[callback(extern "C" fn(*mut Plugin))]
    pub fn start(plugin: &mut Self) {
        plugin.0 += 1;
    }

    #[callback(extern "C" fn(*mut Plugin))]
    pub fn stop(plugin: &mut Plugin) {
        *plugin = Self(0);
    }
}

fn main() {}
