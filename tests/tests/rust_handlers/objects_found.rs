//! An object that begins with a C struct. The pointer to it is not a parameter of the calls.

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, keep, listen};

use crate::declared::call;

/// `struct node { void *next; int value; }`
#[derive(Clone, Copy)]
#[repr(C)]
struct Node {
    next: *mut c_void,
    value: c_int,
}

/// `struct list { long length; struct node *first; }`
#[repr(C)]
struct List {
    length: u64,
    first: *mut Node,
}

/// Returns the first node.
///
/// # Safety
///
/// - `list` is the address of a list.
unsafe fn first(list: *mut List) -> *mut Node {
    // SAFETY: the caller's promise.
    unsafe { (*list).first }
}

fn value(node: *mut Node) -> c_int {
    // SAFETY: C has the address of its node.
    unsafe { (*node).value }
}

#[callback(
    extern "C",
    base = Node,
    // SAFETY: C passes its list.
    context = unsafe { first(list) },
    fallback = -1,
)]
trait Item: Send {
    #[callback(fn(list: *mut List) -> c_int)]
    fn in_list(&mut self, list: *mut List) -> c_int;
    #[callback(fn(c_int, base: *mut Node) -> c_int)]
    fn plus(&mut self, by: c_int, base: *mut Node) -> c_int;
    #[callback(fn(c_int, context: NonNull<Node>) -> c_int)]
    fn same(&mut self, item: c_int) -> c_int;
    /// The expression also finds the base.
    #[callback(fn(list: *mut List) -> c_int)]
    fn remove(mut self, base: *mut Node, list: *mut List) -> c_int
    where
        Self: Sized,
    {
        // SAFETY: C passes its list, and does nothing meanwhile.
        unsafe { (*list).length -= 1 };
        self.plus(10, base)
    }
}

struct Inside(Token);

impl Item for Inside {
    fn in_list(&mut self, list: *mut List) -> c_int {
        self.0.touch();
        // SAFETY: as above.
        value(unsafe { first(list) })
    }

    fn plus(&mut self, by: c_int, base: *mut Node) -> c_int {
        value(base) + by
    }

    fn same(&mut self, item: c_int) -> c_int {
        item
    }
}

#[test]
fn the_object_is_found_by_an_expression() {
    let ear = listen("Item");
    let drops = Drops::new();
    let node = Node { next: ptr::null_mut(), value: 4 };
    let (functions, user) = Item::new(node, Inside(drops.token())).notified(keep).unwrap();
    let mut list = List { length: 1, first: ptr::null_mut() };
    let list = &raw mut list;
    assert_eq!(call!(functions.in_list(list)), -1);
    // SAFETY: C writes its own list.
    unsafe { (*list).first = user };
    assert_eq!(call!(functions.in_list(list)), 4);
    assert_eq!(call!(functions.plus(2, user)), 6);
    assert_eq!(call!(functions.same(2, NonNull::new(user).unwrap())), 2);
    assert_eq!(call!(functions.remove(list)), 14);
    assert_eq!(drops.count(), 1);
    // SAFETY: C reads its own list.
    assert_eq!(unsafe { (*list).length }, 0);
    assert_eq!(ear.named(), [("Item::in_list", Fault::InvalidArgument)]);
}
