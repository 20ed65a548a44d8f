//! Calls a function of 32-bit x86 word by word: see `csrc/conventions_stack.c`.

/// The register of the first argument, and the words on the stack.
pub(crate) struct Frame<'a> {
    pub(crate) ecx: u32,
    pub(crate) words: &'a [u32],
}

/// What came back.
pub(crate) struct Left {
    /// The result.
    pub(crate) eax: u32,
    /// By how much the stack pointer is above its value before the call.
    pub(crate) popped: i32,
}

/// The C struct `frame`.
#[repr(C)]
struct Call {
    function: *const (),
    words: *const u32,
    count: u32,
    shift: u32,
    ecx: u32,
    edx: u32,
    returns_real: u32,
    real: f64,
    eax: u32,
    edx_after: u32,
    popped: i32,
}

unsafe extern "C" {
    fn call_frame(frame: &mut Call);
}

impl Frame<'_> {
    /// # Safety
    ///
    /// - `function` takes these arguments in these places.
    pub(crate) unsafe fn call(&self, function: *const ()) -> Left {
        let mut call = Call {
            function,
            words: self.words.as_ptr(),
            count: self.words.len().try_into().unwrap(),
            shift: 0,
            ecx: self.ecx,
            edx: 0,
            returns_real: 0,
            real: 0.0,
            eax: 0,
            edx_after: 0,
            popped: 0,
        };
        // SAFETY: the caller's promise; the words live until the call has returned.
        unsafe { call_frame(&mut call) };
        Left { eax: call.eax, popped: call.popped }
    }
}
