//! What was asked of entities and is not settled yet: pending, confirmed, refused, or never confirmed.
//!
//! The state on a tile is always the hub's. This file only says what became of a wish, so that nothing on the
//! screen is an optimistic lie.

use std::time::Duration;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::State;

use crate::card::{self, Deed, Expect};
use crate::time::Timestamp;

/// How long the hub may take to answer a call.
pub const ANSWER_WAIT: Duration = Duration::from_secs(10);
/// How long after its answer the change may take: some integrations answer first and act later.
pub const CHANGE_WAIT: Duration = Duration::from_secs(3);
/// How long a refusal stays readable.
pub const NOTICE: Duration = Duration::from_secs(8);

/// What became of the last wish for an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is open.
    #[default]
    Settled,
    /// The hub has been asked.
    Pending,
    /// It was not done.
    Refused(Refusal),
    /// Nobody knows whether it was done.
    Unconfirmed,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was not sent: there is no line to the hub.
    NotConnected,
    /// The user may not use this.
    NotAllowed,
    /// The hub's own words.
    ByHub(String),
}

/// The open wishes: never more than hands have tapped in the last seconds.
#[derive(Debug, Default)]
pub struct Actions(Vec<(EntityId, Action)>);

#[derive(Debug)]
enum Action {
    Sent { call: u64, expect: Expect, until: Timestamp, next: Option<Deed> },
    Answered { expect: Expect, until: Timestamp },
    Refused { refusal: Refusal, until: Timestamp },
    Unconfirmed { until: Timestamp },
}

impl Actions {
    /// What the tile says.
    pub fn phase(&self, id: &EntityId) -> Phase {
        match self.find(id) {
            None => Phase::Settled,
            Some(Action::Sent { .. } | Action::Answered { .. }) => Phase::Pending,
            Some(Action::Refused { refusal, .. }) => Phase::Refused(refusal.clone()),
            Some(Action::Unconfirmed { .. }) => Phase::Unconfirmed,
        }
    }

    /// A wish that was not done or not confirmed, if there is one: it must be told, not only shown.
    pub fn trouble(&self) -> Option<(&EntityId, Phase)> {
        self.0.iter().map(|(id, _)| (id, self.phase(id))).find(|(_, phase)| match phase {
            Phase::Refused(_) | Phase::Unconfirmed => true,
            Phase::Settled | Phase::Pending => false,
        })
    }

    /// Holds a wish back while an earlier one is under way; only the last is kept, so that a slider that is
    /// dragged sends one call at a time. Gives it back when it can be sent at once.
    pub fn queue(&mut self, id: &EntityId, deed: Deed) -> Option<Deed> {
        match self.find_mut(id) {
            Some(Action::Sent { next, .. }) => {
                *next = Some(deed);
                None
            }
            Some(Action::Answered { .. } | Action::Refused { .. } | Action::Unconfirmed { .. }) | None => {
                Some(deed)
            }
        }
    }

    /// A call is on its way.
    pub fn sent(&mut self, id: EntityId, call: u64, expect: Expect, now: Timestamp) {
        self.put(id, Action::Sent { call, expect, until: now + ANSWER_WAIT, next: None });
    }

    /// A wish was refused.
    pub fn refused(&mut self, id: EntityId, refusal: Refusal, now: Timestamp) {
        self.put(id, Action::Refused { refusal, until: now + NOTICE });
    }

    /// The hub has carried out a call. Answers the wish that was held back, if there is one.
    pub fn answered(
        &mut self,
        id: &EntityId,
        call: u64,
        state: Option<&State>,
        now: Timestamp,
    ) -> Option<Deed> {
        if !self.awaits(id, call) {
            return None;
        }
        let Some(Action::Sent { expect, next, .. }) = self.take(id) else { return None };
        if next.is_none() && !state.is_some_and(|state| card::is_met(&expect, state)) {
            self.put(id.clone(), Action::Answered { expect, until: now + CHANGE_WAIT });
        }
        next
    }

    /// Whether this call is the one under way for the entity.
    pub fn awaits(&self, id: &EntityId, call: u64) -> bool {
        matches!(self.find(id), Some(Action::Sent { call: sent, .. }) if *sent == call)
    }

    /// The entity has changed: perhaps as it was wished.
    pub fn entity_changed(&mut self, state: &State) {
        if let Some(Action::Answered { expect, .. }) = self.find(&state.entity_id)
            && card::is_met(expect, state)
        {
            self.take(&state.entity_id);
        }
    }

    /// The line is lost: what was sent may or may not have been done. Nothing is sent again by itself: a door
    /// must not open minutes after somebody asked for it.
    pub fn connection_lost(&mut self, now: Timestamp) -> Vec<EntityId> {
        let mut touched = Vec::new();
        for (id, action) in &mut self.0 {
            if matches!(action, Action::Sent { .. } | Action::Answered { .. }) {
                *action = Action::Unconfirmed { until: now + NOTICE };
                touched.push(id.clone());
            }
        }
        touched
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.0.iter().map(|(_, action)| action.until()).min()
    }

    /// Lets time pass; answers the entities whose tile says something else now.
    pub fn tick(&mut self, now: Timestamp) -> Vec<EntityId> {
        let due: Vec<_> =
            self.0.iter().filter(|(_, action)| action.until() <= now).map(|(id, _)| id.clone()).collect();
        for id in &due {
            match self.take(id) {
                Some(Action::Sent { .. } | Action::Answered { .. }) => {
                    self.put(id.clone(), Action::Unconfirmed { until: now + NOTICE });
                }
                Some(Action::Refused { .. } | Action::Unconfirmed { .. }) | None => {}
            }
        }
        due
    }

    fn find(&self, id: &EntityId) -> Option<&Action> {
        self.0.iter().find(|(of, _)| of == id).map(|(_, action)| action)
    }

    fn find_mut(&mut self, id: &EntityId) -> Option<&mut Action> {
        self.0.iter_mut().find(|(of, _)| of == id).map(|(_, action)| action)
    }

    fn take(&mut self, id: &EntityId) -> Option<Action> {
        let place = self.0.iter().position(|(of, _)| of == id)?;
        Some(self.0.swap_remove(place).1)
    }

    fn put(&mut self, id: EntityId, action: Action) {
        match self.find_mut(&id) {
            Some(old) => *old = action,
            None => self.0.push((id, action)),
        }
    }
}

impl Action {
    fn until(&self) -> Timestamp {
        match self {
            Self::Sent { until, .. }
            | Self::Answered { until, .. }
            | Self::Refused { until, .. }
            | Self::Unconfirmed { until } => *until,
        }
    }
}
