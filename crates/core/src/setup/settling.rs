//! The set-up of a hub that has an owner: the home's name, the people in it, and whether its network is trusted.
//!
//! People are added at once. The name is sent last, since it is what ends the set-up at the hub; until then a page
//! that is opened again goes on here.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::json::{FromJson, Members, object};
use doorstep_protocol::onboarding::{NetworkHere, Open};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::{Command as Ask, CommandError};
use doorstep_protocol::users::{self, User};
use serde_json::Value;

use super::{Page, Trouble, Wish, status};
use crate::command::RequestId;
use crate::connection::Question;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::reply;
use crate::security::password::SHORTEST;
use crate::security::{self, Means};

/// A set-up that goes on after the owner is in.
#[derive(Debug)]
pub struct Settling {
    page: Page,
    home_name: String,
    people: Vec<String>,
    here: Option<NetworkHere>,
    adding: Option<Adding>,
    calls: Vec<Call>,
    /// What waits for an answer, or for a token to be sent with.
    sent: Vec<(RequestId, Call)>,
    trouble: Option<Trouble>,
}

#[derive(Debug)]
struct Adding {
    name: String,
    user: Option<UserId>,
    sign_in: Option<(String, Secret)>,
}

/// What was asked over the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Who is there already.
    People,
    /// To add somebody.
    Add,
    /// To give them a password.
    GivePassword,
    /// To take back somebody who got none.
    TakeBack,
}

/// What is asked over HTTP, as the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Steps,
    Network,
    Trust(bool),
    Name,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It goes on.
    Going,
    /// The home is set up.
    Done,
}

impl Settling {
    /// Begins, or goes on after the page was opened again.
    pub fn start() -> Self {
        Self {
            page: Page::Home,
            home_name: String::new(),
            people: Vec::new(),
            here: None,
            adding: None,
            calls: vec![Call::Steps, Call::Network],
            sent: Vec::new(),
            trouble: None,
        }
    }

    /// The page that is on.
    pub fn page(&self) -> Page {
        self.page
    }

    /// What went wrong.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Whether the hub is being waited for.
    pub fn is_busy(&self) -> bool {
        self.adding.is_some() || self.is_asking(|call| matches!(call, Call::Trust(_) | Call::Name))
    }

    /// Everybody who lives here, the owner first.
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// The network of this page, once the hub has told.
    pub fn here(&self) -> Option<&NetworkHere> {
        self.here.as_ref()
    }

    /// The line is live: who is there already?
    pub fn live(&mut self, means: &mut Means<'_>) {
        means.line.ask(Ask::Users(users::Ask::List), Question::Settling(Asked::People), means.out);
    }

    /// The line is gone, and the answer that was under way with it.
    pub fn lost(&mut self) {
        if self.adding.take().is_some() {
            self.trouble = Some(Trouble::Line(security::Trouble::Unconfirmed));
        }
    }

    /// Does what a person wants.
    pub fn want(&mut self, wish: Wish, means: &mut Means<'_>) {
        match wish {
            Wish::NameHome(name) => {
                self.home_name = name;
                self.go_to(Page::People);
            }
            Wish::AddPerson { name, sign_in } => self.add(name, sign_in, means),
            Wish::GoOn => self.go_to(Page::Network),
            Wish::Back => self.go_to(if self.page == Page::Network { Page::People } else { Page::Home }),
            Wish::Finish { is_trusted } if !self.is_busy() => {
                self.trouble = None;
                self.calls.push(if is_trusted { Call::Trust(true) } else { Call::Name });
            }
            Wish::TryAgain => {
                self.trouble = None;
                self.calls.extend(self.here.is_none().then_some(Call::Network));
            }
            Wish::Finish { .. } | Wish::UseCode(_) | Wish::Own { .. } => {}
        }
        means.out.update.redraw();
    }

    /// Whether something is to be sent that needs a token.
    pub fn needs_token(&self) -> bool {
        !self.calls.is_empty()
    }

    /// Sends what is to be sent.
    pub fn send(&mut self, token: &Secret, out: &mut Outbox) {
        for call in std::mem::take(&mut self.calls) {
            let id = match call {
                Call::Steps => out.read("/api/onboarding"),
                Call::Network => out.read_as("/api/onboarding/network", token),
                Call::Trust(trust) => {
                    out.post_json_as("/api/onboarding/network", &body("trust", trust.into()), token)
                }
                Call::Name => {
                    let name = body("home_name", self.home_name.as_str().into());
                    let name = if self.home_name.is_empty() { Value::Object(object([])) } else { name };
                    out.post_json_as("/api/onboarding/core_config", &name, token)
                }
            };
            self.sent.push((id, call));
        }
    }

    /// Takes in an answer over HTTP, if it was this one's.
    pub fn replied(&mut self, id: RequestId, answer: &Result<HttpReply, NetworkError>) -> Option<Progress> {
        let place = self.sent.iter().position(|(sent, _)| *sent == id)?;
        let (_, call) = self.sent.swap_remove(place);
        if status(answer) == Some(404) {
            return Some(self.is_closed(call));
        }
        match call {
            Call::Steps => match reply::read(answer.clone()) {
                Ok(Open(steps)) if steps.is_empty() => return Some(Progress::Done),
                Ok(_) => {}
                Err(problem) => self.fail(problem),
            },
            Call::Network => match reply::read(answer.clone()) {
                Ok(here) => self.here = Some(here),
                Err(problem) => self.fail(problem),
            },
            Call::Trust(_) => match reply::read::<Value>(answer.clone()) {
                Ok(_) => self.calls.push(Call::Name),
                Err(problem) => self.fail(problem),
            },
            Call::Name => match reply::read::<Value>(answer.clone()) {
                Ok(_) => return Some(Progress::Done),
                Err(problem) => self.fail(problem),
            },
        }
        Some(Progress::Going)
    }

    /// Takes in an answer over the line.
    pub fn answered(&mut self, asked: &Asked, answer: Result<Value, CommandError>, means: &mut Means<'_>) {
        means.out.update.redraw();
        match (asked, answer) {
            (Asked::People, Ok(result)) => {
                let users: Vec<User> = FromJson::from_json(result).unwrap_or_default();
                self.people =
                    users.into_iter().filter(|user| !user.is_system).map(|user| user.name).collect();
            }
            (Asked::People, Err(_)) | (Asked::TakeBack, _) => {}
            (Asked::Add, Ok(result)) => self.added(result, means),
            (Asked::GivePassword, Ok(_)) => self.is_in(),
            (Asked::Add | Asked::GivePassword, Err(error)) => {
                // Nobody stays who can never come in.
                if let Some(user) = self.adding.take().and_then(|adding| adding.user) {
                    let ask = users::Ask::Remove(user);
                    means.line.ask(Ask::Users(ask), Question::Settling(Asked::TakeBack), means.out);
                }
                self.trouble = Some(Trouble::Line(security::Trouble::Refused(error)));
            }
        }
    }

    fn add(&mut self, name: String, sign_in: Option<(String, Secret)>, means: &mut Means<'_>) {
        let is_short =
            sign_in.as_ref().is_some_and(|(_, password)| password.expose().chars().count() < SHORTEST);
        if is_short {
            self.trouble = Some(Trouble::TooShort);
        } else if self.adding.is_none() {
            let ask = users::Ask::Add { name: name.clone(), is_local_only: sign_in.is_none() };
            let call = means.line.ask(Ask::Users(ask), Question::Settling(Asked::Add), means.out);
            self.trouble = call.is_none().then_some(Trouble::Line(security::Trouble::NotConnected));
            self.adding = call.map(|_| Adding { name, user: None, sign_in });
        }
    }

    fn added(&mut self, result: Value, means: &mut Means<'_>) {
        let user = Members::of(result).and_then(|mut result| Members::of(result.read("user")?));
        let id: Option<String> = user.and_then(|mut user| user.read("id"));
        let Some(adding) = &mut self.adding else { return };
        adding.user = id.map(UserId);
        match (adding.user.clone(), adding.sign_in.take()) {
            (Some(user), Some((username, password))) => {
                let ask = users::Ask::GivePassword { user, username, password };
                means.line.ask(Ask::Users(ask), Question::Settling(Asked::GivePassword), means.out);
            }
            (_, _) => self.is_in(),
        }
    }

    fn is_in(&mut self) {
        self.people.extend(self.adding.take().map(|adding| adding.name));
    }

    /// The hub has closed an address: it is set up, or it has no such question.
    fn is_closed(&mut self, call: Call) -> Progress {
        match call {
            Call::Steps | Call::Trust(_) | Call::Name => Progress::Done,
            Call::Network => {
                self.here = Some(NetworkHere::default());
                Progress::Going
            }
        }
    }

    fn is_asking(&self, which: impl Fn(&Call) -> bool) -> bool {
        self.calls.iter().chain(self.sent.iter().map(|(_, call)| call)).any(which)
    }

    fn fail(&mut self, problem: Problem) {
        self.trouble = Some(Trouble::Hub(problem));
    }

    fn go_to(&mut self, page: Page) {
        self.trouble = None;
        self.page = page;
    }
}

fn body(member: &str, value: Value) -> Value {
    Value::Object(object([(member, value)]))
}
