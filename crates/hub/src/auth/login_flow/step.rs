//! The steps of a login flow, as Home Assistant writes them.

use serde_json::{Map, Value, json};

use crate::auth::flows::Answering;
use crate::auth::providers::Ask;

/// A form to fill in.
pub(super) fn form(flow: &Answering<'_>, ask: &Ask, placeholders: &Value) -> Value {
    let errors: Map<String, Value> =
        ask.error.map(|key| ("base".to_owned(), key.into())).into_iter().collect();
    json!({
        "type": "form",
        "flow_id": flow.id,
        "handler": [flow.begun.provider.kind(), null],
        "step_id": ask.step_id,
        "data_schema": ask.fields,
        "errors": errors,
        "description_placeholders": placeholders,
        "last_step": null,
        "preview": null,
    })
}

/// The end without a way in.
pub(super) fn abort(flow: &Answering<'_>, reason: &str) -> Value {
    json!({
        "type": "abort",
        "flow_id": flow.id,
        "handler": [flow.begun.provider.kind(), null],
        "reason": reason,
        "description_placeholders": null,
    })
}

/// The end, with a code that is worth a session.
pub(super) fn entry(flow: &Answering<'_>, code: &str) -> Value {
    json!({
        "type": "create_entry",
        "flow_id": flow.id,
        "handler": [flow.begun.provider.kind(), null],
        "description": null,
        "description_placeholders": null,
        "result": code,
    })
}
