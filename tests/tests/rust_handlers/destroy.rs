//! The destroy function of a trait in which no method takes `self`.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::rc::Rc;
use std::sync::mpsc::channel;
use std::thread;

use callback_runtime::{Fault, RawDestroy, RawFn, callback};
use callback_tests::{Drops, Parts, Token, keep_all, keep_reachable, listen, message, panic_of};

use crate::declared::{Lamp, LampHand, Pen, PenHand, Spark, SparkHand, call};

/// The place where a handler finds its own raw parts.
type Own<C> = Rc<Cell<Option<(RawFn<C>, *mut c_void, RawDestroy<C>)>>>;

/// Runs a destroy function.
macro_rules! destroy {
    ($destroy:expr, $user:expr) => {{
        let destroy = $destroy;
        // SAFETY: no call follows, or the context is kept alive by a running call or the hand-over.
        unsafe { destroy($user) }
    }};
}

#[test]
fn from_inside_a_method_the_handler_outlives_the_call() {
    let ear = listen("Pen");
    let drops = Drops::new();
    let own = Own::<dyn Pen>::default();
    let place = Rc::clone(&own);
    let down = move |item| {
        let (functions, user, destroy) = place.get().unwrap();
        destroy!(destroy, user);
        // Too late, against C's promise: this call keeps the context alive.
        assert_eq!(call!(functions.up(user, 1)), -2);
        assert_eq!(call!(functions.text(c"late".as_ptr(), user)), -3);
        destroy!(destroy, user);
        item
    };
    let (functions, user, destroy) =
        Pen::new(PenHand::new(&drops, down, |item| item)).notified(keep_all).unwrap();
    own.set(Some((functions, user, destroy)));
    // The handler uses its token after `down`.
    assert_eq!(call!(functions.down(3, user)), 3);
    assert_eq!(drops.count(), 1);
    // The destroy function is not a method, so its report has the name of the trait.
    assert_eq!(ear.named(), [("Pen::up", Fault::Expired), ("Pen", Fault::Expired)]);
}

#[test]
fn from_a_nested_method_it_outlives_the_outermost() {
    let ear = listen("Lamp");
    let drops = Drops::new();
    let own = Own::<dyn Lamp>::default();
    let (place, outer) = (Rc::clone(&own), Rc::clone(&own));
    let watched = Drops::new();
    let token = watched.token();
    let down = move |item| {
        let (functions, user, _) = outer.get().unwrap();
        assert_eq!(call!(functions.up(user, item)), item);
        token.touch();
        assert_eq!(call!(functions.up(user, item)), -2);
        item
    };
    let up = move |item| {
        let (_, user, destroy) = place.get().unwrap();
        destroy!(destroy, user);
        item
    };
    let (functions, user, destroy) =
        Lamp::new(LampHand::new(&drops, down, up)).notified(keep_all).unwrap();
    own.set(Some((functions, user, destroy)));
    assert_eq!(call!(functions.down(3, user)), 3);
    assert_eq!((drops.count(), watched.count()), (1, 1));
    assert_eq!(ear.named(), [("Lamp::up", Fault::Expired)]);
}

#[test]
fn on_a_wrong_thread_it_leaks_the_handler() {
    let ear = listen("Lamp");
    let drops = Drops::new();
    let lamp = Lamp::new(LampHand::new(&drops, |item| item, |item| item));
    let (functions, user, destroy) = lamp.notified(keep_all).unwrap();
    keep_reachable(user);
    let parts = Parts::new(destroy, user);
    thread::spawn(move || {
        let (destroy, user) = parts.get();
        destroy!(destroy, user);
    })
    .join()
    .unwrap();
    assert_eq!(drops.count(), 0);
    // Too late, against C's promise: the context was leaked.
    assert_eq!(call!(functions.down(1, user)), 1);
    assert_eq!(ear.named(), [("Lamp", Fault::WrongThread)]);
    assert_eq!(ear.leaks(), [true]);
}

#[test]
fn during_a_call_on_another_thread_that_thread_drops() {
    let ear = listen("Spark");
    let drops = Drops::new();
    let ((begun, has_begun), (end, ends)) = (channel(), channel());
    let down = move |item| {
        begun.send(()).unwrap();
        ends.recv().unwrap();
        item
    };
    let spark = Spark::new(SparkHand::new(&drops, down, |item| item));
    let (functions, user, destroy) = spark.notified(keep_all).unwrap();
    let parts = Parts::new(functions, user);
    let running = thread::spawn(move || {
        let (functions, user) = parts.get();
        assert_eq!(call!(functions.down(1, user)), 1);
    });
    has_begun.recv().unwrap();
    destroy!(destroy, user);
    assert_eq!(drops.count(), 0);
    end.send(()).unwrap();
    running.join().unwrap();
    assert_eq!((drops.count(), ear.named()), (1, vec![]));
}

#[test]
fn c_refuses_and_runs_it_or_does_not() {
    let drops = Drops::new();
    for (runs, dropped) in [(true, 1), (false, 2)] {
        let pen = Pen::new(PenHand::new(&drops, |item| item, |item| item));
        let refused = pen.notified(|functions, user, destroy| {
            assert_eq!(call!(functions.up(user, 1)), 1);
            if runs {
                destroy!(destroy, user);
            }
            Err::<(), _>(21)
        });
        assert_eq!((refused, drops.count()), (Err(21), dropped));
    }
}

#[test]
fn a_hand_over_that_panics_leaves_the_handler_to_c() {
    let drops = Drops::new();
    let mut kept = None;
    let payload = panic_of(|| {
        let pen = Pen::new(PenHand::new(&drops, |item| item, |item| item));
        pen.notified(|functions, user, destroy| -> Result<(), ()> {
            kept = Some((functions, user, destroy));
            panic!("the hand-over")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the hand-over", 0));
    let (functions, user, destroy) = kept.unwrap();
    assert_eq!(call!(functions.down(1, user)), 1);
    destroy!(destroy, user);
    assert_eq!(drops.count(), 1);
}

/// The argument that C passes to its destroy function.
#[repr(C)]
struct Closure {
    data: *mut c_void,
}

#[callback(
    extern "C",
    destroy = extern "C" fn(c_int, context: *mut c_void) -> c_int, destroyed = 77,
    fallback = -1,
)]
trait Formed {
    #[callback(fn(context: *mut c_void, c_int) -> c_int)]
    fn run(&mut self, item: c_int) -> c_int;
    fn stop(&mut self);
}

#[callback(
    extern "C",
    // SAFETY: C passes a closure with the user data of this.
    context = unsafe { (*closure).data },
    destroy = extern "C" fn(*mut c_void, closure: *mut Closure),
    fallback = -1,
)]
trait Located {
    #[callback(fn(closure: *mut Closure, _: c_int) -> c_int)]
    fn run(&self, closure: *mut Closure) -> c_int;
}

struct Counted(Token);

impl Formed for Counted {
    fn run(&mut self, item: c_int) -> c_int {
        self.0.touch();
        item
    }

    fn stop(&mut self) {
        panic!("stop")
    }
}

impl Located for Counted {
    fn run(&self, closure: *mut Closure) -> c_int {
        self.0.touch();
        c_int::from(!closure.is_null())
    }
}

#[test]
fn the_destroy_function_has_the_form_that_the_trait_says() {
    let ear = listen("Formed");
    let drops = Drops::new();
    let (functions, user, destroy) =
        Formed::new(Counted(drops.token())).notified(keep_all).unwrap();
    assert_eq!(call!(functions.run(user, 5)), 5);
    call!(functions.stop(user));
    assert_eq!(call!(functions.run(user, 5)), -1);
    assert_eq!(drops.count(), 0);
    // SAFETY: once, and no call follows.
    assert_eq!(unsafe { destroy(1, user) }, 77);
    // SAFETY: there is no context.
    assert_eq!(unsafe { destroy(1, std::ptr::null_mut()) }, 77);
    assert_eq!(drops.count(), 1);
    assert_eq!(
        ear.named(),
        [("Formed::stop", Fault::Panicked), ("Formed", Fault::InvalidArgument)]
    );
}

#[test]
fn the_destroy_function_finds_the_user_data_as_the_methods_do() {
    let drops = Drops::new();
    let (functions, user, destroy) =
        Located::new(Counted(drops.token())).notified(keep_all).unwrap();
    let mut closure = Closure { data: user };
    assert_eq!(call!(functions.run(&raw mut closure, 0)), 1);
    // SAFETY: once, and no call follows.
    unsafe { destroy(std::ptr::null_mut(), &raw mut closure) };
    assert_eq!(drops.count(), 1);
}
