//! Signing in: from the list of providers to tokens. Draws nothing; the form is the hub's.
//!
//! `Looking` → `Opening` → `Asking` ⇄ `Sending` → `Exchanging` → tokens. A flow that the hub has lost is begun
//! again with what was typed. Knows one provider by name, `trusted_networks`: its first form is the picker.

use std::collections::BTreeMap;

use doorstep_protocol::ids::FlowId;
use doorstep_protocol::login::{Explanation, Field, Form, Provider};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::token::Tokens;

use crate::accounts::Entrance;
use crate::command::{Command, RequestId};
use crate::event::Answers;
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::time::Timestamp;

pub mod address;
pub mod answer;
pub mod ask;
mod faces;
mod flow;
mod offer;
mod steps;
mod waits;

pub use faces::{FACE, Face};
use offer::Offer;

/// A sign-in in progress.
#[derive(Debug)]
pub struct Login {
    stage: Stage,
    offer: Offer,
    asked: Asked,
    flow: Option<FlowId>,
    /// What the hub has taken in this flow, to send it again should it lose the flow.
    path: Vec<Typed>,
    /// What was typed that is no secret, by field: a flow that begins anew asks for it again.
    texts: BTreeMap<String, String>,
    /// The PKCE verifier of this flow.
    verifier: Option<Secret>,
    problem: Option<Problem>,
    /// Until when the hub wants to hear nothing, and how many seconds that still is.
    pause: Option<(Timestamp, u64)>,
    tries: u32,
    start: Start,
    has_faces: bool,
    has_asked: bool,
}

/// What brought the person here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing in particular: who may come in unasked comes in.
    Free,
    /// Somebody has left on purpose: nobody comes in unasked.
    Left,
}

/// How a step went.
#[derive(Debug)]
pub enum Progress {
    /// The person is not in yet.
    Going,
    /// The way is open.
    In {
        /// What the hub gave.
        tokens: Tokens,
        /// Whether this device may remember the user.
        remember: bool,
        /// How they came in.
        entrance: Entrance,
    },
}

/// What the hub asks at the moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Asked {
    /// Nothing yet.
    #[default]
    Nothing,
    /// These fields.
    Form(Form),
    /// How to go on: key and name of each way.
    Menu(Vec<(String, String)>),
    /// To do something on another page.
    External {
        /// The address, which is safe to open.
        address: String,
        /// The host that it leads to.
        host: String,
    },
    /// To wait while this is going on: a key, or empty.
    Progress(String),
}

#[derive(Debug)]
enum Stage {
    /// Who can sign in how? Two questions, asked at once.
    Looking {
        providers: RequestId,
        metadata: Option<RequestId>,
        found: bool,
    },
    /// Something random is on its way.
    Drawing(Opening),
    Opening(RequestId, Opening),
    Asking,
    Sending {
        request: RequestId,
        sent: Sent,
        rest: Vec<Typed>,
        is_again: bool,
    },
    /// Something else must happen first; asked about now and then.
    Awaiting {
        again_at: Timestamp,
        began_at: Timestamp,
        tries: u32,
    },
    Exchanging {
        request: RequestId,
        entrance: Entrance,
        remember: bool,
    },
    Stuck {
        again_at: Option<Timestamp>,
    },
}

/// A flow that is being begun.
#[derive(Clone, Debug, Default)]
struct Opening {
    /// Whether a person has chosen this provider, and so wants in.
    is_chosen: bool,
    /// What to send again once it is there.
    again: Vec<Typed>,
}

/// What was sent to a flow.
#[derive(Clone, Debug)]
enum Sent {
    Typed(Typed),
    /// A way of a menu, or a mere "what now?".
    Question {
        began_at: Timestamp,
        tries: u32,
    },
}

#[derive(Clone, Debug)]
struct Typed {
    answers: Answers,
    remember: bool,
    schema: Vec<Field>,
}

impl Login {
    /// Begins; `problem` says why the person is asked at all, where that needs saying.
    pub fn start(start: Start, problem: Option<Problem>, out: &mut Outbox) -> Self {
        let mut login = Self {
            stage: Stage::Stuck { again_at: None },
            offer: Offer::default(),
            asked: Asked::Nothing,
            flow: None,
            path: Vec::new(),
            texts: BTreeMap::new(),
            verifier: None,
            problem,
            pause: None,
            tries: 0,
            start,
            has_faces: true,
            has_asked: false,
        };
        login.look(out);
        login
    }

    /// The same, at the form at once: the person has said that they are none of the faces.
    pub fn start_at_form(out: &mut Outbox) -> Self {
        let mut login = Self::start(Start::Left, None, out);
        login.has_faces = false;
        login
    }

    /// What is asked, once the hub has said so.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The form, where the hub asks one; the picker is none.
    pub fn form(&self) -> Option<&Form> {
        match &self.asked {
            Asked::Form(form) if !self.has_picker() => Some(form),
            Asked::Form(_)
            | Asked::Nothing
            | Asked::Menu(_)
            | Asked::External { .. }
            | Asked::Progress(_) => None,
        }
    }

    /// What the person must be told.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// How many seconds the hub still wants to hear nothing.
    pub fn pause(&self) -> Option<u64> {
        self.pause.map(|(_, seconds)| seconds)
    }

    /// Whether the hub is being waited for.
    pub fn is_busy(&self) -> bool {
        match self.stage {
            Stage::Asking | Stage::Stuck { .. } | Stage::Awaiting { .. } => false,
            Stage::Looking { .. }
            | Stage::Drawing(_)
            | Stage::Opening(..)
            | Stage::Sending { .. }
            | Stage::Exchanging { .. } => true,
        }
    }

    /// Whether nothing goes on until the person says so, or the hub comes back.
    pub fn is_stuck(&self) -> bool {
        matches!(self.stage, Stage::Stuck { .. })
    }

    /// The other ways in beside the one that is taken: their places in the list, and what to call them.
    /// Beside the picker only those that nobody is let in by unasked: the others are behind "Someone else".
    pub fn ways(&self, is_picker: bool) -> Vec<(usize, &Provider)> {
        self.offer.others(is_picker)
    }

    /// Whether nothing was asked yet: there is nothing to draw that would stay.
    pub fn is_arriving(&self) -> bool {
        !self.has_asked && self.problem.is_none()
    }

    /// Whether "remember" starts ticked.
    pub fn preselect_remember(&self) -> bool {
        self.offer.preselect_remember
    }

    /// Why the hub offers what it offers, where it says so.
    pub fn explanation(&self) -> Option<&Explanation> {
        self.offer.explanation.as_ref()
    }

    /// The providers that the hub offers.
    pub fn providers(&self) -> &[Provider] {
        &self.offer.providers
    }

    /// What was typed into a field before, where it is no secret.
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.texts.get(field).map(String::as_str)
    }

    /// Whether this is the first form of a flow, which asks whether to remember the device.
    pub fn is_first_step(&self) -> bool {
        self.path.is_empty()
    }

    /// Takes another way in.
    pub fn choose(&mut self, provider: usize, out: &mut Outbox) {
        if self.offer.choose(provider) {
            self.has_faces = false;
            self.begin(Opening { is_chosen: true, again: Vec::new() }, out);
        }
    }

    /// Sends what was typed. Ignored while an answer is awaited, so that a double press is one press.
    pub fn submit(&mut self, answers: Answers, remember: bool, out: &mut Outbox) {
        let Asked::Form(form) = &self.asked else { return };
        if matches!(self.stage, Stage::Asking) && self.pause.is_none() {
            let typed = Typed { answers, remember, schema: form.data_schema.clone() };
            if self.flow.is_some() {
                self.send(typed, Vec::new(), false, out);
            } else {
                self.problem = None;
                self.begin(Opening { is_chosen: false, again: vec![typed] }, out);
            }
        }
    }

    /// Begins again after a problem.
    pub fn try_again(&mut self, out: &mut Outbox) {
        if self.is_stuck() && self.pause.is_none() {
            self.problem = None;
            self.look(out);
        }
    }

    fn look(&mut self, out: &mut Outbox) {
        let metadata = Some(out.read("/.well-known/oauth-authorization-server"));
        self.stage = Stage::Looking { providers: out.read("/auth/providers"), metadata, found: false };
    }

    /// Begins a flow with the chosen provider.
    fn begin(&mut self, opening: Opening, out: &mut Outbox) {
        self.flow = None;
        self.path.clear();
        self.verifier = None;
        // What is sent again stands in a form that stays on the screen meanwhile.
        if opening.again.is_empty() {
            self.asked = Asked::Nothing;
            self.problem = None;
        }
        if self.offer.metadata.has_pkce() {
            out.update.command(Command::Draw);
            self.stage = Stage::Drawing(opening);
        } else {
            self.open(opening, out);
        }
    }
}
