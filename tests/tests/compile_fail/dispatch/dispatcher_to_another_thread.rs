use callback_runtime::Dispatcher;

fn main() {
    let dispatcher = Dispatcher::new(8);
    std::thread::spawn(move || dispatcher.run_pending());
}
