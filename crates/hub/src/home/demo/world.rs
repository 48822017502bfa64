//! The house as it is: its things, their states, and what moves next.
//!
//! Everything that is due happens in order of its time, however rarely somebody looks, so that the same
//! house always lives the same life.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::{Context, State};
use serde_json::{Map, Value, json};
use tokio::sync::broadcast;

use super::chance::Chance;
use super::entity::Entity;
use super::service::Data;
use super::thing::{Acted, Around, States};
use crate::home::Change;
use crate::home::context::new_context;

/// Changes that a slow receiver may be behind.
const CAPACITY: usize = 8192;

/// Seconds of the past that are lived through after a long sleep; what was before them is skipped.
const MEMORY: f64 = 600.0;

/// The house.
pub(crate) struct World {
    entities: BTreeMap<EntityId, Entity>,
    states: States,
    agenda: BTreeSet<(Millis, EntityId)>,
    chance: Chance,
    changes: broadcast::Sender<Arc<Change>>,
}

type Millis = i64;

fn millis(moment: f64) -> Millis {
    (moment * 1000.0).round() as Millis
}

impl World {
    /// Opens the house at `now`.
    pub(crate) fn open(entities: BTreeMap<EntityId, Entity>, now: f64) -> Self {
        let mut world = Self {
            entities,
            states: States::new(),
            agenda: BTreeSet::new(),
            chance: Chance::seeded("doorstep"),
            changes: broadcast::Sender::new(CAPACITY),
        };
        let ids: Vec<EntityId> = world.entities.keys().cloned().collect();
        // Everything must be seen before the first thing looks around.
        for id in &ids {
            world.show(id, now);
        }
        for id in &ids {
            world.move_thing(id, now, |entity, around| entity.thing.begin(around));
            world.show(id, now);
            world.plan(id, now);
        }
        world
    }

    fn show(&mut self, id: &EntityId, now: f64) {
        let Some(entity) = self.entities.get(id) else { return };
        let (state, attributes) = entity.face();
        let context = new_context(None, now);
        let state =
            State { entity_id: id.clone(), state, attributes, last_changed: now, last_updated: now, context };
        self.states.insert(id.clone(), Arc::new(state));
    }

    /// Every state, in order of id.
    pub(crate) fn states(&self) -> &States {
        &self.states
    }

    /// Every change from now on.
    pub(crate) fn changes(&self) -> broadcast::Receiver<Arc<Change>> {
        self.changes.subscribe()
    }

    /// When the next thing moves.
    pub(crate) fn next_due(&self) -> Option<f64> {
        self.agenda.first().map(|(due, _)| *due as f64 / 1000.0)
    }

    /// Lives on until `now`.
    pub(crate) fn advance(&mut self, now: f64) {
        while let Some((due, id)) = self.agenda.first().filter(|(due, _)| *due <= millis(now)).cloned() {
            self.agenda.remove(&(due, id.clone()));
            let moment = (due as f64 / 1000.0).clamp(now - MEMORY, now);
            self.proceed(&id, moment);
        }
    }

    fn proceed(&mut self, id: &EntityId, now: f64) {
        let Some(entity) = self.entities.get(id) else { return };
        let cause = entity.thing.is_under_way().then(|| entity.cause.clone());
        self.move_thing(id, now, |entity, around| entity.thing.proceed(around));
        self.refresh(id, now, cause);
        self.plan(id, now);
    }

    fn move_thing(&mut self, id: &EntityId, now: f64, movement: impl FnOnce(&mut Entity, &mut Around<'_>)) {
        let Some(entity) = self.entities.get_mut(id) else { return };
        movement(entity, &mut Around { now, chance: &mut self.chance, states: &self.states });
    }

    /// Carries out a service on one entity. One that the house does not have is passed over, as in Home
    /// Assistant; so is one that cannot be reached.
    pub(crate) fn act(
        &mut self,
        id: &EntityId,
        service: &str,
        data: &Data,
        now: f64,
        context: &Context,
    ) -> Acted {
        let Some(entity) = self.entities.get_mut(id).filter(|entity| entity.thing.is_available()) else {
            return Ok(());
        };
        entity.thing.act(service, data, now)?;
        entity.cause = context.clone();
        let wishes = entity.thing.wishes().to_vec();
        self.refresh(id, now, Some(context.clone()));
        self.plan(id, now);
        for wish in wishes {
            if let Some(id) = EntityId::parse(wish.entity_id) {
                self.act(&id, wish.service, &Data::own(wish.data), now, context)?;
            }
        }
        Ok(())
    }

    /// Which other entities an entity moves when it is asked for something.
    pub(crate) fn wishes_of(&self, id: &EntityId) -> Vec<EntityId> {
        let wishes = self.entities.get(id).map(|entity| entity.thing.wishes()).unwrap_or_default();
        wishes.iter().filter_map(|wish| EntityId::parse(wish.entity_id)).collect()
    }

    /// Gives a synthetic sensor its next reading.
    pub(crate) fn set_reading(&mut self, id: &EntityId, value: f64, now: f64) {
        let Some(entity) = self.entities.get_mut(id) else { return };
        entity.thing.read(value);
        self.refresh(id, now, None);
    }

    /// How long an entity takes to answer.
    pub(crate) fn delay(&self, id: &EntityId) -> std::time::Duration {
        self.entities.get(id).map(|entity| entity.thing.delay()).unwrap_or_default()
    }

    /// Puts the thing's next movement on the agenda, in the future.
    fn plan(&mut self, id: &EntityId, now: f64) {
        let Some(entity) = self.entities.get_mut(id) else { return };
        if let Some(planned) = entity.planned.take() {
            self.agenda.remove(&(planned, id.clone()));
        }
        let due = entity.thing.due();
        if due.is_finite() {
            let due = millis(due).max(millis(now) + 1);
            entity.planned = Some(due);
            self.agenda.insert((due, id.clone()));
        }
    }

    /// Tells the world what is really different about an entity; nothing when nothing is. A change that
    /// nobody caused is the home's own.
    fn refresh(&mut self, id: &EntityId, now: f64, cause: Option<Context>) {
        let (Some(entity), Some(old)) = (self.entities.get(id), self.states.get(id)) else { return };
        let (state, attributes) = entity.face();
        if state == old.state && attributes == old.attributes {
            return;
        }
        let last_changed = if state == old.state { old.last_changed } else { now };
        let context = cause.unwrap_or_else(|| new_context(None, now));
        let new = Arc::new(State {
            entity_id: id.clone(),
            state,
            attributes,
            last_changed,
            last_updated: now,
            context,
        });
        let old = self.states.insert(id.clone(), Arc::clone(&new));
        // Nobody listening is no error.
        drop(self.changes.send(Arc::new(Change::new(id.clone(), old, Some(new)))));
    }

    /// What must be kept over a restart.
    pub(crate) fn keep(&self) -> Value {
        let kept: Map<String, Value> = self
            .entities
            .iter()
            .map(|(id, entity)| (id.as_str().to_owned(), entity.thing.keep()))
            .filter(|(_, value)| !value.is_null())
            .collect();
        json!({"entities": kept})
    }
}
