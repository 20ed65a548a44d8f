//! A method with `self` on several threads.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, ThreadId};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Parts, Token, keep, keep_reachable, listen, rounds};

use crate::consume::{File, Open};
use crate::declared::call;

const NOTE: *const c_char = c"note".as_ptr();

macro_rules! declare {
    ($trait:ident, $handler:ident, [$($mutable:tt)?], [$($marker:ident)*]) => {
        #[callback(extern "C", fallback = -1)]
        trait $trait: $($marker +)* {
            #[callback(fn(c_int, context: *mut c_void) -> c_int)]
            fn read(&$($mutable)? self, item: c_int) -> c_int;
            #[callback(fallback = -9)]
            fn close(self, note: &CStr) -> c_int;
        }

        struct $handler {
            begun: Sender<()>,
            end: Mutex<Receiver<()>>,
            token: Dropped,
        }

        impl $trait for $handler {
            fn read(&$($mutable)? self, item: c_int) -> c_int {
                if item > 0 {
                    self.begun.send(()).unwrap();
                    self.end.lock().unwrap().recv().unwrap();
                }
                self.token.0.touch();
                item
            }

            fn close(self, _: &CStr) -> c_int {
                6
            }
        }
    };
}

declare! { Pipe, PipeEnd, [mut], [Send] }
declare! { Pool, PoolEnd, [], [Send Sync] }

/// Records the thread on which it was dropped.
struct Dropped(Token, Arc<Mutex<Option<ThreadId>>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        *self.1.lock().unwrap() = Some(thread::current().id());
    }
}

#[test]
fn on_a_wrong_thread_the_handler_is_leaked() {
    let ear = listen("File");
    let drops = Drops::new();
    let file = Open::new(&drops, |item| item, |_| panic!("it does not run"));
    let (functions, user) = File::new(file).notified(keep).unwrap();
    keep_reachable(user);
    let parts = Parts::new(functions, user);
    thread::spawn(move || {
        let (functions, user) = parts.get();
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        assert_eq!(call!(functions.close(user, NOTE)), -9);
    })
    .join()
    .unwrap();
    assert_eq!(drops.count(), 0);
    assert_eq!(ear.named(), [("File::close", Fault::WrongThread); 2]);
    assert_eq!(ear.leaks(), [true, true]);
}

#[test]
fn leaked_on_a_wrong_thread_it_is_dropped_where_c_refuses() {
    let ear = listen("File");
    let drops = Drops::new();
    let refused = File::new(Open::plain(&drops)).notified(|functions, user| {
        let parts = Parts::new(functions, user);
        thread::scope(|scope| {
            scope.spawn(move || {
                let (functions, user) = parts.get();
                assert_eq!(call!(functions.close(user, NOTE)), -9);
            });
        });
        assert_eq!(drops.count(), 0);
        Err::<(), _>(21)
    });
    assert_eq!((refused, drops.count()), (Err(21), 1));
    assert_eq!(ear.named(), [("File::close", Fault::WrongThread)]);
}

macro_rules! overlap {
    ($test:ident, $trait:ident, $handler:ident) => {
        #[test]
        fn $test() {
            let ear = listen(stringify!($trait));
            let drops = Drops::new();
            let dropped_on = Arc::new(Mutex::new(None));
            let (begun, has_begun) = channel();
            let (end, ends) = channel();
            let token = Dropped(drops.token(), Arc::clone(&dropped_on));
            let handler = $handler { begun, end: Mutex::new(ends), token };
            let (functions, user) = $trait::new(handler).notified(keep).unwrap();
            let parts = Parts::new(functions, user);
            let running = thread::spawn(move || {
                let (functions, user) = parts.get();
                assert_eq!(call!(functions.read(5, user)), 5);
            });
            has_begun.recv().unwrap();
            assert_eq!(call!(functions.close(NOTE, user)), -9);
            assert_eq!(drops.count(), 0);
            end.send(()).unwrap();
            let id = running.thread().id();
            running.join().unwrap();
            assert_eq!((drops.count(), *dropped_on.lock().unwrap()), (1, Some(id)));
            let close = concat!(stringify!($trait), "::close");
            assert_eq!(ear.named(), [(close, Fault::Reentered)]);
        }
    };
}

overlap! { a_call_of_a_send_handler_runs_on_another_thread, Pipe, PipeEnd }
overlap! { a_call_of_a_sync_handler_runs_on_another_thread, Pool, PoolEnd }

#[test]
fn a_send_handler_is_consumed_on_another_thread() {
    let ear = listen("Pipe");
    let drops = Drops::new();
    let dropped_on = Arc::new(Mutex::new(None));
    let token = Dropped(drops.token(), Arc::clone(&dropped_on));
    let handler = PipeEnd { begun: channel().0, end: Mutex::new(channel().1), token };
    let (functions, user) = Pipe::new(handler).notified(keep).unwrap();
    assert_eq!(call!(functions.read(0, user)), 0);
    let parts = Parts::new(functions, user);
    let closing = thread::spawn(move || {
        let (functions, user) = parts.get();
        assert_eq!(call!(functions.read(0, user)), 0);
        assert_eq!(call!(functions.close(NOTE, user)), 6);
    });
    let id = closing.thread().id();
    closing.join().unwrap();
    assert_eq!((drops.count(), *dropped_on.lock().unwrap()), (1, Some(id)));
    assert_eq!(ear.named(), []);
}

/// The hand-over and the method end at about the same time, in either order.
#[test]
fn the_hand_over_ends_while_the_method_runs_on_another_thread() {
    let ear = listen("Pool");
    let drops = Drops::new();
    let ran = AtomicUsize::new(0);
    let times = rounds(1000);
    for round in 0..times {
        let both = Barrier::new(2);
        thread::scope(|scope| {
            let inside = Dropped(drops.token(), Arc::default());
            let handler =
                PoolEnd { begun: channel().0, end: Mutex::new(channel().1), token: inside };
            let taken = Pool::new(handler).notified(|functions, user| {
                let parts = Parts::new(functions, user);
                let (both, ran) = (&both, &ran);
                scope.spawn(move || {
                    let (functions, user) = parts.get();
                    both.wait();
                    let note = if round % 3 == 0 { std::ptr::null() } else { NOTE };
                    let result = call!(functions.close(note, user));
                    ran.fetch_add(usize::from(result == 6), Ordering::SeqCst);
                });
                both.wait();
                Ok::<_, ()>(())
            });
            assert_eq!(taken, Ok(()));
        });
        assert_eq!(drops.count(), round + 1);
    }
    let refused = times.div_ceil(3);
    assert_eq!(ran.into_inner(), times - refused);
    assert_eq!(ear.count(Fault::InvalidArgument), refused);
}

/// The last call and the method end at about the same time, in either order.
#[test]
fn a_call_ends_while_the_method_begins_on_another_thread() {
    let ear = listen("Pool");
    let drops = Drops::new();
    let mut ran = 0;
    let times = rounds(1000);
    for round in 0..times {
        let (begun, has_begun) = channel();
        let (end, ends) = channel();
        let token = Dropped(drops.token(), Arc::default());
        let handler = PoolEnd { begun, end: Mutex::new(ends), token };
        let (functions, user) = Pool::new(handler).notified(keep).unwrap();
        let parts = Parts::new(functions, user);
        let running = thread::spawn(move || {
            let (functions, user) = parts.get();
            assert_eq!(call!(functions.read(5, user)), 5);
        });
        has_begun.recv().unwrap();
        end.send(()).unwrap();
        ran += usize::from(call!(functions.close(NOTE, user)) == 6);
        running.join().unwrap();
        assert_eq!(drops.count(), round + 1);
    }
    assert_eq!(ear.count(Fault::Reentered), times - ran);
}
