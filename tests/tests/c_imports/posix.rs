//! Functions of POSIX that report their errors by `errno`.

use std::ffi::{CStr, c_int, c_void};
use std::io;

use callback_runtime::{Errno, import};

#[import]
unsafe extern "C" {
    safe fn chdir(path: &CStr) -> Result<(), Errno>;
    safe fn pipe(#[out] ends: [c_int; 2]) -> Result<(), Errno>;
    safe fn close(descriptor: c_int) -> Result<(), Errno>;
    safe fn write(
        descriptor: c_int,
        #[c(*const c_void, usize)] bytes: &[u8],
    ) -> Result<isize, Errno>;
    safe fn read(
        descriptor: c_int,
        #[c(*mut c_void, usize)] bytes: &mut [u8],
    ) -> Result<isize, Errno>;
}

#[test]
fn errno_says_why() {
    let missing = chdir(c"/there/is/no/such/directory").unwrap_err();
    assert_eq!(missing, Errno(libc::ENOENT));
    assert_eq!(io::Error::from(missing).kind(), io::ErrorKind::NotFound);
    assert_eq!(missing.to_string(), io::Error::from_raw_os_error(libc::ENOENT).to_string());
    assert_eq!(close(-1), Err(Errno(libc::EBADF)));
    assert_eq!(chdir(c"."), Ok(()));
}

#[test]
fn c_writes_an_array() {
    let [reader, writer] = pipe().unwrap();
    assert_eq!(write(writer, b"bytes"), Ok(5));
    let mut bytes = [0; 8];
    assert_eq!((read(reader, &mut bytes), &bytes[..5]), (Ok(5), &b"bytes"[..]));
    assert_eq!((close(reader), close(writer)), (Ok(()), Ok(())));
    assert_eq!(close(-1), Err(Errno(libc::EBADF)));
}
