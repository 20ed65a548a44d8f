//! Timers: the message loop calls a closure, which stops its own timer.

use std::cell::Cell;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

use callback_runtime::{Fault, Slot, callback};
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::WindowsAndMessaging::{TIMERPROC, WM_TIMER};

use crate::api::{KillTimer, SetTimer};
use crate::messages::{self, LONG, pump};

// void CALLBACK TimerProc(HWND hwnd, UINT uMsg, UINT_PTR idEvent, DWORD dwTime);
//
// No user data: `idEvent` is a number that Win32 chooses. With `FnMut`, a closure that runs a message loop,
// such as that of a message box, is not called again from there. Without `Send`, the closure stays on the
// thread whose message loop calls it.
#[callback(
    extern "system" fn(HWND, u32, usize, u32),
    context = none, slots = 8,
    matches = TIMERPROC,
)]
pub(crate) type TimerProc = dyn FnMut(HWND, u32, usize, u32);

/// The shortest possible interval, in milliseconds.
const SHORTEST: u32 = 10;

/// A timer of this thread, until its closure breaks or this is dropped.
///
/// `KillTimer` does not remove messages from the queue, so C may call late. If the slot is free by then,
/// nothing happens. If another timer has the slot by then, its closure gets one tick too many, which a timer
/// has to expect anyway.
pub(crate) struct Timer {
    pub id: usize,
    running: Rc<Cell<bool>>,
    slot: Slot<TimerProc>,
}

impl Timer {
    /// Calls `tick` repeatedly, when this thread dispatches its messages, until it breaks.
    pub(crate) fn start(mut tick: impl FnMut() -> ControlFlow<()> + 'static) -> io::Result<Self> {
        let running = Rc::new(Cell::new(true));
        let own = Rc::clone(&running);
        // Without a timer, this gives the slot back.
        let (id, slot) = SetTimer(SHORTEST, move |_window, _message, id, _time| {
            // A tick may still be in the queue when the closure breaks.
            if own.get() && tick().is_break() {
                stop(id, &own);
            }
        })?;
        Ok(Self { id, running, slot })
    }

    /// Returns whether the closure has not broken yet.
    pub(crate) fn is_running(&self) -> bool {
        self.running.get()
    }

    /// Returns the fault of the closure, such as a panic. Win32 does not learn of it.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.slot.fault()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        stop(self.id, &self.running);
        // Then the slot is given back.
    }
}

/// Stops a timer once. Another timer may get its number after that.
fn stop(id: usize, running: &Cell<bool>) {
    if running.replace(false) {
        KillTimer(id);
    }
}

/// Runs two timers at once, each with its own closure, and then one with a late tick.
pub(crate) fn show() -> io::Result<()> {
    let timers = [2, 3]
        .map(|wanted| {
            let mut ticks = 0;
            Timer::start(move || {
                ticks += 1;
                if ticks < wanted {
                    return Continue(());
                }
                println!("  a timer stops itself, after {ticks} ticks");
                Break(())
            })
        })
        .into_iter()
        .collect::<io::Result<Vec<_>>>()?;
    assert!(pump(LONG, || timers.iter().all(|timer| !timer.is_running())));
    assert!(timers.iter().all(|timer| timer.fault().is_none()));

    // Win32 need not call at all. If it does, the fault is reported for the slot.
    let ticks = late_tick()?;
    println!("  a timer is dropped while a tick is on its way: {ticks} calls");
    assert_eq!(ticks, 0);
    Ok(())
}

/// Returns how often a closure is called whose timer is dropped before the first tick is dispatched.
pub(crate) fn late_tick() -> io::Result<usize> {
    let ticks = Rc::new(Cell::new(0));
    let own = Rc::clone(&ticks);
    let timer = Timer::start(move || {
        own.set(own.get() + 1);
        Continue(())
    })?;
    // There may also be messages for windows.
    let tick = (0..100).find_map(|_| {
        messages::wait(LONG);
        let message = messages::next()?;
        if message.hwnd.is_null() && message.message == WM_TIMER && message.wParam == timer.id {
            return Some(message);
        }
        messages::dispatch(&message);
        None
    });
    let tick = tick.ok_or(io::ErrorKind::TimedOut)?;
    drop(timer);
    messages::dispatch(&tick);
    Ok(ticks.get())
}
