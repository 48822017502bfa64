//! `Why am I seeing this?`: what the hub makes of where this device is, in plain sentences.

use leptos::prelude::*;

use super::element::{classed, element, together};
use super::{parts, text};
use crate::runtime::Runtime;

/// The disclosure.
pub(super) fn why(runtime: Runtime) -> AnyView {
    let reasons = runtime.watch(|app| text::why(app.login()?, !app.people().is_empty()));
    classed("details", "why")
        .with(element("summary").text("Why am I seeing this?"))
        .changing(move || {
            together(reasons.get().unwrap_or_default().into_iter().map(|said| parts::paragraph(said).view()))
        })
        .view()
}
