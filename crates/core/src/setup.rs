//! The first start of a hub, until it has an owner: the code that the hub shows, then who the owner is.
//!
//! `Looking` → `Asking` → `Creating` → `Exchanging` → tokens. What comes after, with the owner signed in, is in
//! [`settling`]. A hub that has no such code is not set up here: `Elsewhere`.

use doorstep_protocol::onboarding::{Created, NewOwner};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::token::{Metadata, Tokens};

use crate::command::RequestId;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::reply::{self, TokenAnswer};
use crate::security;
use crate::security::password::SHORTEST;

pub mod settling;
pub mod username;

/// A set-up without an owner yet.
#[derive(Debug)]
pub struct SetUp {
    stage: Stage,
    code: Secret,
    trouble: Option<Trouble>,
}

/// The pages of the set-up, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// The hub is being asked whether it can be set up here.
    #[default]
    Looking,
    /// It cannot.
    Elsewhere,
    /// The code that the hub shows.
    Code,
    /// Who the owner is.
    Owner,
    /// What the home is called.
    Home,
    /// Who else lives here.
    People,
    /// Whether this network is only the household's.
    Network,
}

/// What a person wants of the set-up.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Go on with this code.
    UseCode(Secret),
    /// Go to the page before.
    Back,
    /// Become the owner.
    Own {
        /// What people call them.
        name: String,
        /// What they sign in with.
        username: String,
        /// As they chose it.
        password: Secret,
    },
    /// Call the home so.
    NameHome(String),
    /// Add somebody who lives here.
    AddPerson {
        /// What people call them.
        name: String,
        /// Username and password; without, they come in from the home's network only.
        sign_in: Option<(String, Secret)>,
    },
    /// Everybody is there.
    GoOn,
    /// Whether this network is only the household's. Ends the set-up.
    Finish {
        /// It is, and may be trusted.
        is_trusted: bool,
    },
    /// Do again what did not come to an end.
    TryAgain,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The code is wrong, or no longer good.
    WrongCode,
    /// The password is too short for the hub.
    TooShort,
    /// An answer over HTTP.
    Hub(Problem),
    /// An answer over the line.
    Line(security::Trouble),
}

/// How a step went.
#[derive(Debug)]
pub enum Progress {
    /// There is no owner yet.
    Going,
    /// The hub has an owner already.
    IsSetUp,
    /// The owner is in.
    In(Tokens),
}

#[derive(Debug)]
enum Stage {
    Looking(RequestId),
    Stuck,
    Elsewhere,
    Asking(Page),
    Creating(RequestId),
    Exchanging(RequestId),
}

impl SetUp {
    /// Begins at a hub that has no owner.
    pub fn start(out: &mut Outbox) -> Self {
        Self { stage: look(out), code: Secret::default(), trouble: None }
    }

    /// The page that is on.
    pub fn page(&self) -> Page {
        match self.stage {
            Stage::Looking(_) | Stage::Stuck => Page::Looking,
            Stage::Elsewhere => Page::Elsewhere,
            Stage::Asking(page) => page,
            Stage::Creating(_) | Stage::Exchanging(_) => Page::Owner,
        }
    }

    /// What went wrong.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Whether the hub is being waited for.
    pub fn is_busy(&self) -> bool {
        match self.stage {
            Stage::Looking(_) | Stage::Creating(_) | Stage::Exchanging(_) => true,
            Stage::Stuck | Stage::Elsewhere | Stage::Asking(_) => false,
        }
    }

    /// Does what a person wants.
    pub fn want(&mut self, wish: Wish, out: &mut Outbox) {
        match (wish, &self.stage) {
            (Wish::UseCode(code), Stage::Asking(Page::Code)) => {
                self.code = code;
                self.go_to(Page::Owner);
            }
            (Wish::Back, Stage::Asking(Page::Owner)) => self.go_to(Page::Code),
            (Wish::Own { name, username, password }, Stage::Asking(Page::Owner)) => {
                if password.expose().chars().count() < SHORTEST {
                    self.trouble = Some(Trouble::TooShort);
                    return;
                }
                let owner = NewOwner {
                    name,
                    username,
                    password,
                    setup_code: self.code.clone(),
                    client_id: out.place().client_id(),
                };
                self.trouble = None;
                self.stage = Stage::Creating(out.post_json("/api/onboarding/users", &owner.to_json()));
            }
            (Wish::TryAgain, Stage::Stuck) => {
                self.trouble = None;
                self.stage = look(out);
            }
            // A press on a page that has just gone.
            (_, _) => {}
        }
    }

    /// Takes in an answer of the hub.
    pub fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        out: &mut Outbox,
    ) -> Progress {
        match self.stage {
            Stage::Looking(request) if request == id => self.found(reply::read(answer)),
            Stage::Creating(request) if request == id => return self.created(answer, out),
            Stage::Exchanging(request) if request == id => return self.exchanged(answer),
            Stage::Looking(_)
            | Stage::Stuck
            | Stage::Elsewhere
            | Stage::Asking(_)
            | Stage::Creating(_)
            | Stage::Exchanging(_) => {}
        }
        Progress::Going
    }

    fn found(&mut self, metadata: Result<Metadata, Problem>) {
        let has_code = |metadata: Metadata| metadata.features.iter().any(|feature| feature == "setup_code");
        self.stage = match metadata.map(has_code) {
            Ok(true) => Stage::Asking(Page::Code),
            // Home Assistant without this document answers with a page of its own.
            Ok(false) | Err(Problem::NotAHub) => Stage::Elsewhere,
            Err(problem) => {
                self.trouble = Some(Trouble::Hub(problem));
                Stage::Stuck
            }
        };
    }

    fn created(&mut self, answer: Result<HttpReply, NetworkError>, out: &mut Outbox) -> Progress {
        match status(&answer) {
            Some(401) => {
                self.go_to(Page::Code);
                self.trouble = Some(Trouble::WrongCode);
                return Progress::Going;
            }
            Some(403 | 404) => return Progress::IsSetUp,
            Some(_) | None => {}
        }
        match reply::read(answer) {
            Ok(Created { auth_code }) => {
                self.code = Secret::default();
                let client_id = out.place().client_id();
                let pairs = [
                    ("grant_type", "authorization_code"),
                    ("client_id", &client_id),
                    ("code", auth_code.expose()),
                ];
                self.stage = Stage::Exchanging(out.post_form("/auth/token", &pairs));
            }
            Err(problem) => {
                self.go_to(Page::Owner);
                self.trouble = Some(Trouble::Hub(problem));
            }
        }
        Progress::Going
    }

    fn exchanged(&mut self, answer: Result<HttpReply, NetworkError>) -> Progress {
        match reply::read_tokens(answer) {
            TokenAnswer::Granted(tokens) => Progress::In(tokens),
            // The owner is there, and can sign in as everybody does.
            TokenAnswer::Kept(_) | TokenAnswer::Gone => Progress::IsSetUp,
        }
    }

    fn go_to(&mut self, page: Page) {
        self.trouble = None;
        self.stage = Stage::Asking(page);
    }
}

/// The status of an answer.
pub(crate) fn status(answer: &Result<HttpReply, NetworkError>) -> Option<u16> {
    answer.as_ref().ok().map(|reply| reply.status)
}

fn look(out: &mut Outbox) -> Stage {
    Stage::Looking(out.read("/.well-known/oauth-authorization-server"))
}
