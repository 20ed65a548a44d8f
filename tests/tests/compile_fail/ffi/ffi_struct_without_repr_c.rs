use callback_runtime::callback;

pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[callback(extern "C" fn(Point, context: usize))]
type Moved = dyn FnMut(Point);

fn main() {}
