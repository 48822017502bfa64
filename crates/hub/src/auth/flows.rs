//! Login flows in progress: in memory, bounded in number and age, one answer at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_protocol::ids::{FlowId, UserId};
use doorstep_protocol::login::Field;

use super::access::Address;
use super::pkce::Challenge;
use super::providers::Provider;
use crate::error::Error;
use crate::random;

/// The flows that are neither finished nor given up.
#[derive(Default)]
pub(crate) struct Flows(Mutex<HashMap<FlowId, Flow>>);

/// What a flow was begun with.
pub(crate) struct Begun {
    pub(crate) provider: &'static dyn Provider,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) address: Address,
    pub(crate) at: f64,
}

/// Who has to be convinced.
#[derive(Clone)]
pub(crate) enum Stage {
    /// The provider.
    Provider,
    /// The provider knows who it is; a second factor has to agree.
    Factor(Known),
}

/// Somebody whom the provider knows.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) user_id: UserId,
    /// Since when, in Unix seconds.
    pub(crate) at: f64,
    pub(crate) wrong_codes: u32,
}

struct Flow {
    begun: Arc<Begun>,
    stage: Stage,
    /// What is asked now.
    fields: Arc<[Field]>,
    turn: Turn,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The person's.
    Person,
    /// The hub's: it works on an answer.
    Hub,
}

impl Flows {
    /// Begins a flow. Where there are too many, the oldest of that address has to go, else the oldest.
    pub(crate) fn begin(&self, begun: Begun, fields: Vec<Field>) -> Result<FlowId, Error> {
        let id = FlowId(random::id()?);
        let mut flows = self.lock();
        flows.retain(|_, flow| flow.is_fresh(begun.at));
        let is_mine = |flow: &Flow| flow.begun.address == begun.address;
        if flows.values().filter(|flow| is_mine(flow)).count() >= MOST_OF_AN_ADDRESS {
            forget_oldest(&mut flows, is_mine);
        } else if flows.len() >= MOST {
            forget_oldest(&mut flows, |_| true);
        }
        let flow = Flow {
            begun: Arc::new(begun),
            stage: Stage::Provider,
            fields: fields.into(),
            turn: Turn::Person,
        };
        flows.insert(id.clone(), flow);
        Ok(id)
    }

    /// Takes the turn to work on an answer.
    pub(crate) fn answer(&self, id: &FlowId, address: Address, now: f64) -> Result<Answering<'_>, Error> {
        let mut flows = self.lock();
        let flow = flows.get_mut(id).filter(|flow| flow.is_fresh(now)).ok_or(Error::UnknownFlow)?;
        if flow.begun.address != address {
            return Err(Error::AddressChanged);
        }
        if flow.turn == Turn::Hub {
            return Err(Error::FlowBusy);
        }
        flow.turn = Turn::Hub;
        let (begun, fields) = (Arc::clone(&flow.begun), Arc::clone(&flow.fields));
        Ok(Answering { flows: self, id: id.clone(), begun, stage: flow.stage.clone(), fields })
    }

    /// Gives a flow up.
    pub(crate) fn abort(&self, id: &FlowId) -> Result<(), Error> {
        self.lock().remove(id).map(drop).ok_or(Error::UnknownFlow)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<FlowId, Flow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flow {
    fn is_fresh(&self, now: f64) -> bool {
        now < self.begun.at + LIFETIME
    }
}

fn forget_oldest(flows: &mut HashMap<FlowId, Flow>, which: impl Fn(&Flow) -> bool) {
    let oldest = flows
        .iter()
        .filter(|(_, flow)| which(flow))
        .min_by(|(_, a), (_, b)| a.begun.at.total_cmp(&b.begun.at))
        .map(|(id, _)| id.clone());
    if let Some(id) = oldest {
        flows.remove(&id);
    }
}

/// The hub's turn. However it ends, by an error or by the person going away, the flow is theirs again.
pub(crate) struct Answering<'a> {
    flows: &'a Flows,
    pub(crate) id: FlowId,
    pub(crate) begun: Arc<Begun>,
    pub(crate) stage: Stage,
    pub(crate) fields: Arc<[Field]>,
}

impl Answering<'_> {
    /// The person is asked `fields` next, and `stage` is who judges them.
    pub(crate) fn ask(&self, stage: Stage, fields: Vec<Field>) {
        if let Some(flow) = self.flows.lock().get_mut(&self.id) {
            (flow.stage, flow.fields) = (stage, fields.into());
        }
    }

    /// The flow is over.
    pub(crate) fn finish(&self) {
        self.flows.lock().remove(&self.id);
    }
}

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        if let Some(flow) = self.flows.lock().get_mut(&self.id) {
            flow.turn = Turn::Person;
        }
    }
}

/// Seconds.
const LIFETIME: f64 = 900.0;
const MOST: usize = 1024;
const MOST_OF_AN_ADDRESS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::providers;

    fn begin(flows: &Flows, address: u8, at: f64) -> FlowId {
        let address = Address::direct(([127, 0, 0, address], 1).into());
        let provider = providers::find("homeassistant").unwrap();
        let begun = Begun { provider, redirect_uri: String::new(), challenge: None, address, at };
        flows.begin(begun, Vec::new()).unwrap()
    }

    fn answer<'a>(flows: &'a Flows, id: &FlowId, address: u8, now: f64) -> Result<Answering<'a>, String> {
        let address = Address::direct(([127, 0, 0, address], 1).into());
        flows.answer(id, address, now).map_err(|error| format!("{error:?}"))
    }

    #[test]
    fn one_answer_is_worked_on_at_a_time() {
        let flows = Flows::default();
        let id = begin(&flows, 1, 0.0);
        let first = answer(&flows, &id, 1, 1.0).unwrap();
        assert_eq!(answer(&flows, &id, 1, 1.0).err().unwrap(), "FlowBusy");
        drop(first);
        answer(&flows, &id, 1, 1.0).unwrap().finish();
        assert_eq!(answer(&flows, &id, 1, 1.0).err().unwrap(), "UnknownFlow");
    }

    #[test]
    fn a_flow_belongs_to_its_address_and_ends_by_itself() {
        let flows = Flows::default();
        let id = begin(&flows, 1, 0.0);
        assert_eq!(answer(&flows, &id, 2, 1.0).err().unwrap(), "AddressChanged");
        assert_eq!(answer(&flows, &id, 1, LIFETIME).err().unwrap(), "UnknownFlow");
    }

    #[test]
    fn a_flood_costs_its_own_address_the_oldest_flows_and_nobody_else() {
        let flows = Flows::default();
        let other = begin(&flows, 2, 0.0);
        let first = begin(&flows, 1, 1.0);
        for later in 0..MOST_OF_AN_ADDRESS {
            begin(&flows, 1, 2.0 + later as f64 / 1000.0);
        }
        assert_eq!(answer(&flows, &first, 1, 3.0).err().unwrap(), "UnknownFlow");
        assert!(answer(&flows, &other, 2, 3.0).is_ok());
        assert_eq!(flows.lock().len(), MOST_OF_AN_ADDRESS + 1);
    }
}
