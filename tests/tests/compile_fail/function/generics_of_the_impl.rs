use callback_runtime::callback;

struct Cell<T>(T);

impl<T> Cell<T> {
    #[callback(extern "C" fn(*mut Cell<T>))]
    fn clear(_cell: &mut Cell<T>) {}
}

fn main() {}
