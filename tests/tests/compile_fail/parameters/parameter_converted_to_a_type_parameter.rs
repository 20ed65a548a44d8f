use callback_runtime::{FromC, callback};

macro_rules! hidden {
    () => { T };
}

#[callback(extern "C" fn(*const i32, context: usize))]
type Visit<T: FromC<*const i32>> = dyn FnMut(T);

#[callback(extern "C" fn(*const i32, context: usize))]
type VisitSome<T>
where
    Option<T>: FromC<*const i32>,
= dyn FnMut(Option<T>);

#[callback(extern "C" fn(*const i32, *const T, context: usize))]
type VisitHidden<T: FromC<*const i32>> = dyn FnMut(hidden!(), &T);

// A generic wrapper: its caller writes no `unsafe`, and could keep a `&'static i32`.
fn visit<T: FromC<*const i32>>(f: impl FnMut(T)) {
    let item = 3;
    Visit::new(f).scope(|visit, context| unsafe { visit(&raw const item, context) });
}

fn main() {
    let mut kept: Option<&'static i32> = None;
    visit(|item| kept = Some(item));
    println!("{kept:?}");
}
