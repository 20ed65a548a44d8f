use callback_runtime::{Completion, callback};

#[callback(extern "C")]
type Done = dyn FnOnce(i32);

fn to_another_thread(completion: Completion<Done>) {
    std::thread::spawn(move || drop(completion));
}

fn main() {}
