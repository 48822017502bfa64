//! A service call on its way: checked, told from its target, and carried out on each entity.

use std::sync::Arc;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::service::ServiceCall;
use doorstep_protocol::state::Context;

use super::House;
use super::service::{self, Aim, Data, Description};
use super::thing::Refusal;
use crate::home::{CallError, CallOutcome, May};

/// One service for some entities of its domain.
struct Order {
    service: Description,
    data: Data,
    entities: Vec<EntityId>,
    /// Those that were named themselves, and not by their area or device.
    named: Vec<EntityId>,
}

impl Order {
    fn carry_out(&self, house: &House, id: &EntityId, context: &Context) -> CallOutcome {
        match house.act(id, self.service.name, &self.data, context) {
            Ok(()) => Ok(None),
            // As in Home Assistant, only who was named can be the wrong one.
            Err(Refusal::Unsupported) if !self.named.contains(id) => Ok(None),
            Err(Refusal::Unsupported) => {
                let action = format!("{}.{}", self.service.domain, self.service.name);
                Err(CallError::NotValid(format!("Entity {id} does not support action {action}")))
            }
            Err(Refusal::NotValid(problem)) => Err(CallError::NotValid(problem)),
            Err(Refusal::Failed(problem)) => Err(CallError::Failed(problem)),
        }
    }
}

/// Carries out a call; ends when the slowest of its entities has answered.
pub(super) async fn carry_out(
    house: Arc<House>,
    call: ServiceCall,
    context: Context,
    may: May,
) -> CallOutcome {
    let orders = read(&house, &call, &may)?;
    let (slow, quick): (Vec<_>, Vec<_>) = orders
        .iter()
        .flat_map(|order| order.entities.iter().map(move |id| (order, id)))
        .map(|(order, id)| (house.read(|world| world.delay(id)), order, id))
        .partition(|(delay, _, _)| !delay.is_zero());
    let mut outcome = Ok(None);
    for (_, order, id) in quick {
        outcome = outcome.and(order.carry_out(&house, id, &context));
    }
    if let Some(longest) = slow.iter().map(|(delay, _, _)| *delay).max() {
        tokio::time::sleep(longest).await;
    }
    for (_, order, id) in slow {
        outcome = outcome.and(order.carry_out(&house, id, &context));
    }
    outcome
}

fn read(house: &House, call: &ServiceCall, may: &May) -> Result<Vec<Order>, CallError> {
    let service = service::find(&call.domain, &call.service).ok_or(CallError::NoSuchService)?;
    if service.domain == "homeassistant" {
        return read_for_everything(house, call, service, may);
    }
    let (data, aim) = service.read(call).map_err(CallError::BadData)?;
    let mut entities = meant(house, &aim, may)?;
    entities.retain(|id| id.domain() == service.domain);
    Ok(vec![Order { service, data, entities, named: aim.entities }])
}

/// `homeassistant.turn_on` and its like become the same service of each target's own domain, with the same
/// data. Domains that have none are passed over.
fn read_for_everything(
    house: &House,
    call: &ServiceCall,
    everything: Description,
    may: &May,
) -> Result<Vec<Order>, CallError> {
    let mut rest = call.service_data.clone();
    let aim = everything.aim(&mut rest, call).map_err(CallError::BadData)?;
    let mut orders: Vec<Order> = Vec::new();
    for id in meant(house, &aim, may)? {
        if let Some(order) = orders.iter_mut().find(|order| order.service.domain == id.domain()) {
            order.entities.push(id);
        } else if let Some(service) = service::find(id.domain(), everything.name) {
            let data = service.check(&rest).map_err(CallError::BadData)?;
            orders.push(Order { service, data, entities: vec![id], named: aim.entities.clone() });
        }
    }
    Ok(orders)
}

/// The entities that a target means, each once, as far as they may be reached.
fn meant(house: &House, aim: &Aim, may: &May) -> Result<Vec<EntityId>, CallError> {
    let is_allowed =
        |id: &EntityId| may(id) && house.read(|world| world.wishes_of(id).iter().all(|id| may(id)));
    if !aim.entities.iter().all(is_allowed) {
        return Err(CallError::NotAllowed);
    }
    if aim.is_all {
        let mut all: Vec<EntityId> = house.read(|world| world.states().keys().cloned().collect());
        all.retain(is_allowed);
        return Ok(all);
    }
    let mut meant = Vec::new();
    for area in &aim.areas {
        meant.extend(house.registry.in_area(area).cloned());
    }
    for device in &aim.devices {
        meant.extend(house.registry.of_device(device).cloned());
    }
    let is_anybody = !meant.is_empty();
    meant.retain(is_allowed);
    // Home Assistant refuses the whole where a room has one thing in it that is not for this user.
    if is_anybody && meant.is_empty() && aim.entities.is_empty() {
        return Err(CallError::NotAllowed);
    }
    meant.extend(aim.entities.iter().cloned());
    meant.sort();
    meant.dedup();
    Ok(meant)
}
