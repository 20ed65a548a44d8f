//! The fault hook, which a process has one of: a test that listens has it for itself.

use std::sync::{Mutex, MutexGuard, PoisonError};

use callback_runtime::{Fault, FaultReport, set_fault_hook};

static TURN: Mutex<()> = Mutex::new(());
static HEARD: Mutex<Vec<FaultReport>> = Mutex::new(Vec::new());

/// Hears the faults of one callback, as long as it lives.
#[derive(Debug)]
pub struct Ear {
    callback: &'static str,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for its turn, then listens to the faults of the callback of that name.
///
/// Every test of a fault listens, also where it does not look at the reports: another one may.
#[must_use]
pub fn listen(callback: &'static str) -> Ear {
    let turn = lock(&TURN);
    lock(&HEARD).clear();
    set_fault_hook(|report| lock(&HEARD).push(*report));
    Ear { callback, _turn: turn }
}

impl Ear {
    /// The reports until now.
    #[must_use]
    pub fn reports(&self) -> Vec<FaultReport> {
        let heard = lock(&HEARD);
        heard.iter().filter(|report| report.callback() == self.callback).copied().collect()
    }

    /// The faults until now.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.reports().iter().map(FaultReport::fault).collect()
    }

    /// How often there was this fault until now.
    #[must_use]
    pub fn count(&self, fault: Fault) -> usize {
        let heard = lock(&HEARD);
        let of_this = heard.iter().filter(|report| report.callback() == self.callback);
        of_this.filter(|report| report.fault() == fault).count()
    }

    /// Whether the closure was leaked, for each fault until now.
    #[must_use]
    pub fn leaks(&self) -> Vec<bool> {
        self.reports().iter().map(FaultReport::is_leaked).collect()
    }
}

/// A test that failed has left the list as it was, which is good enough for the next.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
