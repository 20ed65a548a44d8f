//! An easy handle, with a typed function for each option.

use std::ffi::{CString, c_int, c_long, c_void};
use std::path::Path;
use std::sync::Once;

use curl_sys::{
    CURL, CURL_GLOBAL_ALL, CURLE_OK, CURLOPT_HEADERDATA, CURLOPT_HEADERFUNCTION, CURLOPT_NOBODY,
    CURLOPT_NOPROGRESS, CURLOPT_PROGRESSDATA, CURLOPT_READDATA, CURLOPT_READFUNCTION,
    CURLOPT_UPLOAD, CURLOPT_URL, CURLOPT_WRITEDATA, CURLOPT_WRITEFUNCTION,
    CURLOPTTYPE_FUNCTIONPOINT, CURLcode, CURLoption, curl_easy_cleanup, curl_easy_init,
    curl_easy_perform, curl_easy_setopt, curl_global_init, curl_off_t, curl_read_callback,
    curl_write_callback,
};

// These are missing from curl-sys.
const CURLOPT_XFERINFOFUNCTION: CURLoption = CURLOPTTYPE_FUNCTIONPOINT + 219;
const CURLOPT_XFERINFODATA: CURLoption = CURLOPT_PROGRESSDATA;
pub(crate) type XferInfoCallback =
    extern "C" fn(*mut c_void, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> c_int;

/// Turns a code other than `CURLE_OK` into an error.
pub(crate) fn check(code: CURLcode) -> Result<(), CURLcode> {
    if code == CURLE_OK { Ok(()) } else { Err(code) }
}

/// An easy handle.
pub(crate) struct Easy(*mut CURL);

/// Functions that set an option and that of its user data.
macro_rules! callbacks {
    ($($name:ident: $function:ident, $data:ident, $callback:ty;)*) => {$(
        /// Sets both options.
        ///
        /// # Safety
        ///
        /// - Until both are set again, curl may call the function with the user data, on the thread that
        ///   performs the transfer. Or both are null.
        pub(crate) unsafe fn $name(
            &self,
            function: Option<$callback>,
            data: *mut c_void,
        ) -> Result<(), CURLcode> {
            // SAFETY: the handle is open. The option takes a pointer.
            check(unsafe { curl_easy_setopt(self.0, $data, data) })?;
            // SAFETY: the handle is open. The option takes such a function, or null.
            check(unsafe { curl_easy_setopt(self.0, $function, function) })
        }
    )*};
}

impl Easy {
    /// Opens a handle for the file at that path.
    pub(crate) fn new(file: &Path) -> Self {
        static START: Once = Once::new();
        START.call_once(|| {
            // SAFETY: nothing else of curl has been called.
            check(unsafe { curl_global_init(CURL_GLOBAL_ALL) }).unwrap();
        });
        // SAFETY: curl has been initialized.
        let easy = Easy(unsafe { curl_easy_init() });
        assert!(!easy.0.is_null());
        let url = CString::new(format!("file://{}", file.to_str().unwrap())).unwrap();
        // SAFETY: the handle is open. The option takes a string, which curl copies.
        check(unsafe { curl_easy_setopt(easy.0, CURLOPT_URL, url.as_ptr()) }).unwrap();
        easy
    }

    callbacks! {
        set_write: CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, curl_write_callback;
        set_read: CURLOPT_READFUNCTION, CURLOPT_READDATA, curl_read_callback;
        set_header: CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, curl_write_callback;
        set_xferinfo: CURLOPT_XFERINFOFUNCTION, CURLOPT_XFERINFODATA, XferInfoCallback;
    }

    /// Only the headers are wanted.
    pub(crate) fn without_body(&self) {
        self.set_long(CURLOPT_NOBODY, 1);
    }

    /// The file is written, instead of read.
    pub(crate) fn upload(&self) {
        self.set_long(CURLOPT_UPLOAD, 1);
    }

    /// The progress is reported.
    pub(crate) fn with_progress(&self) {
        self.set_long(CURLOPT_NOPROGRESS, 0);
    }

    /// The progress is not reported, which is the default.
    pub(crate) fn without_progress(&self) {
        self.set_long(CURLOPT_NOPROGRESS, 1);
    }

    fn set_long(&self, option: CURLoption, value: c_long) {
        // SAFETY: the handle is open. The callers name options that take a `long`.
        check(unsafe { curl_easy_setopt(self.0, option, value) }).unwrap();
    }

    /// Transfers the file.
    ///
    /// # Safety
    ///
    /// - The write function and the read function have been set if they are called. curl would take the user
    ///   data for a `FILE` instead.
    pub(crate) unsafe fn perform(&self) -> Result<(), CURLcode> {
        // SAFETY: the handle is open, and the caller of each setter has promised that its function may be
        // called.
        check(unsafe { curl_easy_perform(self.0) })
    }
}

impl Drop for Easy {
    fn drop(&mut self) {
        // SAFETY: the handle is closed once.
        unsafe { curl_easy_cleanup(self.0) };
    }
}
