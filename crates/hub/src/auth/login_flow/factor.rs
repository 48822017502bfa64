//! The step after the password: a code of the second factor, where the user has one.
//!
//! Source: `homeassistant/auth/providers/__init__.py` (`LoginFlow.async_step_mfa`).

use doorstep_protocol::ids::UserId;
use doorstep_protocol::login::Field;
use serde_json::{Map, Value, json};

use super::step;
use crate::auth::factors::{self, MODULE, MODULE_NAME, Means};
use crate::auth::flows::{Answering, Known, Stage};
use crate::auth::providers::Ask;
use crate::auth::tries::{Try, Whose};
use crate::error::Error;
use crate::hub::Hub;

/// What came of a code.
pub(super) enum Proof {
    Right(UserId),
    /// The next step instead.
    Step(Value),
}

/// Asks for a code; nothing when this user has no second factor.
pub(super) async fn begin(
    hub: &Hub,
    answering: &Answering<'_>,
    user_id: &UserId,
) -> Result<Option<Value>, Error> {
    let Some(recovery_codes) = hub.store().factor_of(user_id.clone()).await? else { return Ok(None) };
    let known = Known { user_id: user_id.clone(), at: hub.clock().now(), wrong_codes: 0 };
    Ok(Some(ask(answering, known, recovery_codes, None)))
}

/// Takes a code.
pub(super) async fn answer(
    hub: &Hub,
    answering: &Answering<'_>,
    known: Known,
    mut answers: Map<String, Value>,
) -> Result<Proof, Error> {
    let now = hub.clock().now();
    if now >= known.at + LIFETIME {
        answering.finish();
        return Ok(Proof::Step(step::abort(answering, "login_expired")));
    }
    let address = answering.begun.address;
    let turn = hub.auth().tries.take(&Whose::Factor(&known.user_id), address)?;
    let code = answers.remove("code");
    let code = code.as_ref().and_then(Value::as_str).unwrap_or_default();
    let means = Means { store: hub.store(), seal: &hub.auth().factors.seal, now };
    let is_right = factors::use_up(code, &known.user_id, means).await;
    Try::settle(Some(turn), is_right.as_ref().ok().copied());
    if is_right? {
        return Ok(Proof::Right(known.user_id));
    }
    tracing::info!(user = known.user_id.as_str(), %address, "a wrong code was refused");
    let known = Known { wrong_codes: known.wrong_codes + 1, ..known };
    if known.wrong_codes >= MOST_WRONG {
        answering.finish();
        return Ok(Proof::Step(step::abort(answering, "too_many_retry")));
    }
    let recovery_codes = hub.store().factor_of(known.user_id.clone()).await?.unwrap_or_default();
    Ok(Proof::Step(ask(answering, known, recovery_codes, Some("invalid_code"))))
}

fn ask(flow: &Answering<'_>, known: Known, recovery_codes: u32, error: Option<&'static str>) -> Value {
    let ask = Ask { step_id: "mfa", fields: vec![Field::text("code")], error };
    let mut placeholders = json!({ "mfa_module_name": MODULE_NAME, "mfa_module_id": MODULE });
    if let (Value::Object(placeholders), true) = (&mut placeholders, recovery_codes > 0) {
        placeholders.insert("recovery".into(), "true".into());
    }
    flow.ask(Stage::Factor(known), ask.fields.clone());
    step::form(flow, &ask, &placeholders)
}

/// Seconds from the password to the code.
const LIFETIME: f64 = 300.0;
/// As Home Assistant's module of this name.
const MOST_WRONG: u32 = 5;
