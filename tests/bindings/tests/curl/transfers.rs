//! Callbacks for the length of a transfer: the body that arrives, the body that is sent, the progress.

use std::convert::Infallible;
use std::ffi::{c_char, c_int, c_void};
use std::fs;
use std::io::{self, Read};
use std::mem::MaybeUninit;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::ptr::null_mut;

use callback_runtime::{FromC, callback, safe_fn};
use curl_sys::{
    CURL_READFUNC_ABORT, CURLE_ABORTED_BY_CALLBACK, CURLE_WRITE_ERROR, CURLcode, curl_off_t,
    curl_read_callback, curl_write_callback,
};

use crate::easy::{Easy, XferInfoCallback};

/// The bytes that have arrived.
pub(crate) struct Received<'a>(pub(crate) &'a [u8]);

impl FromC<(*mut c_char, usize, usize)> for Received<'_> {
    unsafe fn from_c((data, size, count): (*mut c_char, usize, usize)) -> Option<Self> {
        // SAFETY: curl passes `size * count` bytes, which stay in place during the call.
        unsafe { FromC::from_c((data, size.checked_mul(count)?)) }.map(Self)
    }
}

/// The place for bytes to be sent.
pub(crate) struct Room<'a>(&'a mut [MaybeUninit<u8>]);

impl FromC<(*mut c_char, usize, usize)> for Room<'_> {
    unsafe fn from_c((buffer, size, count): (*mut c_char, usize, usize)) -> Option<Self> {
        // SAFETY: curl has a buffer of `size * count` bytes, which it does not touch during the call.
        unsafe { FromC::from_c((buffer, size.checked_mul(count)?)) }.map(Self)
    }
}

#[callback(
    extern "C" fn((*mut c_char, usize, usize), context: *mut c_void) -> usize,
    err = 0, fallback = 0, matches = curl_write_callback,
)]
pub(crate) type Write<E> = dyn FnMut(Received<'_>) -> Result<usize, E>;

#[callback(
    extern "C" fn((*mut c_char, usize, usize), context: *mut c_void) -> usize,
    err = CURL_READFUNC_ABORT, fallback = CURL_READFUNC_ABORT, matches = curl_read_callback,
)]
pub(crate) type ReadInto<E> = dyn FnMut(Room<'_>) -> Result<usize, E>;

#[callback(
    extern "C" fn(context: *mut c_void, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> c_int,
    continue = 0, break = 1, fallback = 1, matches = XferInfoCallback,
)]
pub(crate) type XferInfo<B> =
    dyn FnMut(curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> ControlFlow<B>;

/// Passes each part of the body to `write`. Also returns curl's result.
fn download<E>(
    easy: &Easy,
    mut write: impl FnMut(&[u8]) -> Result<(), E>,
) -> (Result<(), E>, Result<(), CURLcode>) {
    let mut performed = Ok(());
    let written =
        Write::new(|received| write(received.0).map(|()| received.0.len())).scope(|write, user| {
            // SAFETY: curl alone gets the function.
            let write = unsafe { safe_fn(write) };
            // SAFETY: curl may call until the scope ends, where both are removed.
            unsafe { easy.set_write(write, user) }.unwrap();
            // SAFETY: the write function has been set.
            performed = unsafe { easy.perform() };
            // SAFETY: both are null.
            unsafe { easy.set_write(None, null_mut()) }.unwrap();
        });
    (written, performed)
}

/// Sends the bytes of `source`. Also returns curl's result.
fn upload(easy: &Easy, mut source: impl Read) -> (io::Result<()>, Result<(), CURLcode>) {
    easy.upload();
    let mut performed = Ok(());
    let read = ReadInto::new(|room| {
        let mut chunk = vec![0; room.0.len()];
        let length = source.read(&mut chunk)?;
        for (to, from) in room.0.iter_mut().zip(&chunk[..length]) {
            to.write(*from);
        }
        Ok::<_, io::Error>(length)
    })
    .scope(|read, user| {
        // SAFETY: curl alone gets the function.
        let read = unsafe { safe_fn(read) };
        // SAFETY: curl may call until the scope ends, where both are removed.
        unsafe { easy.set_read(read, user) }.unwrap();
        // SAFETY: the read function has been set.
        performed = unsafe { easy.perform() };
        // SAFETY: both are null.
        unsafe { easy.set_read(None, null_mut()) }.unwrap();
    });
    (read, performed)
}

/// Returns the path of that test's file.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A file of 100,000 bytes, which is more than curl passes at once.
fn body(name: &str) -> (Easy, Vec<u8>) {
    let bytes: Vec<u8> = (0..100_000_u32).map(|at| (at % 251) as u8).collect();
    fs::write(path(name), &bytes).unwrap();
    (Easy::new(&path(name)), bytes)
}

#[test]
fn a_download_arrives_in_parts() {
    let (easy, bytes) = body("a_download_arrives_in_parts");
    let (mut arrived, mut parts) = (Vec::new(), 0);
    let (Ok(()), performed) = download::<Infallible>(&easy, |part| {
        arrived.extend_from_slice(part);
        parts += 1;
        Ok(())
    });
    assert_eq!(performed, Ok(()));
    assert!(arrived == bytes);
    assert!(parts > 1, "{parts}");
}

#[test]
fn an_error_of_the_writer_ends_the_download() {
    let (easy, bytes) = body("an_error_of_the_writer_ends_the_download");
    let mut arrived = Vec::new();
    let ended = download(&easy, |part| {
        arrived.extend_from_slice(part);
        Err("the disk is full")
    });
    assert_eq!(ended, (Err("the disk is full"), Err(CURLE_WRITE_ERROR)));
    assert!(!arrived.is_empty() && arrived.len() < bytes.len(), "{}", arrived.len());
    assert!(bytes.starts_with(&arrived));
}

#[test]
fn a_panic_of_the_writer_ends_the_download_and_goes_on_after_it() {
    let (easy, bytes) = body("a_panic_of_the_writer_ends_the_download_and_goes_on_after_it");
    let (mut calls, mut performed) = (0, Ok(()));
    let write = Write::<Infallible>::new(|_| {
        calls += 1;
        resume_unwind(Box::new(7)) // prints nothing
    });
    let ended = catch_unwind(AssertUnwindSafe(|| {
        write.scope(|write, user| {
            // SAFETY: curl alone gets the function.
            let write = unsafe { safe_fn(write) };
            // SAFETY: curl may call until the scope ends. The next download sets both anew.
            unsafe { easy.set_write(write, user) }.unwrap();
            // SAFETY: the write function has been set.
            performed = unsafe { easy.perform() };
        })
    }));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert_eq!((calls, performed), (1, Err(CURLE_WRITE_ERROR)));

    // The handle is in order.
    let mut length = 0;
    let (Ok(()), performed) = download::<Infallible>(&easy, |part| {
        length += part.len();
        Ok(())
    });
    assert_eq!((length, performed), (bytes.len(), Ok(())));
}

#[test]
fn an_upload_is_read_in_parts() {
    let name = "an_upload_is_read_in_parts";
    let bytes: Vec<u8> = (0..100_000_u32).map(|at| (at % 241) as u8).collect();
    let (read, performed) = upload(&Easy::new(&path(name)), &*bytes);
    assert!(read.is_ok());
    assert_eq!(performed, Ok(()));
    assert!(fs::read(path(name)).unwrap() == bytes);
}

#[test]
fn an_error_of_the_reader_aborts_the_upload() {
    /// Some bytes, and then an error.
    struct Broken(usize);

    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.min(buffer.len());
            self.0 -= length;
            buffer[..length].fill(7);
            if length > 0 { Ok(length) } else { Err(io::ErrorKind::ConnectionReset.into()) }
        }
    }

    let name = "an_error_of_the_reader_aborts_the_upload";
    let (read, performed) = upload(&Easy::new(&path(name)), Broken(10));
    assert_eq!(read.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(performed, Err(CURLE_ABORTED_BY_CALLBACK));
    assert_eq!(fs::read(path(name)).unwrap(), [7; 10]);
}

#[test]
fn the_progress_ends_the_download_and_carries_a_value() {
    let (easy, bytes) = body("the_progress_ends_the_download_and_carries_a_value");
    easy.with_progress();
    let (mut arrived, mut performed) = (0, (Ok(()), Ok(())));
    let ended =
        XferInfo::new(|total, now, _, _| if now > 0 { Break((total, now)) } else { Continue(()) })
            .scope(|xferinfo, user| {
                // SAFETY: curl alone gets the function.
                let xferinfo = unsafe { safe_fn(xferinfo) };
                // SAFETY: curl may call until the scope ends, where both are removed.
                unsafe { easy.set_xferinfo(xferinfo, user) }.unwrap();
                performed = download::<Infallible>(&easy, |part| {
                    arrived += part.len();
                    Ok(())
                });
                // SAFETY: both are null.
                unsafe { easy.set_xferinfo(None, null_mut()) }.unwrap();
            });
    assert_eq!(performed, (Ok(()), Err(CURLE_ABORTED_BY_CALLBACK)));
    let Break((total, now)) = ended else { panic!("the closure has not broken") };
    assert_eq!(usize::try_from(total), Ok(bytes.len()));
    assert_eq!(usize::try_from(now), Ok(arrived));
    assert!(arrived < bytes.len());
}
