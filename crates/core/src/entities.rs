//! What is known of every entity, kept true by the hub's compressed events.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_protocol::entities::{
    Diff, DiffContext, DiffContextPart, EntitiesEvent, Snapshot, SnapshotContext,
};
use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::{Context, State};

/// All entities that this user may see.
#[derive(Debug, Default)]
pub struct Entities {
    known: BTreeMap<EntityId, Arc<State>>,
    awaits_snapshot: bool,
}

/// What an event did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Entities that are really different; repeats touch nothing.
    pub entities: Vec<EntityId>,
    /// Whether some came or went.
    pub is_list_new: bool,
}

impl Entities {
    /// One of them.
    pub fn find(&self, id: &EntityId) -> Option<&Arc<State>> {
        self.known.get(id)
    }

    /// All of them, in order of their ids.
    pub fn all(&self) -> impl Iterator<Item = &Arc<State>> {
        self.known.values()
    }

    /// The next event is a full snapshot, which replaces what is known: entities that went away while the
    /// connection was lost must not stay behind as ghosts.
    pub fn expect_snapshot(&mut self) {
        self.awaits_snapshot = true;
    }

    /// Takes in one event.
    pub fn apply(&mut self, event: EntitiesEvent) -> Touched {
        let mut touched = Touched::default();
        if std::mem::take(&mut self.awaits_snapshot) {
            self.forget_all_but(&event.added, &mut touched);
        }
        for (id, snapshot) in event.added {
            self.put(state_of(id, snapshot), &mut touched);
        }
        for (id, diff) in event.changed {
            // A diff of an entity that was never announced cannot be completed; the next snapshot brings it.
            if let Some(old) = self.known.get(&id) {
                self.put(changed(old, diff), &mut touched);
            }
        }
        for id in event.removed {
            if self.known.remove(&id).is_some() {
                touched.is_list_new = true;
                touched.entities.push(id);
            }
        }
        touched
    }

    fn put(&mut self, state: State, touched: &mut Touched) {
        let id = state.entity_id.clone();
        match self.known.get(&id) {
            Some(old) if **old == state => return,
            Some(_) => {}
            None => touched.is_list_new = true,
        }
        self.known.insert(id.clone(), Arc::new(state));
        touched.entities.push(id);
    }

    fn forget_all_but(&mut self, kept: &[(EntityId, Snapshot)], touched: &mut Touched) {
        let is_gone = |id: &&EntityId| kept.binary_search_by(|(kept, _)| kept.cmp(id)).is_err();
        let gone: Vec<_> = self.known.keys().filter(is_gone).cloned().collect();
        for id in gone {
            self.known.remove(&id);
            touched.is_list_new = true;
            touched.entities.push(id);
        }
    }
}

fn state_of(entity_id: EntityId, snapshot: Snapshot) -> State {
    State {
        entity_id,
        state: snapshot.state,
        attributes: snapshot.attributes,
        last_changed: snapshot.last_changed,
        last_updated: snapshot.last_updated.unwrap_or(snapshot.last_changed),
        context: match snapshot.context {
            SnapshotContext::Id(id) => Context { id, ..Context::default() },
            SnapshotContext::Full(context) => context,
        },
    }
}

fn changed(old: &State, diff: Diff) -> State {
    let mut state = old.clone();
    if let Some(set) = diff.set {
        state.state = set.state.unwrap_or(state.state);
        state.attributes.extend(set.attributes);
        match set.context {
            Some(DiffContext::Id(id)) => state.context.id = id,
            Some(DiffContext::Part(part)) => merge(&mut state.context, part),
            None => {}
        }
        if let Some(moment) = set.last_changed {
            (state.last_changed, state.last_updated) = (moment, moment);
        } else if let Some(moment) = set.last_updated {
            state.last_updated = moment;
        }
    }
    for gone in diff.unset.iter().flat_map(|unset| &unset.attributes) {
        state.attributes.remove(gone);
    }
    state
}

fn merge(context: &mut Context, part: DiffContextPart) {
    if let Some(id) = part.id {
        context.id = id;
    }
    if let Some(parent) = part.parent_id {
        context.parent_id = parent;
    }
    if let Some(user) = part.user_id {
        context.user_id = user;
    }
}

#[cfg(test)]
mod tests {
    use doorstep_protocol::entities::read_event;

    use super::*;

    const SNAPSHOT: &str = r#"{"a":{
        "light.a":{"s":"on","a":{"brightness":9,"effect":"none"},"c":{"id":"1","parent_id":null,"user_id":"u"},"lc":1.0},
        "light.b":{"s":"off","a":{},"c":"2","lc":1.0,"lu":2.0}}}"#;

    fn known(events: &[&str]) -> (Entities, Touched) {
        let mut entities = Entities::default();
        entities.expect_snapshot();
        let mut last = Touched::default();
        for event in events {
            last = entities.apply(event_of(event));
        }
        (entities, last)
    }

    fn event_of(text: &str) -> EntitiesEvent {
        let (event, dropped) = read_event(text).unwrap();
        assert_eq!(dropped, 0);
        event
    }

    fn light(entities: &Entities) -> &State {
        entities.find(&EntityId::parse("light.a").unwrap()).unwrap()
    }

    #[test]
    fn a_text_context_in_a_diff_keeps_the_user() {
        let (entities, _) = known(&[SNAPSHOT, r#"{"c":{"light.a":{"+":{"c":"9"}}}}"#]);
        assert_eq!(light(&entities).context.user_id, Some("u".into()));
        assert_eq!(light(&entities).context.id, "9");
    }

    #[test]
    fn a_null_user_in_a_diff_is_nobody() {
        let (entities, _) = known(&[SNAPSHOT, r#"{"c":{"light.a":{"+":{"c":{"id":"9","user_id":null}}}}}"#]);
        assert_eq!(light(&entities).context.user_id, None);
    }

    #[test]
    fn attributes_are_merged_and_removed() {
        let diff = r#"{"c":{"light.a":{"+":{"a":{"brightness":200},"lu":3.0},"-":{"a":["effect"]}}}}"#;
        let (entities, _) = known(&[SNAPSHOT, diff]);
        assert_eq!(serde_json::to_string(&light(&entities).attributes).unwrap(), r#"{"brightness":200}"#);
        assert_eq!((light(&entities).last_changed, light(&entities).last_updated), (1.0, 3.0));
    }

    #[test]
    fn a_change_of_state_moves_both_times() {
        let (entities, _) = known(&[SNAPSHOT, r#"{"c":{"light.a":{"+":{"s":"off","lc":5.0}}}}"#]);
        assert_eq!((light(&entities).last_changed, light(&entities).last_updated), (5.0, 5.0));
    }

    #[test]
    fn a_repeat_touches_nothing() {
        let (_, touched) = known(&[SNAPSHOT, r#"{"c":{"light.a":{"+":{"s":"on"}}}}"#]);
        assert_eq!(touched, Touched::default());
    }

    #[test]
    fn a_snapshot_after_a_gap_leaves_no_ghosts() {
        let (mut entities, _) = known(&[SNAPSHOT]);
        entities.expect_snapshot();
        let again = r#"{"a":{"light.b":{"s":"off","a":{},"c":"2","lc":1.0,"lu":2.0}}}"#;
        let touched = entities.apply(event_of(again));
        assert_eq!(touched.entities, [EntityId::parse("light.a").unwrap()]);
        assert!(touched.is_list_new);
        assert_eq!(entities.all().count(), 1);
    }

    #[test]
    fn strangers_are_ignored() {
        let (entities, touched) = known(&[SNAPSHOT, r#"{"c":{"light.x":{"+":{"s":"on"}}},"r":["light.y"]}"#]);
        assert_eq!((entities.all().count(), touched), (2, Touched::default()));
    }
}
