//! The login flow as a state machine: whatever is sent in whatever order, nobody comes in without everything
//! that is asked of them.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use doorstep_hub::Config;
use doorstep_hub::config::Policy;
use doorstep_hub::home::demo::family;
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use serde_json::{Value, json};
use tokio::time::advance;

use crate::authenticator::Authenticator;
use crate::house::{CLIENT, House, START};
use crate::networks::RULES;
use crate::page::Page;
use crate::sessions::Folder;

#[derive(Clone, Copy, Debug)]
enum Act {
    Begin { way: Way, at: Place },
    Password { flow: usize, at: Place, who: Who, is_right: bool },
    Code { flow: usize, at: Place, code: Code },
    Pick { flow: usize, at: Place },
    Redeem,
    GiveUp { flow: usize },
    Wait { seconds: u64 },
    Restart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Password,
    Network,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Home,
    Cellar,
    Outside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Has a second factor.
    Anna,
    Clara,
    Nobody,
}

#[derive(Clone, Copy, Debug)]
enum Code {
    Now,
    Next,
    Again,
    Wrong,
    Recovery(usize),
}

/// Mostly what brings somebody in, so that the rest meets flows that are under way.
fn act() -> impl Strategy<Value = Act> {
    let place = || prop_oneof![16 => Just(Place::Home), 1 => Just(Place::Cellar), 1 => Just(Place::Outside)];
    let flow = || prop_oneof![8 => Just(0_usize), 2 => Just(1), 1 => Just(2)];
    let who = prop_oneof![6 => Just(Who::Anna), 2 => Just(Who::Clara), 1 => Just(Who::Nobody)];
    let code = prop_oneof![
        5 => Just(Code::Now),
        1 => Just(Code::Next),
        1 => Just(Code::Again),
        1 => Just(Code::Wrong),
        2 => (0..10_usize).prop_map(Code::Recovery),
    ];
    let way = prop_oneof![5 => Just(Way::Password), 1 => Just(Way::Network)];
    let seconds = prop_oneof![4 => Just(11), 6 => Just(31), 1 => Just(301), 1 => Just(901)];
    prop_oneof![
        5 => (way, place()).prop_map(|(way, at)| Act::Begin { way, at }),
        6 => (flow(), place(), who, prop::bool::weighted(0.9))
            .prop_map(|(flow, at, who, is_right)| Act::Password { flow, at, who, is_right }),
        8 => (flow(), place(), code).prop_map(|(flow, at, code)| Act::Code { flow, at, code }),
        1 => (flow(), place()).prop_map(|(flow, at)| Act::Pick { flow, at }),
        2 => Just(Act::Redeem),
        1 => flow().prop_map(|flow| Act::GiveUp { flow }),
        3 => seconds.prop_map(|seconds| Act::Wait { seconds }),
        1 => Just(Act::Restart),
    ]
}

/// What somebody who only looks from outside must find true.
struct Model {
    folder: Folder,
    house: House,
    app: Authenticator,
    flows: Vec<Flow>,
    used: HashSet<String>,
    last_code: String,
    /// Authorization codes that were given out, for whom, and when.
    codes: Vec<(String, f64)>,
    entries: usize,
}

struct Flow {
    id: String,
    way: Way,
    at: Place,
    begun: f64,
    /// When Anna's password was right in it.
    password_at: Option<f64>,
    is_over: bool,
}

impl Model {
    async fn new() -> Self {
        let folder = Folder::new();
        let house = open(&folder, START).await;
        let mut page = Page::of(&house, "anna").await;
        let app = Authenticator::turned_on(&house, &mut page).await;
        page.vanish().await;
        let used = HashSet::from([app.code(&house)]);
        advance(Duration::from_secs(60)).await;
        Self {
            folder,
            last_code: app.code(&house),
            house,
            app,
            flows: Vec::new(),
            used,
            codes: Vec::new(),
            entries: 0,
        }
    }

    fn from(&self, at: Place) -> House {
        self.house.from(match at {
            Place::Home => "192.168.7.3",
            Place::Cellar => "192.168.9.3",
            Place::Outside => "203.0.113.7",
        })
    }

    async fn act(&mut self, act: Act) {
        let now = self.house.clock.now();
        match act {
            Act::Begin { way, at } => self.begin(way, at).await,
            Act::Password { flow, at, who, is_right } => {
                let (name, password) = match who {
                    Who::Anna => ("anna", "anna-demo-pass"),
                    Who::Clara => ("clara", "clara-demo-pass"),
                    Who::Nobody => ("nobody", "anna-demo-pass"),
                };
                let password = if is_right { password } else { "wrong" };
                let Some((place, answer)) =
                    self.answer(flow, at, json!({"username": name, "password": password})).await
                else {
                    return;
                };
                let flow = &mut self.flows[place];
                let is_open = flow.is_open(Way::Password, at, now) && flow.password_at.is_none() && is_right;
                if answer["step_id"] == "mfa" {
                    assert!(is_open && who == Who::Anna, "{act:?}: {answer}");
                    flow.password_at = Some(now);
                } else if let Some(code) = entry(&answer) {
                    assert!(is_open && who == Who::Clara, "{act:?}: {answer}");
                    flow.is_over = true;
                    self.codes.push((code, now));
                    self.entries += 1;
                }
            }
            Act::Code { flow, at, code } => {
                let code = match code {
                    Code::Now => self.app.code(&self.house),
                    Code::Next => self.app.code_in(&self.house, 1),
                    Code::Again => self.last_code.clone(),
                    Code::Wrong => "wrong!".into(),
                    Code::Recovery(which) => self.app.recovery_codes[which].clone(),
                };
                let Some((place, answer)) = self.answer(flow, at, json!({"code": code})).await else {
                    return;
                };
                let flow = &mut self.flows[place];
                let is_known = flow.password_at.is_some_and(|at| now < at + 300.0);
                if answer["step_id"] == "mfa" {
                    assert!(flow.is_open(Way::Password, at, now) && is_known, "{act:?}: {answer}");
                } else if answer["type"] == "abort" {
                    flow.is_over = true;
                } else if let Some(given) = entry(&answer) {
                    assert!(flow.is_open(Way::Password, at, now) && is_known, "{act:?}: {answer}");
                    assert!(self.used.insert(code.clone()), "{act:?}: {code} was used before");
                    flow.is_over = true;
                    self.last_code = code;
                    self.codes.push((given, now));
                    self.entries += 1;
                }
            }
            Act::Pick { flow, at } => {
                let household = json!({"user": family::HOUSEHOLD});
                let Some((place, answer)) = self.answer(flow, at, household).await else { return };
                if let Some(code) = entry(&answer) {
                    let flow = &mut self.flows[place];
                    assert!(flow.is_open(Way::Network, at, now) && at == Place::Home, "{act:?}: {answer}");
                    flow.is_over = true;
                    self.codes.push((code, now));
                    self.entries += 1;
                }
            }
            Act::Redeem => self.redeem(now).await,
            Act::GiveUp { flow } => {
                if let Some(flow) = self.flows.get_mut(flow) {
                    flow.is_over = true;
                    let gone = Request::delete(format!("/auth/login_flow/{}", flow.id));
                    self.house.send(gone.body(Body::empty()).unwrap()).await;
                }
            }
            Act::Wait { seconds } => advance(Duration::from_secs(seconds)).await,
            Act::Restart => {
                self.house.hub.close().await;
                self.house = open(&self.folder, now).await;
                self.codes.clear();
                self.flows.iter_mut().for_each(|flow| flow.is_over = true);
            }
        }
    }

    async fn begin(&mut self, way: Way, at: Place) {
        let kind = match way {
            Way::Password => "homeassistant",
            Way::Network => "trusted_networks",
        };
        let start =
            json!({"client_id": CLIENT, "handler": [kind, null], "redirect_uri": CLIENT, "pick": true});
        let step = self.from(at).post_json("/auth/login_flow", &start).await.json();
        assert_eq!(entry(&step), None, "nobody comes in by beginning");
        assert_ne!(step["step_id"], "mfa");
        let Some(id) = step["flow_id"].as_str() else { return };
        let (id, begun, is_over) = (id.to_owned(), self.house.clock.now(), step["type"] == "abort");
        self.flows.truncate(2);
        self.flows.insert(0, Flow { id, way, at, begun, password_at: None, is_over });
    }

    /// Answers one of the flows; its place, and what came back. Flows that are over are answered too.
    async fn answer(&mut self, flow: usize, at: Place, mut body: Value) -> Option<(usize, Value)> {
        let id = self.flows.get(flow)?.id.clone();
        body["client_id"] = CLIENT.into();
        let answer = self.from(at).post_json(&format!("/auth/login_flow/{id}"), &body).await.json();
        Some((flow, answer))
    }

    async fn redeem(&mut self, now: f64) {
        let Some((code, given_at)) = self.codes.pop() else { return };
        let house = self.from(Place::Home);
        let redeemed = house.redeem(&code).await;
        assert_eq!(redeemed.status == 200, now < given_at + 60.0, "{}", redeemed.text);
        assert_ne!(house.redeem(&code).await.status, 200, "a code is good once");
    }
}

impl Flow {
    fn is_open(&self, way: Way, at: Place, now: f64) -> bool {
        !self.is_over && self.way == way && self.at == at && now < self.begun + 900.0
    }
}

/// The code that came back, if this is the end of a flow that succeeds.
fn entry(step: &Value) -> Option<String> {
    (step["type"] == "create_entry").then(|| step["result"].as_str().unwrap().to_owned())
}

async fn open(folder: &Folder, now: f64) -> House {
    let config = Config { policy: Policy::parse(RULES).unwrap(), ..folder.config() };
    let house = House::with(config).await;
    advance(Duration::from_secs_f64(now - START)).await;
    house
}

#[test]
fn sec_flow_1_there_is_no_way_in_without_every_factor() {
    let runs = Runs { cases: RUNS, failure_persistence: None, max_shrink_iters: 64, ..Runs::default() };
    let (entries, factors) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let outcome = TestRunner::new(runs).run(&prop::collection::vec(act(), ACTS / 2..ACTS), |acts| {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let mut model = Model::new().await;
            for act in acts {
                model.act(act).await;
            }
            entries.fetch_add(model.entries, Ordering::Relaxed);
            factors.fetch_add(model.used.len() - 1, Ordering::Relaxed);
        });
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    // A model in which nobody ever comes in would prove nothing.
    let (entries, factors) = (entries.into_inner(), factors.into_inner());
    assert!(entries > factors && factors > 3, "{entries} came in, {factors} of them with a second factor");
}

const RUNS: u32 = 24;
const ACTS: usize = 120;
