//! Streams that are compressed and decompressed with an allocator.

use std::ffi::{c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;

use callback_runtime::{RawContext, RawFn};
use libz_sys::{
    Z_DEFAULT_COMPRESSION, Z_FINISH, Z_MEM_ERROR, Z_OK, Z_STREAM_END, deflate, deflateEnd,
    deflateInit_, inflate, inflateEnd, inflateInit_, z_stream, zlibVersion,
};

use crate::allocator::{Allocator, Memory};

type Parts = (RawFn<dyn Allocator>, RawContext<dyn Allocator>);

/// Creates a stream that zlib has not seen.
fn stream((functions, user): Parts) -> z_stream {
    z_stream {
        next_in: null_mut(),
        avail_in: 0,
        total_in: 0,
        next_out: null_mut(),
        avail_out: 0,
        total_out: 0,
        msg: null_mut(),
        state: null_mut(),
        zalloc: functions.allocate,
        zfree: functions.free,
        opaque: user,
        data_type: 0,
        adler: 0,
        reserved: 0,
    }
}

/// The functions that begin, advance and end a stream.
struct Way {
    begin: fn(&mut z_stream, *const c_char) -> c_int,
    work: unsafe extern "C" fn(*mut z_stream, c_int) -> c_int,
    end: unsafe extern "C" fn(*mut z_stream) -> c_int,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a small number, as a constant"
)]
const SIZE: c_int = size_of::<z_stream>() as c_int;

const DEFLATE: Way = Way {
    // SAFETY: the stream has an allocator, and zlib has not seen it.
    begin: |stream, version| unsafe { deflateInit_(stream, Z_DEFAULT_COMPRESSION, version, SIZE) },
    work: deflate,
    end: deflateEnd,
};

const INFLATE: Way = Way {
    // SAFETY: as above.
    begin: |stream, version| unsafe { inflateInit_(stream, version, SIZE) },
    work: inflate,
    end: inflateEnd,
};

impl Way {
    /// Sends `from` through a stream.
    fn run(&self, parts: Parts, from: &[u8]) -> Result<Vec<u8>, c_int> {
        let mut stream = stream(parts);
        // SAFETY: it may be called at any time.
        match (self.begin)(&mut stream, unsafe { zlibVersion() }) {
            Z_OK => {}
            code => return Err(code),
        }
        let mut to = vec![0; 10_000];
        let lengths = [from.len(), to.len()].map(|length| u32::try_from(length).unwrap());
        (stream.next_in, stream.next_out) = (from.as_ptr().cast_mut(), to.as_mut_ptr());
        [stream.avail_in, stream.avail_out] = lengths;
        // SAFETY: the stream has begun, and has both buffers.
        let code = unsafe { (self.work)(&raw mut stream, Z_FINISH) };
        to.truncate(to.len() - stream.avail_out as usize);
        // SAFETY: the stream has begun, and is not used after this.
        unsafe { (self.end)(&raw mut stream) };
        if code == Z_STREAM_END { Ok(to) } else { Err(code) }
    }
}

fn text() -> Vec<u8> {
    (0..=250).cycle().take(9_000).collect()
}

#[test]
fn two_streams_share_an_allocator() {
    let memory = Memory::default();
    let back = Allocator::new(&memory).scope(|functions, user| {
        let small = DEFLATE.run((functions, user), &text()).unwrap();
        assert!(small.len() < 1_000, "{}", small.len());
        let before = memory.allocations.get();
        assert!(before > 0);
        assert_eq!(memory.used(), 0);
        let back = INFLATE.run((functions, user), &small).unwrap();
        assert!(memory.allocations.get() > before);
        back
    });
    assert_eq!((back, memory.used()), (text(), 0));
}

#[test]
fn without_memory_the_stream_ends() {
    let mut memory = Memory::default();
    let code = Allocator::new(&memory)
        .scope(|functions, user| DEFLATE.run((functions, user), &text()).map(|_| ()));
    assert_eq!(code, Ok(()));
    for limit in 0..memory.allocations.get() {
        memory = Memory { limit: Some(limit), ..Memory::default() };
        let code = Allocator::new(&memory)
            .scope(|functions, user| DEFLATE.run((functions, user), &text()));
        assert_eq!((code, memory.used()), (Err(Z_MEM_ERROR), 0), "{limit}");
    }
}

#[test]
fn a_panic_is_no_memory_to_zlib_and_goes_on_after_it() {
    let memory = Memory { panics_at: Some(2), ..Memory::default() };
    let mut code = Ok(Vec::new());
    let ended = catch_unwind(AssertUnwindSafe(|| {
        Allocator::new(&memory)
            .scope(|functions, user| code = DEFLATE.run((functions, user), &text()));
    }));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert_eq!(code, Err(Z_MEM_ERROR));
    // After the panic, `free` is not entered either: the first block is still there, and freed with `memory`.
    assert_eq!((memory.allocations.get(), memory.used()), (2, 1));
}

#[test]
fn an_owned_allocator_serves_a_stream_that_outlives_the_call() {
    let owned = Allocator::new(Memory::default()).owned();
    let small = DEFLATE.run((owned.function(), owned.context()), &text()).unwrap();
    let back = INFLATE.run((owned.function(), owned.context()), &small);
    assert_eq!(back, Ok(text()));
    let late = (owned.function(), owned.context());
    drop(owned);
    assert_eq!(DEFLATE.run(late, &text()), Err(Z_MEM_ERROR)); // a late call gets null
}
