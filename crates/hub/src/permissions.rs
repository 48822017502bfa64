//! What a session may do: its user's groups, as far as the way of signing in reaches.
//!
//! Whoever reads, tells or does something for a page asks [`Access`] first. What it does not allow is denied.

pub(crate) mod places;
pub(crate) mod policy;

use std::sync::Arc;

use doorstep_protocol::ids::{AreaId, DeviceId, EntityId};

use crate::auth::access::Address;
use crate::auth::assurance::Assurance;
use crate::home::May;
use crate::hub::Hub;
use crate::networks::{Decision, rule};
use crate::store::{Group, Session, StoreError, User};
use places::Places;
use policy::{Policy, Verb};

/// What `session` may do from `address`.
pub(crate) async fn of(hub: &Hub, session: &Session, address: Address) -> Result<Access, StoreError> {
    let user = &session.user;
    let has_custom = user.groups.iter().any(|group| matches!(group, Group::Custom(_)));
    let texts = if has_custom { hub.store().policies_of(user.id.clone()).await? } else { Vec::new() };
    // Checked when it was saved; one that cannot be read allows nothing.
    let policies = texts.iter().filter_map(|text| Policy::read(text).ok()).collect();
    Ok(Access::new(user, policies, session.assurance, ceiling(hub, session, address), hub.places()))
}

/// What a session by network may reach where it is. Where no rule lets it in, it should not be at all.
fn ceiling(hub: &Hub, session: &Session, address: Address) -> Ceiling {
    if session.assurance != Assurance::Network {
        return Ceiling::None;
    }
    match hub.networks().decide(address) {
        Decision::Trusted(rule) => match rule.ceiling {
            rule::Ceiling::User => Ceiling::User,
            rule::Ceiling::ReadOnly => Ceiling::ReadOnly,
        },
        Decision::Nobody(_) => Ceiling::ReadOnly,
    }
}

/// Who may use a command or a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everybody who is signed in; what they see is theirs, or filtered.
    Anyone,
    /// Everybody who did more for it than to be in the right network.
    Full,
    /// Administrators.
    Admin,
    /// The owner.
    Owner,
}

/// What a way of signing in never reaches, whoever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ceiling {
    /// Everything that is the user's own.
    None,
    /// Nothing that is for administrators.
    User,
    /// Nothing but looking.
    ReadOnly,
}

/// What one session may do. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Access {
    role: Role,
    ceiling: Ceiling,
    is_full: bool,
    policies: Arc<[Policy]>,
    places: Arc<Places>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Owner,
    Admin,
    Member,
}

impl Access {
    /// The access of `user`, whose own groups say `policies`, in a session of this assurance.
    pub(crate) fn new(
        user: &User,
        custom: Vec<Policy>,
        assurance: Assurance,
        ceiling: Ceiling,
        places: Arc<Places>,
    ) -> Self {
        let role = match (user.is_owner, user.is_admin()) {
            (true, _) => Role::Owner,
            (false, true) => Role::Admin,
            (false, false) => Role::Member,
        };
        let mut policies = custom;
        if role == Role::Owner {
            policies.push(Policy::everything());
        }
        policies.extend(user.groups.iter().filter_map(Group::policy));
        let is_full = assurance != Assurance::Network;
        let ceiling = if !is_full && ceiling == Ceiling::None { Ceiling::User } else { ceiling };
        Self { role, ceiling, is_full, policies: policies.into(), places }
    }

    /// Whether this session may use what is for `level`.
    pub(crate) fn reaches(&self, level: Level) -> bool {
        let is_lifted = self.is_full && self.ceiling == Ceiling::None;
        match level {
            Level::Anyone => true,
            Level::Full => self.is_full,
            Level::Admin => is_lifted && matches!(self.role, Role::Owner | Role::Admin),
            Level::Owner => is_lifted && self.role == Role::Owner,
        }
    }

    /// Whether this entity may be seen.
    pub(crate) fn may_read(&self, id: &EntityId) -> bool {
        self.allows(id, Verb::Read)
    }

    /// Whether this entity may be used.
    pub(crate) fn may_control(&self, id: &EntityId) -> bool {
        self.ceiling != Ceiling::ReadOnly && self.allows(id, Verb::Control)
    }

    /// [`Access::may_control`] for the home, which is not asked while it works.
    pub(crate) fn control(&self) -> May {
        let access = self.clone();
        Arc::new(move |id| access.may_control(id))
    }

    /// Whether there is anything at all that may be used.
    pub(crate) fn controls_something(&self) -> bool {
        self.ceiling != Ceiling::ReadOnly
            && self.policies.iter().any(|policy| policy.names_something(Verb::Control))
    }

    /// Whether a device may be known: something of it may be seen.
    pub(crate) fn may_know_device(&self, id: &DeviceId) -> bool {
        self.reads_everything() || self.places.of_device(id).any(|id| self.may_read(id))
    }

    /// Whether an area may be known: something in it may be seen.
    pub(crate) fn may_know_area(&self, id: &AreaId) -> bool {
        self.reads_everything() || self.places.in_area(id).any(|id| self.may_read(id))
    }

    fn reads_everything(&self) -> bool {
        self.policies.iter().any(|policy| policy.is_for_all(Verb::Read))
    }

    fn allows(&self, id: &EntityId, verb: Verb) -> bool {
        self.policies.iter().any(|policy| policy.allows(id, self.places.of(id), verb))
    }
}

impl Group {
    /// What the built-in groups may do; the policy of a custom one is in the database.
    /// Source: `homeassistant/auth/permissions/system_policies.py`.
    fn policy(&self) -> Option<Policy> {
        match self {
            Self::Admin | Self::User => Some(Policy::everything()),
            Self::ReadOnly => Some(Policy::look_only()),
            Self::Custom(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
