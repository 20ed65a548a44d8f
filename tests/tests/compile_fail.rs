//! Misuse that the compiler refuses, and its messages.
//!
//! A case is a file in the folder of its family of rules:
//!
//! | folder of `compile_fail` | the rules are about |
//! |---|---|
//! | `item`, `generics` | the alias: its shape, its parameters |
//! | `abi`, `prototype`, `ffi` | the prototype: its calling convention, its form, the types that C can pass |
//! | `keys`, `context`, `fallback`, `outcome`, `matches` | the keys of the attribute, and the purpose of each |
//! | `arity`, `parameters`, `closure` | how the closure and the prototype fit |
//! | `kinds` | `FnMut`, `Fn`, `FnOnce`, `Send` and `Sync` |
//! | `scope`, `bound`, `lifetimes`, `registered`, `slots`, `dispatch`, `completion` | one way of handing over each |
//! | `handler` | traits: their methods, their keys, their handlers |
//! | `import` | blocks of C functions: their keys, functions and words, and the calls of wrappers |
//! | `types` | what the declared types cannot be used for |
//! | `unsafety` | where `unsafe` is needed, and where there is none |
//! | `faulty` | several faults at once, and the uses of a faulty declaration |
//! | `acceptance` | cases of other suites that Rust cannot express, by their names |

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "some messages differ on other targets: `c_char`, the calling conventions"
)]
fn compile_fail() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*/*.rs");
}
