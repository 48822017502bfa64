//! The home at a glance: what stands under the greeting.

use doorstep_protocol::ids::{EntityId, UserId};
use doorstep_protocol::state::State;

use crate::card;

/// What is worth knowing before looking at any tile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Lights that are on.
    pub lights_on: usize,
    /// Whether there are lights at all.
    pub has_lights: bool,
    /// The names of locks that are not locked.
    pub unlocked: Vec<String>,
    /// Whether there are locks at all.
    pub has_locks: bool,
    /// Who is at home.
    pub at_home: Vec<String>,
    /// Whether anybody is known to live here.
    pub has_people: bool,
    /// Doors and windows that are open, by name.
    pub open: Vec<String>,
    /// How warm it is inside: the mean of what the thermostats measure.
    pub inside: Option<String>,
    /// Smoke, water and the like, by name.
    pub alarms: Vec<String>,
    /// The names of the users, where the home tells them.
    pub users: Vec<(UserId, String)>,
}

/// Whether a change of this entity can change the overview.
pub fn concerns(id: &EntityId) -> bool {
    matches!(id.domain(), "light" | "lock" | "person" | "binary_sensor" | "climate" | "cover")
}

impl Overview {
    /// What people call this user.
    pub fn name_of(&self, user: &UserId) -> Option<&str> {
        self.users.iter().find(|(id, _)| id == user).map(|(_, name)| name.as_str())
    }
}

/// Looks at all entities; names stand in the order in which these come.
pub fn of<'a>(states: impl Iterator<Item = &'a State>) -> Overview {
    let mut overview = Overview::default();
    let mut degrees = Vec::new();
    for state in states.filter(|state| concerns(&state.entity_id)) {
        match state.entity_id.domain() {
            "light" => {
                overview.has_lights = true;
                overview.lights_on += usize::from(state.state == "on");
            }
            "lock" => {
                overview.has_locks = true;
                if state.state != "locked" {
                    overview.unlocked.push(card::name(state));
                }
            }
            "person" => {
                overview.has_people = true;
                if state.state == "home" {
                    overview.at_home.push(card::name(state));
                }
                if let Some(user) = state.attributes.get("user_id").and_then(|user| user.as_str()) {
                    overview.users.push((UserId::from(user), card::name(state)));
                }
            }
            "climate" => degrees.extend(card::number(state, "current_temperature")),
            _ => {
                let face = card::face(state, None);
                let is_open = matches!(&face.says, card::Says::Word(card::Kind::Opening, _));
                // A raised blind is nothing to tell anybody about; an open garage is, and is coloured for it.
                if is_open && face.tone == card::Tone::Warm {
                    overview.open.push(face.name);
                } else if face.tone == card::Tone::Bad {
                    overview.alarms.push(face.name);
                }
            }
        }
    }
    if !degrees.is_empty() {
        let mean = degrees.iter().sum::<f64>() / degrees.len() as f64;
        overview.inside = Some(format!("{}°", card::rounded(mean, 1)));
    }
    overview
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_protocol::state::Context;
    use serde_json::json;

    fn state(id: &str, state: &str, attributes: &serde_json::Value) -> State {
        State {
            entity_id: EntityId::parse(id).unwrap(),
            state: state.to_owned(),
            attributes: attributes.as_object().cloned().unwrap_or_default(),
            last_changed: 0.0,
            last_updated: 0.0,
            context: Context::default(),
        }
    }

    #[test]
    fn it_counts_what_matters() {
        let states = [
            state("light.a", "on", &json!({})),
            state("light.b", "off", &json!({})),
            state("lock.door", "unlocked", &json!({"friendly_name": "Front door"})),
            state("person.anna", "home", &json!({"friendly_name": "Anna"})),
            state("person.ben", "home", &json!({"friendly_name": "Ben", "user_id": "u2"})),
            state("binary_sensor.s", "on", &json!({"device_class": "smoke", "friendly_name": "Smoke"})),
            state("binary_sensor.w", "on", &json!({"device_class": "window", "friendly_name": "Window"})),
            state("cover.blind", "open", &json!({"friendly_name": "Blind"})),
            state("climate.a", "heat", &json!({"current_temperature": 20.0})),
            state("climate.b", "off", &json!({"current_temperature": 21.5})),
            state("binary_sensor.m", "on", &json!({"device_class": "motion"})),
        ];
        let overview = of(states.iter());
        assert_eq!((overview.lights_on, overview.has_lights), (1, true));
        assert_eq!(overview.unlocked, ["Front door"]);
        assert_eq!(overview.at_home, ["Anna", "Ben"]);
        assert_eq!(overview.alarms, ["Smoke"]);
        assert_eq!(overview.open, ["Window"]);
        assert_eq!(overview.inside.as_deref(), Some("20.8°"));
        assert_eq!(overview.name_of(&"u2".into()), Some("Ben"));
    }
}
