//! There is no `fork`.

pub(crate) fn follow() {}

pub(crate) fn give_up() -> ! {
    unreachable!("no thread is gone where there is no `fork`")
}
