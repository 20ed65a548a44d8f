//! The stack pointer, before and after C has called with a convention of 32-bit x86: see
//! `csrc/conventions_stack.c`.

mod controls;
mod faults;
mod layouts;
mod lifetimes;

use std::array;

/// What C passes, word by word, and what came back, in the C struct `frame`.
#[repr(C)]
struct Frame {
    function: *const (),
    words: *const u32,
    count: u32,
    shift: u32,
    ecx: u32,
    edx: u32,
    returns_real: u32,
    real: f64,
    low: u32,
    high: u32,
    popped: i32,
}

unsafe extern "C" {
    fn call_frame(frame: &mut Frame);
}

/// How a convention passes words.
#[derive(Clone, Copy)]
struct Convention {
    /// The number of first words that go into registers.
    registers: usize,
    /// Who removes the others from the stack.
    callee_pops: bool,
}

const CDECL: Convention = Convention { registers: 0, callee_pops: false };
const STDCALL: Convention = Convention { registers: 0, callee_pops: true };
const FASTCALL: Convention = Convention { registers: 2, callee_pops: true };
const THISCALL: Convention = Convention { registers: 1, callee_pops: true };
/// Only on Windows, the Win32 macro CALLBACK differs from the C convention.
const SYSTEM: Convention = if cfg!(windows) { STDCALL } else { CDECL };

/// The results of a call.
#[derive(Debug, PartialEq)]
struct Left {
    low: u32,
    high: u32,
    real: f64,
    /// By how many bytes the stack pointer is off, after the caller has removed what the convention leaves to
    /// it.
    off: i32,
}

impl Left {
    /// The result in `eax`.
    fn answer(&self) -> i32 {
        i32::from_le_bytes(self.low.to_le_bytes())
    }
}

/// A call that is about to be made.
#[derive(Clone, Copy)]
struct Call {
    convention: Convention,
    shift: u32,
    returns_real: bool,
    /// What the callee removes from the stack, if that differs from the convention.
    pops: Option<i32>,
}

impl Convention {
    fn call(self) -> Call {
        Call { convention: self, shift: 0, returns_real: false, pops: None }
    }
}

impl Call {
    /// # Safety
    ///
    /// - `function` has this call's convention, or one that works with it, and takes `words`.
    unsafe fn make(self, function: *const (), words: &[u32]) -> Left {
        let (registers, stack) = words.split_at(words.len().min(self.convention.registers));
        let register = |at| registers.get(at).copied().unwrap_or(0xdead_beef);
        let mut frame = Frame {
            function,
            words: stack.as_ptr(),
            count: stack.len().try_into().unwrap(),
            shift: self.shift,
            ecx: register(0),
            edx: register(1),
            returns_real: self.returns_real.into(),
            real: 0.0,
            low: 0,
            high: 0,
            popped: 0,
        };
        // SAFETY: the caller's promise. The words live until the call has returned.
        unsafe { call_frame(&mut frame) };
        let pops = i32::try_from(size_of_val(stack)).unwrap();
        let pops = if self.convention.callee_pops { pops } else { 0 };
        let off = frame.popped - self.pops.unwrap_or(pops);
        Left { low: frame.low, high: frame.high, real: frame.real, off }
    }
}

/// Returns a pointer as a word.
fn word<T>(pointer: *const T) -> u32 {
    u32::try_from(pointer.expose_provenance()).unwrap()
}

/// Returns the word of 4 bytes.
fn bits(number: i32) -> u32 {
    u32::from_le_bytes(number.to_le_bytes())
}

/// Returns the two words of 8 bytes.
fn words(bytes: [u8; 8]) -> [u32; 2] {
    [0, 4].map(|start| u32::from_le_bytes(array::from_fn(|at| bytes[start + at])))
}

/// The callbacks of a convention, and what all tests do with them.
macro_rules! callbacks {
    ($abi:literal $convention:ident) => {
        use std::ffi::c_void;

        use callback_runtime::{RawContext, RawDestroy, RawFn, callback};

        use super::super::{Left, word, $convention as CONVENTION};

        type Item = *const i32;

        #[callback(extern $abi fn(Item, i32, i32, context: *mut c_void) -> i32, fallback = -1)]
        type Step = dyn FnMut(&i32, i32, i32) -> i32;

        #[callback(extern $abi fn(Item, i32, i32, context: *mut c_void) -> i32, fallback = -1)]
        type StepSync = dyn Fn(&i32, i32, i32) -> i32 + Send + Sync;

        #[callback(extern $abi fn(Item, i32, i32, context: *mut c_void) -> i32, fallback = -1)]
        type StepOnce = dyn FnOnce(&i32, i32, i32) -> i32;

        /// Makes one call, with the arguments 2, 30 and 400.
        fn call(step: RawFn<Step>, user: RawContext<Step>) -> Left {
            call_with(&2, step, user)
        }

        fn call_with(item: Item, step: RawFn<Step>, user: RawContext<Step>) -> Left {
            // SAFETY: the tests call while the callback is alive, or null has no context.
            unsafe { CONVENTION.call().make(step as *const (), &[word(item), 30, 400, word(user)]) }
        }
    };
}
use callbacks;
