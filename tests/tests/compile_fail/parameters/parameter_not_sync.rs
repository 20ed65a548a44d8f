//! Calls on several threads at once would get the same cell.

use core::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C")]
type OnCount = dyn Fn(&Cell<u32>) + Send + Sync;

#[callback(extern "C" fn(*mut Cell<u32>, usize, context: usize))]
type OnCounts = dyn for<'a> Fn(&'a [Cell<u32>]) + Send + Sync;

type Aliased<'a> = Option<&'a Cell<u32>>;

#[callback(extern "C" fn(*mut Cell<u32>, context: usize))]
type OnAliased = dyn Fn(Aliased<'_>) + Send + Sync;

#[callback(extern "C")]
type OnValue<T> = dyn Fn(&T) + Send + Sync;

fn main() {}
