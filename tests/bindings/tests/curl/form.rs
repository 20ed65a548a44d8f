//! `curl_formget` under `#[import]`: a bare safe function pointer, which gets a buffer.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::null_mut;

use callback_runtime::{IntoC, Status, callback, import};
use curl_sys::{
    CURL_FORMADD_OK, CURLFORM_COPYCONTENTS, CURLFORM_COPYNAME, CURLFORM_END, curl_formadd,
    curl_formfree, curl_formget_callback, curl_httppost,
};

// size_t (*curl_formget_callback)(void *arg, const char *buf, size_t len);
//
// The callback returns how many bytes it has taken. Any other number ends the call.
#[callback(
    extern "C" fn(context: *mut c_void, buffer: *const c_char, length: usize) -> usize,
    ok = |()| length, err = |_| usize::from(length == 0), fallback = usize::from(length == 0),
    matches = curl_formget_callback,
)]
type Append<E> = dyn FnMut(&[u8]) -> Result<(), E>;

// The block promises that curl reads the form, and calls during the call.
#[import(from = curl_sys)]
unsafe extern "C" {
    safe fn curl_formget<E>(
        #[c(*mut curl_httppost)] form: &Form,
        context: *mut c_void,
        #[scope] append: Append<E>,
    ) -> Result<(), Failed>;
}

/// `curl_formget` has failed, or the callback has refused a part.
#[derive(Debug, PartialEq)]
struct Failed(c_int);

impl Status for Failed {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == 0 { Ok(()) } else { Err(Self(raw)) }
    }
}

/// A form, as a browser posts it.
struct Form(*mut curl_httppost);

impl Form {
    fn new(fields: &[(&CStr, &CStr)]) -> Self {
        let (mut form, mut last) = (Self(null_mut()), null_mut());
        for (name, contents) in fields {
            // SAFETY: the options are followed by strings, which curl copies.
            let added = unsafe {
                curl_formadd(
                    &raw mut form.0,
                    &raw mut last,
                    CURLFORM_COPYNAME,
                    name.as_ptr(),
                    CURLFORM_COPYCONTENTS,
                    contents.as_ptr(),
                    CURLFORM_END,
                )
            };
            assert_eq!(added, CURL_FORMADD_OK);
        }
        form
    }
}

impl IntoC<*mut curl_httppost> for &Form {
    fn into_c(self) -> *mut curl_httppost {
        self.0
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        // SAFETY: it is freed once.
        unsafe { curl_formfree(self.0) };
    }
}

#[test]
fn a_form_is_written_as_text() {
    let form = Form::new(&[(c"name", c"Ada"), (c"born", c"1815")]);
    let mut text = Vec::new();
    let written = curl_formget::<(), _>(&form, |part| {
        text.extend_from_slice(part);
        Ok(())
    });
    assert_eq!(written, Ok(Ok(())));
    let text = String::from_utf8(text).unwrap();
    for part in ["form-data; name=\"name\"\r\n\r\nAda\r\n", "name=\"born\"\r\n\r\n1815\r\n"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn an_error_of_the_closure_ends_the_call() {
    let form = Form::new(&[(c"name", c"Ada")]);
    let mut calls = 0;
    let written = curl_formget(&form, |part| {
        calls += 1;
        Err(part.len())
    });
    assert!(matches!(written, Ok(Err(1..))), "{written:?}");
    assert_eq!(calls, 1);

    let panics = AssertUnwindSafe(|| {
        curl_formget::<(), _>(&form, |_| resume_unwind(Box::new(7))) // prints nothing
    });
    assert_eq!(catch_unwind(panics).unwrap_err().downcast_ref(), Some(&7));
}
