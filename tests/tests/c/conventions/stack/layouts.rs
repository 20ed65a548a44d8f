//! Arguments and results, word by word, as the documents of the conventions describe them.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;

use super::{CDECL, Call, FASTCALL, STDCALL, THISCALL, bits, word, words};
use crate::conventions::types::{Aligned, Pair, Sample};

const WIDE: i64 = -0x1234_5678_9abc_def1;

fn wide() -> [u32; 2] {
    words(WIDE.to_le_bytes())
}

fn not_wide() -> [u32; 2] {
    words((!WIDE).to_le_bytes())
}

#[callback(
    extern "stdcall" fn(c_int, i64, u8, f64, context: usize, f32) -> i64,
    fallback = 0,
)]
type Wide = dyn FnMut(c_int, i64, u8, f64, f32) -> i64;

#[test]
fn stdcall_takes_8_bytes_as_two_words_and_returns_them_in_two_registers() {
    let mut got = None;
    Wide::new(|a, b, c, d, e| {
        got = Some((a, b, c, d, e));
        !b
    })
    .scope(|f, user| {
        let [[b0, b1], [d0, d1]] = [wide(), words(0.1_f64.to_le_bytes())];
        let user = u32::try_from(user).unwrap();
        let words = [7, b0, b1, 200, d0, d1, user, 0.3_f32.to_bits()];
        // SAFETY: the context is alive.
        let left = unsafe { STDCALL.call().make(f as *const (), &words) };
        assert_eq!(([left.low, left.high], left.off), (not_wide(), 0));
    });
    assert_eq!(got, Some((7, WIDE, 200, 0.1, 0.3)));
}

#[callback(extern "stdcall" fn(Aligned, Pair, context: *mut c_void) -> f64, fallback = 0.0)]
type Structs = dyn FnMut(Aligned, Pair) -> f64;

#[test]
fn stdcall_takes_structs_by_value_and_returns_a_double_on_the_stack_of_the_fpu() {
    let mut got = None;
    Structs::new(|aligned, pair| {
        got = Some((aligned, pair));
        0.1
    })
    .scope(|f, user| {
        let Aligned { before, value, after } = Aligned::SENT;
        let [low, high] = words(value.to_le_bytes());
        let (before, dirt) = (bits(before), 0xdead_beef);
        let after = u32::from_le_bytes([after.to_le_bytes()[0], 0xbe, 0xad, 0xde]);
        // Where an `int64_t` is aligned to 8, there is padding between the fields and at the end.
        let mut words = if cfg!(windows) {
            vec![before, dirt, low, high, after, dirt]
        } else {
            vec![before, low, high, after]
        };
        words.extend([bits(Pair::SENT.a), bits(Pair::SENT.b), word(user)]);
        let call = Call { returns_real: true, ..STDCALL.call() };
        // SAFETY: the context is alive.
        let left = unsafe { call.make(f as *const (), &words) };
        assert_eq!((left.real, left.off), (0.1, 0));
    });
    assert_eq!(got, Some((Aligned::SENT, Pair::SENT)));
}

#[callback(extern "stdcall" fn(c_int, context: *mut c_void) -> Aligned, fallback = Aligned::NONE)]
type StdcallMemory = dyn FnMut(c_int) -> Aligned;

#[callback(extern "cdecl" fn(c_int, context: *mut c_void) -> Aligned, fallback = Aligned::NONE)]
type CdeclMemory = dyn FnMut(c_int) -> Aligned;

macro_rules! returned_in_memory {
    ($callback:ident, $call:expr) => {{
        let mut room = Aligned::NONE;
        $callback::new(|item| Aligned { before: item, ..Aligned::SENT }).scope(|f, user| {
            let hidden = word(&raw mut room);
            // SAFETY: the context is alive, and the room is that of the result.
            let left = unsafe { $call.make(f as *const (), &[hidden, 5, word(user)]) };
            assert_eq!((left.low, left.off), (hidden, 0));
        });
        assert_eq!(room, Aligned { before: 5, ..Aligned::SENT });
    }};
}

#[test]
fn a_large_struct_is_returned_by_way_of_a_hidden_first_word() {
    returned_in_memory!(StdcallMemory, STDCALL.call());
    // By System V, a function removes that word, and nothing else.
    let pops = if cfg!(windows) { 0 } else { 4 };
    returned_in_memory!(CdeclMemory, Call { pops: Some(pops), ..CDECL.call() });
}

#[callback(extern "stdcall" fn(c_int, context: *mut c_void) -> Pair, fallback = Pair::NONE)]
type Small = dyn FnMut(c_int) -> Pair;

#[test]
fn a_small_struct_is_returned_in_two_registers_on_windows_and_in_memory_elsewhere() {
    let mut room = Pair::NONE;
    Small::new(|item| Pair { b: item, ..Pair::SENT }).scope(|f, user| {
        let hidden = word(&raw mut room);
        let words = [hidden, 5, word(user)];
        let words = if cfg!(windows) { &words[1..] } else { &words };
        // SAFETY: the context is alive, and the room is that of the result.
        let left = unsafe { STDCALL.call().make(f as *const (), words) };
        if cfg!(windows) {
            assert_eq!([left.low, left.high], [bits(Pair::SENT.a), 5]);
        } else {
            assert_eq!(left.low, hidden);
        }
        assert_eq!(left.off, 0);
    });
    let expected = if cfg!(windows) { Pair::NONE } else { Pair { b: 5, ..Pair::SENT } };
    assert_eq!(room, expected);
}

#[callback(
    extern "fastcall" fn(c_int, c_int, i64, context: *mut c_void, c_int) -> i64,
    fallback = 0,
)]
type Fast = dyn FnMut(c_int, c_int, i64, c_int) -> i64;

#[callback(extern "fastcall" fn(context: *mut c_void, c_int, i64) -> i64, fallback = 0)]
type FastContext = dyn FnMut(c_int, i64) -> i64;

#[test]
fn fastcall_takes_two_words_in_registers_and_8_bytes_on_the_stack() {
    let [low, high] = wide();
    let mut got = None;
    Fast::new(|a, b, c, d| {
        got = Some((a, b, c, d));
        !c
    })
    .scope(|f, user| {
        // SAFETY: the context is alive.
        let left =
            unsafe { FASTCALL.call().make(f as *const (), &[1, 2, low, high, word(user), 3]) };
        assert_eq!(([left.low, left.high], left.off), (not_wide(), 0));
    });
    assert_eq!(got, Some((1, 2, WIDE, 3)));
    let left = FastContext::new(|a, b| if a == 2 { !b } else { 0 }).scope(|f, user| {
        // SAFETY: the context is alive.
        unsafe { FASTCALL.call().make(f as *const (), &[word(user), 2, low, high]) }
    });
    assert_eq!(([left.low, left.high], left.off), (not_wide(), 0));
}

#[callback(extern "thiscall" fn(context: *mut c_void, c_int, i64) -> i64, fallback = 0)]
type ContextIsThis = dyn FnMut(c_int, i64) -> i64;

#[callback(
    extern "thiscall" fn(this: *mut c_int, i64, context: *mut c_void) -> i64,
    fallback = 0,
)]
type ThisIsAnArgument = dyn FnMut(&mut c_int, i64) -> i64;

#[test]
fn thiscall_takes_the_first_word_in_a_register_context_or_not() {
    let [low, high] = wide();
    let left = ContextIsThis::new(|a, b| if a == 2 { !b } else { 0 }).scope(|f, user| {
        // SAFETY: the context is alive.
        unsafe { THISCALL.call().make(f as *const (), &[word(user), 2, low, high]) }
    });
    assert_eq!(([left.low, left.high], left.off), (not_wide(), 0));
    let mut object = 4;
    let left = ThisIsAnArgument::new(|this, b| {
        *this += 1;
        !b
    })
    .scope(|f, user| {
        let this = word(&raw mut object);
        // SAFETY: the context is alive, and the object is.
        unsafe { THISCALL.call().make(f as *const (), &[this, low, high, word(user)]) }
    });
    assert_eq!(([left.low, left.high], left.off), (not_wide(), 0));
    assert_eq!(object, 5);
}
