//! The one pending wake-up.

use doorstep_core::Event;
use doorstep_core::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::runtime::Runtime;

/// A wake-up that is cancelled when it is dropped.
pub(super) struct Alarm {
    handle: i32,
    _ring: Closure<dyn FnMut()>,
}

impl Alarm {
    /// Reports `Woke` at this moment.
    pub(super) fn set(now: Timestamp, moment: Timestamp, runtime: Runtime) -> Option<Self> {
        Self::after(i32::try_from(moment.since(now).as_millis()).unwrap_or(i32::MAX), move || {
            runtime.happen(Event::Woke);
        })
    }

    /// Calls back after so many milliseconds.
    pub(super) fn after(millis: i32, call: impl FnMut() + 'static) -> Option<Self> {
        let ring = Closure::new(call);
        let handle = web_sys::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(ring.as_ref().unchecked_ref(), millis)
            .ok()?;
        Some(Self { handle, _ring: ring })
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.handle);
        }
    }
}
