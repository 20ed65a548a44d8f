use callback_runtime::callback;

#[repr(C)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[callback(extern "C")]
type Visit = dyn FnMut(&Point);

fn main() {
    let mut kept = None;
    Visit::new(|point| kept = Some(point)).scope(|_function, _context| {});
}
