//! With such a condition, a handler could keep what C passed for one call.
use callback_runtime::callback;

trait Kept {}

impl Kept for &'static u8 {}

#[callback(extern "C")]
pub trait Reader<'t> {
    fn first<'a: 'static>(&mut self, value: &'a u8);
    fn second<'a>(&mut self, value: &'a u8)
    where
        'a: 't;
    fn third<'a>(&mut self, value: &'a u8)
    where
        &'a u8: Kept;
    fn right<'a: 'b, 'b>(&mut self, value: &'a u8, other: &'b u8)
    where
        't: 'a,
        u8: 'a;
}

fn main() {}
