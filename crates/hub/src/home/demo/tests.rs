//! The house from outside: what a socket can see and ask, with time turned by hand.

mod bad_data;
mod bench;
mod day;
mod house;
mod plausible;
mod saved;
mod sentinels;
mod services;
mod targets;
mod travel;

use std::sync::Arc;
use std::time::Duration;

use doorstep_protocol::ids::{EntityId, UserId};
use doorstep_protocol::service::{ServiceCall, Target};
use doorstep_protocol::state::{Context, State};
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;

use super::thing::Face;
use super::{DemoHome, DemoOptions};
use crate::Clock;
use crate::home::context::new_context;
use crate::home::{CallOutcome, Change, Home, May};

/// Tuesday, 24 November 2026, ten o'clock.
const MORNING: f64 = 1_795_514_400.0;

/// A fresh house in the morning.
fn house() -> Arc<DemoHome> {
    DemoHome::open(None, DemoOptions::default(), Clock::by_hand(MORNING))
}

fn id(text: &str) -> EntityId {
    EntityId::parse(text).unwrap()
}

fn state(home: &DemoHome, entity: &str) -> Arc<State> {
    home.state(&id(entity)).unwrap_or_else(|| panic!("{entity} is not in the house"))
}

/// State and one attribute.
fn attribute(home: &DemoHome, entity: &str, key: &str) -> Value {
    state(home, entity).attributes.get(key).cloned().unwrap_or_else(|| json!("absent"))
}

/// A call of `domain.service`; `entity` is empty where nobody is named.
fn service_call(service: &str, entity: &str, data: Value) -> ServiceCall {
    let (domain, service) = service.split_once('.').unwrap();
    let target = (!entity.is_empty()).then(|| Target { entity_id: vec![id(entity)] });
    ServiceCall {
        domain: domain.to_owned(),
        service: service.to_owned(),
        service_data: Face::new("", data).attributes,
        target,
    }
}

/// Who calls in these tests.
fn somebody() -> Context {
    new_context(Some(UserId::from("a11a")), MORNING)
}

/// Who may do everything.
fn anything() -> May {
    Arc::new(|_| true)
}

async fn call(home: &DemoHome, service: &str, entity: &str, data: Value) -> CallOutcome {
    home.call(service_call(service, entity, data), somebody(), anything()).await
}

async fn do_call(home: &DemoHome, service: &str, entity: &str, data: Value) {
    call(home, service, entity, data).await.unwrap_or_else(|error| panic!("{service} {entity}: {error:?}"));
}

/// Turns the time forward and lets the house live through it.
async fn pass(home: &DemoHome, seconds: f64) {
    tokio::time::advance(Duration::from_secs_f64(seconds)).await;
    home.step(home.0.clock.now());
}

/// What has been reported, of one entity or, where `entity` is empty, of all.
fn reported(changes: &mut Receiver<Arc<Change>>, entity: &str) -> Vec<Arc<Change>> {
    let all = std::iter::from_fn(|| match changes.try_recv() {
        Ok(change) => Some(change),
        Err(tokio::sync::broadcast::error::TryRecvError::Lagged(missed)) => panic!("missed {missed}"),
        Err(_) => None,
    });
    all.filter(|change| entity.is_empty() || change.entity_id.as_str() == entity).collect()
}
