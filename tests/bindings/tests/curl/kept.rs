//! Callbacks that a handle keeps: headers and progress, registered until they are removed.

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_void};
use std::fs;
use std::ops::ControlFlow::Break;
use std::panic::resume_unwind;
use std::ptr::null_mut;
use std::rc::Rc;

use callback_runtime::{Fault, Registration, callback, safe_fn};
use curl_sys::{CURLE_ABORTED_BY_CALLBACK, CURLE_WRITE_ERROR, CURLcode, curl_write_callback};

use crate::easy::Easy;
use crate::transfers::{Received, XferInfo, path};

#[callback(
    extern "C" fn((*mut c_char, usize, usize), context: *mut c_void) -> usize,
    fallback = 0, matches = curl_write_callback,
)]
pub(crate) type Header = dyn FnMut(Received<'_>) -> usize;

/// A handle for a file of seven bytes, of which only the headers are wanted.
fn seven(name: &str) -> Rc<Easy> {
    fs::write(path(name), "content").unwrap();
    let easy = Easy::new(&path(name));
    easy.without_body();
    Rc::new(easy)
}

/// Passes each header to `header`, until the registration is dropped.
fn on_header(
    easy: &Rc<Easy>,
    mut header: impl FnMut(&str) + 'static,
) -> Result<Registration<'static, Header, CURLcode>, CURLcode> {
    let (set, unset) = (Rc::clone(easy), Rc::clone(easy));
    Header::new(move |received| {
        header(str::from_utf8(received.0).unwrap());
        received.0.len()
    })
    .register(
        move |header, user| {
            // SAFETY: curl alone gets the function.
            let header = unsafe { safe_fn(header) };
            // SAFETY: a registered function may be called at any time.
            unsafe { set.set_header(header, user) }
        },
        // SAFETY: both are null.
        move |_, _, ()| unsafe { unset.set_header(None, null_mut()) },
    )
}

#[test]
fn headers_arrive_until_the_registration_is_dropped() {
    let easy = seven("headers_arrive_until_the_registration_is_dropped");
    let lengths = Rc::new(RefCell::new(Vec::new()));
    let found = Rc::clone(&lengths);
    let registration = on_header(&easy, move |header| {
        if let Some(length) = header.strip_prefix("Content-Length: ") {
            found.borrow_mut().push(length.trim_end().to_owned());
        }
    })
    .unwrap();
    for _ in 0..2 {
        // SAFETY: no body is read or written.
        assert_eq!(unsafe { easy.perform() }, Ok(()));
    }
    assert_eq!(*lengths.borrow(), ["7", "7"]);

    drop(registration);
    assert_eq!(Rc::strong_count(&lengths), 1); // the closure has been dropped
    // SAFETY: as above.
    assert_eq!(unsafe { easy.perform() }, Ok(()));
    assert_eq!(lengths.borrow().len(), 2);
}

#[test]
fn a_header_after_the_callback_was_dropped_finds_no_closure() {
    let easy = seven("a_header_after_the_callback_was_dropped_finds_no_closure");
    let calls = Rc::new(Cell::new(0));
    let counted = Rc::clone(&calls);
    let owned = Header::new(move |received| {
        counted.set(counted.get() + 1);
        received.0.len()
    })
    .owned();
    // SAFETY: curl alone gets the function.
    let header = unsafe { safe_fn(owned.function()) };
    // SAFETY: the function may be called at any time. curl is not told when it ends.
    unsafe { easy.set_header(header, owned.context()) }.unwrap();
    // SAFETY: no body is read or written.
    assert_eq!(unsafe { easy.perform() }, Ok(()));
    let before = calls.get();
    assert!(before > 0);

    drop(owned);
    assert_eq!(Rc::strong_count(&calls), 1);
    // SAFETY: as above. The late call gets the fallback.
    assert_eq!(unsafe { easy.perform() }, Err(CURLE_WRITE_ERROR));
    assert_eq!(calls.get(), before);
}

#[test]
fn a_panic_at_a_header_stays_in_the_registration() {
    let easy = seven("a_panic_at_a_header_stays_in_the_registration");
    let registration = on_header(&easy, |_| resume_unwind(Box::new(7))).unwrap();
    for _ in 0..2 {
        // SAFETY: no body is read or written.
        assert_eq!(unsafe { easy.perform() }, Err(CURLE_WRITE_ERROR));
    }
    assert_eq!(registration.fault(), Some(Fault::Panicked));
    assert_eq!(registration.take_panic().unwrap().downcast_ref(), Some(&7));
}

#[test]
fn the_progress_aborts_every_transfer_until_it_is_unregistered() {
    let easy = seven("the_progress_aborts_every_transfer_until_it_is_unregistered");
    let (set, unset) = (Rc::clone(&easy), Rc::clone(&easy));
    let mut calls = 0;
    let registration = XferInfo::new(move |_, _, _, _| {
        calls += 1;
        Break(calls)
    })
    .register(
        move |xferinfo, user| {
            set.with_progress();
            // SAFETY: curl alone gets the function.
            let xferinfo = unsafe { safe_fn(xferinfo) };
            // SAFETY: a registered function may be called at any time.
            unsafe { set.set_xferinfo(xferinfo, user) }
        },
        move |_, _, ()| {
            unset.without_progress();
            // SAFETY: both are null.
            unsafe { unset.set_xferinfo(None, null_mut()) }
        },
    )
    .unwrap();
    for _ in 0..2 {
        // SAFETY: no body is read or written.
        assert_eq!(unsafe { easy.perform() }, Err(CURLE_ABORTED_BY_CALLBACK));
    }
    assert_eq!(registration.unregister(), Ok(Break(1))); // the first value is kept
    // SAFETY: as above.
    assert_eq!(unsafe { easy.perform() }, Ok(()));
}
