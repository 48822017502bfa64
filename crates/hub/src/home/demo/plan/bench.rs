//! Synthetic sensors for measuring: as many as are asked for, and as fast.

use doorstep_protocol::ids::{AreaId, EntityId};
use doorstep_protocol::registry::EntityEntry;
use serde_json::{Value, json};

use super::Plan;
use crate::home::demo::chance::Chance;
use crate::home::demo::entity::Entity;
use crate::home::demo::thing::{Face, Thing};

/// Seconds from one batch of changes to the next.
const TICK: f64 = 0.02;

/// Makes the synthetic changes.
pub(crate) struct Bench {
    ids: Vec<EntityId>,
    rate: f64,
    next: usize,
    /// How many changes were due by `seen` and are not made yet: less than one.
    owed: f64,
    seen: f64,
    chance: Chance,
}

impl Bench {
    /// Adds `count` sensors to the plan, spread over its areas, and changes `rate` of them a second.
    pub(crate) fn add(plan: &mut Plan, count: usize, rate: u32, now: f64) -> Self {
        let areas: Vec<AreaId> = plan.registry.areas.iter().map(|area| area.area_id.clone()).collect();
        let areas = areas.iter().cycle();
        let ids: Vec<EntityId> =
            (0..count).zip(areas).filter_map(|(number, area)| plan.add_bench(number, area)).collect();
        Self { ids, rate: f64::from(rate), next: 0, owed: 0.0, seen: now, chance: Chance::seeded("bench") }
    }

    /// When the next batch is due.
    pub(crate) fn due(&self) -> Option<f64> {
        (self.rate > 0.0 && !self.ids.is_empty()).then_some(self.seen + TICK)
    }

    /// The changes that are due by `now`: which sensor, and its new reading.
    pub(crate) fn batch(&mut self, now: f64) -> Vec<(EntityId, f64)> {
        if self.due().is_none_or(|due| due > now + 0.001) {
            return Vec::new();
        }
        // After a sleep the lost time is not caught up.
        self.owed += self.rate * (now - self.seen).clamp(0.0, 1.0);
        self.seen = now;
        let count = self.owed.floor();
        self.owed -= count;
        (0..count as usize).filter_map(|_| self.one()).collect()
    }

    fn one(&mut self) -> Option<(EntityId, f64)> {
        let id = self.ids.get(self.next % self.ids.len())?.clone();
        self.next += 1;
        Some((id, self.chance.between(0.0, 1000.0)))
    }
}

impl Plan {
    fn add_bench(&mut self, number: usize, area: &AreaId) -> Option<EntityId> {
        let id = EntityId::parse(&format!("sensor.bench_{number:04}"))?;
        self.registry.entries.push(EntityEntry {
            entity_id: id.clone(),
            area_id: Some(area.clone()),
            device_id: None,
            platform: Some("demo".to_owned()),
            name: None,
            icon: None,
            category: None,
            hidden: None,
            display_precision: Some(1),
        });
        let entity =
            Entity::new(format!("Bench {number:04}"), None, Box::new(Reading(number as f64 % 1000.0)));
        self.entities.insert(id.clone(), entity);
        Some(id)
    }
}

/// A synthetic sensor.
struct Reading(f64);

impl Thing for Reading {
    fn face(&self) -> Face {
        let attributes =
            json!({"state_class": "measurement", "unit_of_measurement": "W", "device_class": "power"});
        Face::new(format!("{:.1}", self.0), attributes)
    }

    fn read(&mut self, value: f64) {
        // The same reading again would be no change.
        let is_same = (self.0 - value).abs() < 0.1;
        self.0 = if is_same { value + 1.0 } else { value };
    }

    fn keep(&self) -> Value {
        Value::Null
    }

    fn restore(&mut self, _: &Value) {}
}
