//! The demo home: a family's house whose sensors move and whose things answer, kept over a restart.
//!
//! A thing of the house is one file in `things`; where it stands is said in `plan`; `world` lets time pass.

mod call;
mod chance;
mod entity;
pub mod family;
mod plan;
mod power;
mod registry;
mod service;
mod sky;
#[cfg(test)]
mod tests;
mod thing;
mod things;
mod world;

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::registry::{Area, Device, EntityRegistry};
use doorstep_protocol::service::ServiceCall;
use doorstep_protocol::state::{Context, State};
use plan::{Bench, Plan};
use registry::Registry;
use serde_json::Value;
use service::Data;
use thing::Acted;
use tokio::sync::{Notify, broadcast};
use world::World;

use super::{CallOutcome, Change, Home, May};
use crate::Clock;

/// What can be chosen about the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DemoOptions {
    /// Synthetic sensors beside the house's own: `sensor.bench_0000` and so on, spread over its areas.
    pub entities: usize,
    /// Changes a second of those; 0 leaves them still.
    pub rate: u32,
    /// Whether the family of the demo has not moved in.
    pub is_empty: bool,
}

/// The demo home.
pub struct DemoHome(Arc<House>);

/// What calls that are under way share with the home.
struct House {
    clock: Clock,
    registry: Registry,
    live: Mutex<Live>,
    /// Something is due earlier than it was.
    hurry: Notify,
}

struct Live {
    world: World,
    bench: Bench,
}

impl DemoHome {
    /// Opens the house, as it was when [`save`](Self::save) wrote `saved`. What does not fit there is left
    /// out: the house opens in any case.
    pub fn open(saved: Option<Value>, options: DemoOptions, clock: Clock) -> Arc<Self> {
        let now = clock.now();
        let mut plan = Plan::of_the_house(options.is_empty);
        let bench = Bench::add(&mut plan, options.entities, options.rate, now);
        if let Some(Value::Object(mut saved)) = saved {
            plan.restore(saved.remove("entities").unwrap_or_default());
        }
        let world = World::open(plan.entities, now);
        Arc::new(Self(Arc::new(House {
            clock,
            registry: plan.registry,
            live: Mutex::new(Live { world, bench }),
            hurry: Notify::new(),
        })))
    }

    /// What must be kept over a restart.
    pub fn save(&self) -> Value {
        self.0.live().world.keep()
    }

    /// Lets the house live: moves what is due, when it is due. Never ends.
    pub async fn run(self: Arc<Self>) {
        loop {
            let wait = self.0.next_due().map_or(LONGEST, |due| due - self.0.clock.now());
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs_f64(wait.clamp(SHORTEST, LONGEST))) => {}
                () = self.0.hurry.notified() => {}
            }
            self.step(self.0.clock.now());
        }
    }

    /// Lets the house live until `now`. The same steps of the same house always end in the same.
    pub fn step(&self, now: f64) {
        self.0.live().step(now);
    }
}

/// Seconds between two looks at the agenda. Things that are due together move together.
const SHORTEST: f64 = 0.01;
const LONGEST: f64 = 60.0;

impl House {
    fn live(&self) -> MutexGuard<'_, Live> {
        // A house in which something went wrong is still a house.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_due(&self) -> Option<f64> {
        let live = self.live();
        let dues = [live.world.next_due(), live.bench.due()];
        dues.into_iter().flatten().min_by(f64::total_cmp)
    }

    /// Carries out a service on one entity, now.
    fn act(&self, id: &EntityId, service: &str, data: &Data, context: &Context) -> Acted {
        let now = self.clock.now();
        let mut live = self.live();
        // What was due before the call happens before it.
        live.step(now);
        let acted = live.world.act(id, service, data, now, context);
        drop(live);
        self.hurry.notify_one();
        acted
    }

    /// Reads from the house as it is.
    fn read<T>(&self, read: impl FnOnce(&World) -> T) -> T {
        read(&self.live().world)
    }
}

impl Live {
    fn step(&mut self, now: f64) {
        self.world.advance(now);
        for (id, value) in self.bench.batch(now) {
            self.world.set_reading(&id, value, now);
        }
    }
}

impl Home for DemoHome {
    fn states(&self) -> Vec<Arc<State>> {
        self.0.read(|world| world.states().values().cloned().collect())
    }

    fn state(&self, id: &EntityId) -> Option<Arc<State>> {
        self.0.read(|world| world.states().get(id).cloned())
    }

    fn changes(&self) -> broadcast::Receiver<Arc<Change>> {
        self.0.read(World::changes)
    }

    fn areas(&self) -> Vec<Area> {
        self.0.registry.areas.clone()
    }

    fn devices(&self) -> Vec<Device> {
        self.0.registry.devices.clone()
    }

    fn entities(&self) -> EntityRegistry {
        EntityRegistry { entities: self.0.registry.entries.clone() }
    }

    fn services(&self) -> Value {
        service::list()
    }

    fn call(
        &self,
        call: ServiceCall,
        context: Context,
        may: May,
    ) -> Pin<Box<dyn Future<Output = CallOutcome> + Send>> {
        Box::pin(call::carry_out(Arc::clone(&self.0), call, context, may))
    }
}
