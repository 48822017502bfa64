//! The home behind the hub: its entities, its registries, and what can be done with them.
//!
//! A trait, so that the demo home and, later, a Home Assistant behind the hub look the same to the socket.

pub mod context;
pub mod demo;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::registry::{Area, Device, EntityRegistry};
use doorstep_protocol::service::ServiceCall;
use doorstep_protocol::state::{Context, State};
use serde_json::Value;
use tokio::sync::broadcast;

/// What a service call ends in: the response of a service that has one.
pub type CallOutcome = Result<Option<Value>, CallError>;

/// Which entities a call may reach: what is not allowed is refused where it was named, and left out where it
/// was only meant (an area, a device, everything).
pub type May = Arc<dyn Fn(&EntityId) -> bool + Send + Sync>;

/// A home.
pub trait Home: Send + Sync + 'static {
    /// Every entity as it is now, in order of id.
    fn states(&self) -> Vec<Arc<State>>;

    /// One entity as it is now.
    fn state(&self, id: &EntityId) -> Option<Arc<State>>;

    /// Every change from this call on. A receiver that lags starts again from [`Home::states`].
    fn changes(&self) -> broadcast::Receiver<Arc<Change>>;

    /// The rooms.
    fn areas(&self) -> Vec<Area>;

    /// The devices.
    fn devices(&self) -> Vec<Device>;

    /// The entities as the registry knows them.
    fn entities(&self) -> EntityRegistry;

    /// The services, in the shape of `get_services`.
    fn services(&self) -> Value;

    /// Carries out a service; ends when the home has done it, as Home Assistant's blocking call does.
    /// Every change that it makes carries `context`, and is one that `may` allows.
    fn call(
        &self,
        call: ServiceCall,
        context: Context,
        may: May,
    ) -> Pin<Box<dyn Future<Output = CallOutcome> + Send>>;
}

/// A change of one entity.
#[derive(Debug)]
pub struct Change {
    /// Which one.
    pub entity_id: EntityId,
    /// `None` when it is new.
    pub old: Option<Arc<State>>,
    /// `None` when it is gone.
    pub new: Option<Arc<State>>,
    diff: OnceLock<Box<str>>,
    event: OnceLock<Box<str>>,
}

impl Change {
    /// A change from `old` to `new`.
    pub fn new(entity_id: EntityId, old: Option<Arc<State>>, new: Option<Arc<State>>) -> Self {
        Self { entity_id, old, new, diff: OnceLock::new(), event: OnceLock::new() }
    }

    /// The difference as sockets send it, written once for all of them.
    pub(crate) fn diff(&self, write: impl FnOnce() -> Box<str>) -> &str {
        self.diff.get_or_init(write)
    }

    /// The event as sockets send it, written once for all of them.
    pub(crate) fn event(&self, write: impl FnOnce() -> Box<str>) -> &str {
        self.event.get_or_init(write)
    }
}

/// Why a service was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// There is no such service: `not_found`, "Service nope.x not found."
    NoSuchService,
    /// Somebody is meant who may not be reached, or there may be nobody of that name:
    /// `home_assistant_error`, "Unauthorized".
    NotAllowed,
    /// The data does not fit: `invalid_format`; the text is voluptuous' own, such as
    /// `extra keys not allowed @ data['bogus']`.
    BadData(String),
    /// The service cannot be used like this: `service_validation_error`.
    NotValid(String),
    /// The device refused or failed: `home_assistant_error`.
    Failed(String),
}
