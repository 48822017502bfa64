//! Doing something in the home.

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::service::{ServiceCall, Target};
use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::home::CallError;
use crate::home::context::new_context;
use crate::socket::conversation::Conversation;
use crate::socket::message;
use crate::socket::refused::Refused;

/// `get_services`
pub(super) fn list(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let services = talk.hub.home().services();
    talk.done(id, &services);
    Ok(())
}

/// `call_service`. The answer comes when the home has done it; meanwhile the talk goes on.
pub(super) fn call(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let domain = arguments.text("domain")?.to_lowercase();
    let service = arguments.text("service")?.to_lowercase();
    let mut service_data = arguments.optional_object("service_data")?.unwrap_or_default();
    let target = arguments.optional_object("target")?.map(|target| read_target(target, &mut service_data));
    let wants_response = arguments.optional("return_response").is_some_and(|wants| wants == true);
    arguments.finish()?;
    let target = target.transpose()?;
    if !talk.access.controls_something() {
        return Err(Refused::MayNotControl);
    }
    if wants_response {
        check_response(&talk.hub.home().services(), &domain, &service)?;
    }
    let context = new_context(Some(talk.session.user.id.clone()), talk.hub.clock().now());
    let call = ServiceCall { domain: domain.clone(), service: service.clone(), service_data, target };
    let work = talk.hub.home().call(call, context.clone(), talk.access.control());
    // On its own, so that what was begun is finished even when the page goes away.
    let work = tokio::spawn(work);
    talk.calls.push(Box::pin(async move {
        match work.await {
            Ok(Ok(response)) if wants_response => {
                message::done(id, &json!({ "context": context, "response": response }))
            }
            Ok(Ok(_)) => message::done(id, &json!({ "context": context })),
            Ok(Err(error)) => message::refused(&id.into(), &Refused::Service { domain, service, error }),
            Err(_) => message::refused(&id.into(), &Refused::Failed),
        }
    }));
    Ok(())
}

/// The entities of a target. Whatever else it names goes along with the data, as in Home Assistant.
fn read_target(mut target: Map<String, Value>, data: &mut Map<String, Value>) -> Result<Target, Misfit> {
    let parse = |value: &Value| value.as_str().and_then(EntityId::parse);
    let ids = match target.remove("entity_id") {
        None => Some(Vec::new()),
        Some(Value::String(all)) if matches!(all.as_str(), "all" | "none") => {
            data.insert("entity_id".to_owned(), Value::String(all));
            Some(Vec::new())
        }
        Some(value @ Value::String(_)) => parse(&value).map(|id| vec![id]),
        Some(Value::Array(ids)) => ids.iter().map(parse).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => None,
    };
    data.extend(target);
    let entity_id =
        ids.ok_or_else(|| Misfit::new("not a valid value for dictionary value", "target", Value::Null))?;
    Ok(Target { entity_id })
}

fn check_response(services: &Value, domain: &str, service: &str) -> Result<(), Refused> {
    let found = services.get(domain).and_then(|services| services.get(service));
    match found.map(|service| service.get("response").is_some()) {
        Some(true) => Ok(()),
        Some(false) => Err(Refused::NoResponse),
        None => Err(Refused::Service {
            domain: domain.to_owned(),
            service: service.to_owned(),
            error: CallError::NoSuchService,
        }),
    }
}
