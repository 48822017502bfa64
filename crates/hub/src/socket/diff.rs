//! What changed of an entity, as `subscribe_entities` says it.
//!
//! Source: `homeassistant/components/websocket_api/messages.py` (`_state_diff_event`).

use doorstep_protocol::entities::{Diff, DiffContext, DiffContextPart, DiffSet, DiffUnset};
use doorstep_protocol::state::{Attributes, Context, State};

/// From one state to another.
pub(super) fn between(old: &State, new: &State) -> Diff {
    let is_changed = old.last_changed.total_cmp(&new.last_changed).is_ne();
    let is_updated = old.last_updated.total_cmp(&new.last_updated).is_ne();
    let set = DiffSet {
        state: (old.state != new.state).then(|| new.state.clone()),
        attributes: added(&old.attributes, &new.attributes),
        context: context(&old.context, &new.context),
        // `last_changed` implies `last_updated`; a home sets both to the same moment.
        last_changed: is_changed.then_some(new.last_changed),
        last_updated: (is_updated && !is_changed).then_some(new.last_updated),
    };
    let gone: Vec<String> =
        old.attributes.keys().filter(|key| !new.attributes.contains_key(*key)).cloned().collect();
    Diff {
        set: (set != DiffSet::default()).then_some(set),
        unset: (!gone.is_empty()).then_some(DiffUnset { attributes: gone }),
    }
}

fn added(old: &Attributes, new: &Attributes) -> Attributes {
    new.iter()
        .filter(|(key, value)| old.get(*key) != Some(*value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Text where only the id is another; otherwise the members that are.
fn context(old: &Context, new: &Context) -> Option<DiffContext> {
    let part = DiffContextPart {
        id: (old.id != new.id).then(|| new.id.clone()),
        parent_id: (old.parent_id != new.parent_id).then(|| new.parent_id.clone()),
        user_id: (old.user_id != new.user_id).then(|| new.user_id.clone()),
    };
    match part {
        DiffContextPart { id: None, parent_id: None, user_id: None } => None,
        DiffContextPart { id: Some(id), parent_id: None, user_id: None } => Some(DiffContext::Id(id)),
        part => Some(DiffContext::Part(part)),
    }
}

#[cfg(test)]
mod tests {
    use doorstep_protocol::ids::EntityId;
    use serde_json::json;

    use super::*;

    fn state(
        state: &str,
        attributes: &serde_json::Value,
        times: (f64, f64),
        context: (&str, Option<&str>),
    ) -> State {
        State {
            entity_id: EntityId::parse("light.a").unwrap(),
            state: state.into(),
            attributes: attributes.as_object().unwrap().clone(),
            last_changed: times.0,
            last_updated: times.1,
            context: Context { id: context.0.into(), parent_id: None, user_id: context.1.map(Into::into) },
        }
    }

    #[track_caller]
    fn check(old: &State, new: &State, expected: &serde_json::Value) {
        assert_eq!(&serde_json::to_value(between(old, new)).unwrap(), expected);
    }

    #[test]
    fn the_recorded_life_of_a_sensor_is_told_in_the_same_words() {
        let first = state("1", &json!({"name": "Lab", "gone": 1}), (1.0, 1.0), ("A", Some("u")));
        let second = state("2", &json!({"name": "Lab", "gone": 1}), (2.0, 2.0), ("B", Some("u")));
        check(&first, &second, &json!({"+": {"s": "2", "lc": 2.0, "c": "B"}}));
        let third = state("2", &json!({"name": "Lab", "new": [1, 2]}), (2.0, 3.0), ("C", Some("u")));
        check(
            &second,
            &third,
            &json!({"+": {"lu": 3.0, "c": "C", "a": {"new": [1, 2]}}, "-": {"a": ["gone"]}}),
        );
        let last = state("unavailable", &json!({}), (4.0, 4.0), ("D", Some("u")));
        check(
            &third,
            &last,
            &json!({"+": {"s": "unavailable", "lc": 4.0, "c": "D"}, "-": {"a": ["name", "new"]}}),
        );
    }

    #[test]
    fn another_person_is_told_even_when_it_is_nobody() {
        let by_somebody = state("on", &json!({}), (1.0, 1.0), ("A", Some("u")));
        let by_itself = state("off", &json!({}), (2.0, 2.0), ("B", None));
        check(
            &by_somebody,
            &by_itself,
            &json!({"+": {"s": "off", "lc": 2.0, "c": {"id": "B", "user_id": null}}}),
        );
    }

    #[test]
    fn nothing_new_is_nothing() {
        let same = state("on", &json!({"a": 1}), (1.0, 1.0), ("A", None));
        check(&same, &same.clone(), &json!({}));
    }
}
