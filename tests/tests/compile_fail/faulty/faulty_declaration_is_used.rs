use callback_runtime::{RawContext, RawDestroy, RawFn, callback};

#[callback(extern "C", fallback = 0, falback = 0)]
type Visit = dyn FnMut(u32) -> i32;

unsafe extern "C" {
    fn each(visit: RawFn<Visit>, user: RawContext<Visit>, destroy: RawDestroy<Visit>) -> i32;
}

fn main() {
    let visit = Visit::new(|item| item.count_ones() as i32);
    let _: i32 = visit.notified(|f, user, end| unsafe { Ok::<_, i32>(each(f, user, end)) }).unwrap();
}
