//! One `subscribe_entities`: what this page was told last, and what it is told next.
//!
//! Every difference is taken against what was really sent. So it does not matter how many changes a slow
//! page has missed: it gets the latest of each entity, once. What it may not read is for it not there.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::State;

use super::outbox::{Outbox, PIECE};
use super::{diff, message, snapshot};
use crate::home::Change;

/// The subscription.
pub(super) struct Feed {
    only: Option<HashSet<EntityId>>,
    sent: HashMap<EntityId, Arc<State>>,
    pending: BTreeMap<EntityId, Arc<Change>>,
}

impl Feed {
    /// A feed of every entity, or of these only; everything is still to be told.
    pub(super) fn new(only: Option<HashSet<EntityId>>, states: &[Arc<State>]) -> Self {
        let mut feed = Self { only, sent: HashMap::new(), pending: BTreeMap::new() };
        feed.catch_up(states);
        feed
    }

    /// Takes note of a change.
    pub(super) fn note(&mut self, change: &Arc<Change>) {
        if self.follows(&change.entity_id) {
            self.pending.insert(change.entity_id.clone(), Arc::clone(change));
        }
    }

    /// Takes note of everything that is not as it was sent. `states` are all that the page may read.
    pub(super) fn catch_up(&mut self, states: &[Arc<State>]) {
        let mut gone: HashSet<EntityId> = self.sent.keys().cloned().collect();
        self.pending.clear();
        for state in states {
            gone.remove(&state.entity_id);
            let old = self.sent.get(&state.entity_id).cloned();
            let is_sent = old.as_ref().is_some_and(|old| Arc::ptr_eq(old, state));
            if !is_sent {
                self.note(&Arc::new(Change::new(state.entity_id.clone(), old, Some(Arc::clone(state)))));
            }
        }
        for id in gone {
            let old = self.sent.get(&id).cloned();
            self.note(&Arc::new(Change::new(id, old, None)));
        }
    }

    /// Writes the snapshot that every subscription begins with, even when it is empty.
    pub(super) fn write_first(&mut self, subscription: u64, outbox: &mut Outbox) {
        if self.pending.is_empty() {
            outbox.add(message::event(subscription, r#"{"a":{}}"#));
        }
        self.write(subscription, outbox);
    }

    /// Writes what is to be told, if anything is.
    pub(super) fn write(&mut self, subscription: u64, outbox: &mut Outbox) {
        let mut event = Event::default();
        for (id, change) in std::mem::take(&mut self.pending) {
            let sent = self.sent.get(&id);
            match (sent, &change.new) {
                (Some(sent), Some(new)) => {
                    if Arc::ptr_eq(sent, new) {
                        continue;
                    }
                    let is_shared = change.old.as_ref().is_some_and(|old| Arc::ptr_eq(old, sent));
                    if is_shared {
                        event.change(change.diff(|| entry(&id, &diff::between(sent, new))));
                    } else {
                        event.change(&entry(&id, &diff::between(sent, new)));
                    }
                    self.sent.insert(id, Arc::clone(new));
                }
                (None, Some(new)) => {
                    event.add(&entry(&id, &snapshot::compressed(new)));
                    self.sent.insert(id, Arc::clone(new));
                }
                (Some(_), None) => {
                    event.remove(&id);
                    self.sent.remove(&id);
                }
                (None, None) => {}
            }
            if event.len() > PIECE {
                outbox.add(message::event(subscription, &std::mem::take(&mut event).finish()));
            }
        }
        if event.len() > 0 {
            outbox.add(message::event(subscription, &event.finish()));
        }
    }

    fn follows(&self, id: &EntityId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id))
    }
}

/// `"light.x":{…}`, ready to be put among others.
fn entry(id: &EntityId, value: &impl serde::Serialize) -> Box<str> {
    let mut entry = serde_json::to_string(id).unwrap_or_default();
    entry.push(':');
    entry.push_str(&serde_json::to_string(value).unwrap_or_default());
    entry.into_boxed_str()
}

/// An event in the making: the inside of its three members.
#[derive(Default)]
struct Event {
    added: String,
    changed: String,
    removed: String,
}

impl Event {
    fn add(&mut self, entry: &str) {
        append(&mut self.added, entry);
    }

    fn change(&mut self, entry: &str) {
        append(&mut self.changed, entry);
    }

    fn remove(&mut self, id: &EntityId) {
        append(&mut self.removed, &serde_json::to_string(id).unwrap_or_default());
    }

    fn len(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }

    fn finish(self) -> String {
        let members: Vec<String> =
            [("a", '{', self.added, '}'), ("c", '{', self.changed, '}'), ("r", '[', self.removed, ']')]
                .into_iter()
                .filter(|(_, _, inside, _)| !inside.is_empty())
                .map(|(name, open, inside, close)| format!("\"{name}\":{open}{inside}{close}"))
                .collect();
        format!("{{{}}}", members.join(","))
    }
}

fn append(list: &mut String, entry: &str) {
    if !list.is_empty() {
        list.push(',');
    }
    list.push_str(entry);
}
