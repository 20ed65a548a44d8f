//! The fault hook. A process has one, and a test that listens has it alone.

use std::sync::{Mutex, MutexGuard, PoisonError};

use callback_runtime::{Fault, FaultReport, set_fault_hook};

static TURN: Mutex<()> = Mutex::new(());
static HEARD: Mutex<Vec<FaultReport>> = Mutex::new(Vec::new());

/// Collects the faults of one callback, or of a trait and its methods, as long as it lives.
#[derive(Debug)]
pub struct Ear {
    callback: &'static str,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for its turn, then listens to the faults of the callback with that name.
///
/// Every test with a fault listens, even if it does not use the reports, because another test may.
#[must_use]
pub fn listen(callback: &'static str) -> Ear {
    let turn = lock(&TURN);
    lock(&HEARD).clear();
    set_fault_hook(|report| lock(&HEARD).push(*report));
    Ear { callback, _turn: turn }
}

impl Ear {
    /// Returns the reports so far.
    #[must_use]
    pub fn reports(&self) -> Vec<FaultReport> {
        let heard = lock(&HEARD);
        heard.iter().filter(|report| self.is_of(report)).copied().collect()
    }

    fn is_of(&self, report: &FaultReport) -> bool {
        let method = report.callback().strip_prefix(self.callback);
        method.is_some_and(|method| method.is_empty() || method.starts_with("::"))
    }

    /// Returns the faults so far, each with the name in its report.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, Fault)> {
        self.reports().iter().map(|report| (report.callback(), report.fault())).collect()
    }

    /// Returns the faults so far.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.reports().iter().map(FaultReport::fault).collect()
    }

    /// Returns how often this fault was reported so far.
    #[must_use]
    pub fn count(&self, fault: Fault) -> usize {
        let heard = lock(&HEARD);
        let of_this = heard.iter().filter(|report| self.is_of(report));
        of_this.filter(|report| report.fault() == fault).count()
    }

    /// Returns, for each fault so far, whether the closure was leaked.
    #[must_use]
    pub fn leaks(&self) -> Vec<bool> {
        self.reports().iter().map(FaultReport::is_leaked).collect()
    }
}

/// A test that failed has left the list unchanged, so the next test can use it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
