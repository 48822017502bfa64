//! Turning one's second factor on and off.
//!
//! Source: `homeassistant/components/auth/mfa_setup_flow.py`, which says nothing where it fails; this does.

use doorstep_protocol::ids::{FlowId, UserId};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::auth::factors::enrolment::{Proof, Shown};
use crate::auth::factors::{MODULE, MODULE_NAME};
use crate::hub::Hub;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;
use crate::store::StoreError;

/// `auth/setup_mfa`
pub(super) async fn set_up(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let (module, flow_id) = (arguments.optional_text("mfa_module_id")?, arguments.optional_text("flow_id")?);
    let input = arguments.optional_object("user_input")?;
    arguments.finish()?;
    let user = talk.session.user.clone();
    let (auth, store, now) = (talk.hub.auth(), talk.hub.store(), talk.hub.clock().now());
    let factors = &auth.factors;
    let Some(flow_id) = flow_id.map(FlowId) else {
        if module.as_deref() != Some(MODULE) {
            return Err(Refused::NoFactor(module.unwrap_or_default()));
        }
        if store.factor_of(user.id.clone()).await?.is_some() {
            return Err(Refused::FactorIsOn);
        }
        let shown = factors.enrolments.begin(&user, now)?;
        talk.done(id, &form(&shown, None));
        return Ok(());
    };
    let mut input = Arguments::new(input.unwrap_or_default());
    let code = input.text("code")?;
    input.finish()?;
    let answer = match factors.enrolments.prove(&user, (&flow_id, &code), &factors.seal, now)? {
        Proof::Gone => return Err(Refused::EnrolmentIsGone),
        Proof::Wrong(shown) => form(&shown, Some("invalid_code")),
        Proof::Right(factor, codes) => {
            if !store.add_factor(user.id.clone(), factor).await? {
                return Err(Refused::FactorIsOn);
            }
            tracing::info!(user = user.id.as_str(), "a second factor was turned on");
            let codes: Vec<&str> = codes.iter().map(|code| code.expose()).collect();
            json!({
                "type": "create_entry",
                "flow_id": flow_id,
                "handler": MODULE,
                "data": {},
                "description": null,
                "description_placeholders": null,
                "context": {},
                "result": { "recovery_codes": codes },
            })
        }
    };
    talk.done(id, &answer);
    Ok(())
}

/// `auth/depose_mfa`
pub(super) async fn depose(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let module = arguments.text("mfa_module_id")?;
    arguments.finish()?;
    let user = talk.session.user.id.clone();
    if module != MODULE || !talk.hub.store().remove_factor(user.clone()).await? {
        return Err(Refused::FactorIsOff(module));
    }
    tracing::info!(user = user.as_str(), "a second factor was turned off");
    talk.done(id, &json!("done"));
    Ok(())
}

/// The `mfa_modules` of `auth/current_user`.
pub(super) async fn modules(hub: &Hub, user: &UserId) -> Result<Value, StoreError> {
    let is_on = hub.store().factor_of(user.clone()).await?.is_some();
    Ok(json!([{ "id": MODULE, "name": MODULE_NAME, "enabled": is_on }]))
}

fn form(shown: &Shown, error: Option<&str>) -> Value {
    json!({
        "type": "form",
        "flow_id": shown.flow_id,
        "handler": MODULE,
        "data_schema": [{ "type": "string", "name": "code", "required": true }],
        "errors": error.map_or_else(|| json!({}), |key| json!({ "base": key })),
        "description_placeholders": {
            "code": shown.letters.expose(),
            "url": shown.url.expose(),
            "qr_code": shown.picture.expose(),
        },
        "last_step": null,
        "preview": null,
        "step_id": "init",
    })
}
