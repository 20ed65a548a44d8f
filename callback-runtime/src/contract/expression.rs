//! The expressions in keys. A message of the compiler shows the path of this file.

/// Compiles if what an expression in a key mentions is `Copy`: the trampoline uses it as well.
#[inline(always)]
pub fn copied<T: Copy>(_: &T) {}

/// Expands to the expression of a key that the attribute did not parse.
#[doc(hidden)]
#[macro_export]
macro_rules! __expression {
    ($value:expr) => {
        $value
    };
}
