//! Signing in: from the list of providers to tokens. Draws nothing and knows no provider: the form is the hub's.
//!
//! `Looking` → `Opening` → `Asking` ⇄ `Sending` → `Exchanging` → tokens. A flow that the hub has lost is begun
//! again silently, once, with what was typed. `Stuck` waits for the person to try again.

use doorstep_protocol::login::{Form, Provider, Providers, StartFlow, Step, SubmitStep};
use doorstep_protocol::token::Tokens;

use crate::command::RequestId;
use crate::event::{Answers, HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::reply::{self, TokenAnswer};

/// A sign-in in progress.
#[derive(Debug)]
pub struct Login {
    stage: Stage,
    providers: Vec<Provider>,
    chosen: usize,
    preselect_remember: bool,
    form: Option<Form>,
    problem: Option<Problem>,
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
    },
}

#[derive(Debug)]
enum Stage {
    Looking(RequestId),
    Opening { request: RequestId, again: Option<Typed> },
    Asking,
    Sending { request: RequestId, typed: Typed, is_second_try: bool },
    Exchanging { request: RequestId, remember: bool },
    Stuck,
}

#[derive(Clone, Debug)]
struct Typed {
    answers: Answers,
    remember: bool,
}

impl Login {
    /// Begins; `problem` says why the person is asked at all, where that needs saying.
    pub fn start(problem: Option<Problem>, out: &mut Outbox) -> Self {
        let stage = Stage::Looking(out.read("/auth/providers"));
        Self { stage, providers: Vec::new(), chosen: 0, preselect_remember: false, form: None, problem }
    }

    /// What is asked, once the hub has said so.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// What the person must be told.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Whether the hub is being waited for.
    pub fn is_busy(&self) -> bool {
        match self.stage {
            Stage::Asking | Stage::Stuck => false,
            Stage::Looking(_) | Stage::Opening { .. } | Stage::Sending { .. } | Stage::Exchanging { .. } => {
                true
            }
        }
    }

    /// The ways to sign in, and which of them is taken.
    pub fn providers(&self) -> (&[Provider], usize) {
        (&self.providers, self.chosen)
    }

    /// Whether "remember" starts ticked.
    pub fn preselect_remember(&self) -> bool {
        self.preselect_remember
    }

    /// Takes another way in.
    pub fn choose(&mut self, provider: usize, out: &mut Outbox) {
        if provider < self.providers.len() && provider != self.chosen {
            self.chosen = provider;
            self.form = None;
            self.problem = None;
            self.open(None, out);
        }
    }

    /// Sends what was typed. Ignored while an answer is awaited, so that a double press is one press.
    pub fn submit(&mut self, answers: Answers, remember: bool, out: &mut Outbox) {
        if matches!(self.stage, Stage::Asking) {
            self.send(Typed { answers, remember }, false, out);
        }
    }

    /// Begins again after a problem.
    pub fn try_again(&mut self, out: &mut Outbox) {
        if matches!(self.stage, Stage::Stuck) {
            self.problem = None;
            self.stage = Stage::Looking(out.read("/auth/providers"));
        }
    }

    /// Takes in an answer of the hub; answers to questions no longer asked are ignored.
    pub fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        out: &mut Outbox,
    ) -> Progress {
        match &self.stage {
            Stage::Looking(request) if *request == id => self.found(reply::read(answer), out),
            Stage::Opening { request, again } if *request == id => {
                let again = again.clone();
                self.opened(reply::read(answer), again, out);
            }
            Stage::Sending { request, typed, is_second_try } if *request == id => {
                let (typed, is_second_try) = (typed.clone(), *is_second_try);
                if reply::is_flow_gone(&answer) && !is_second_try {
                    self.open(Some(typed), out);
                } else {
                    self.answered(reply::read(answer), typed.remember, out);
                }
            }
            Stage::Exchanging { request, remember } if *request == id => {
                return self.exchanged(reply::read_tokens(answer), *remember);
            }
            Stage::Looking(_)
            | Stage::Opening { .. }
            | Stage::Asking
            | Stage::Sending { .. }
            | Stage::Exchanging { .. }
            | Stage::Stuck => {}
        }
        Progress::Going
    }

    fn found(&mut self, providers: Result<Providers, Problem>, out: &mut Outbox) {
        match providers {
            Ok(found) if found.providers.is_empty() => self.stick(Problem::NoProvider),
            Ok(found) => {
                self.providers = found.providers;
                self.preselect_remember = found.preselect_remember_me;
                self.chosen = 0;
                self.open(None, out);
            }
            Err(problem) => self.stick(problem),
        }
    }

    fn open(&mut self, again: Option<Typed>, out: &mut Outbox) {
        let Some(provider) = self.providers.get(self.chosen) else { return };
        let client_id = out.place().client_id();
        let start = StartFlow {
            redirect_uri: client_id.clone(),
            client_id,
            handler: (provider.kind.clone(), provider.id.clone()),
            challenge: None,
            pick: false,
        };
        self.stage = Stage::Opening { request: out.post_json("/auth/login_flow", &start.to_json()), again };
    }

    fn opened(&mut self, step: Result<Step, Problem>, again: Option<Typed>, out: &mut Outbox) {
        let remember = again.as_ref().is_some_and(|typed| typed.remember);
        let Ok(Step::Form(form)) = step else { return self.answered(step, remember, out) };
        let is_same_form = self.form.as_ref().is_some_and(|old| old.data_schema == form.data_schema);
        self.form = Some(form);
        match again {
            Some(typed) if is_same_form => self.send(typed, true, out),
            Some(_) | None => self.stage = Stage::Asking,
        }
    }

    fn send(&mut self, typed: Typed, is_second_try: bool, out: &mut Outbox) {
        let Some(form) = &self.form else { return };
        self.problem = None;
        let body =
            SubmitStep { client_id: out.place().client_id(), values: typed.answers.0.clone() }.to_json();
        let request = out.post_json(&format!("/auth/login_flow/{}", form.flow_id.as_str()), &body);
        self.stage = Stage::Sending { request, typed, is_second_try };
    }

    fn answered(&mut self, step: Result<Step, Problem>, remember: bool, out: &mut Outbox) {
        match step {
            Ok(Step::Form(form)) => {
                self.form = Some(form);
                self.stage = Stage::Asking;
            }
            Ok(Step::CreateEntry { result, .. }) => {
                let client_id = out.place().client_id();
                let pairs =
                    [("grant_type", "authorization_code"), ("client_id", &client_id), ("code", &result)];
                self.stage = Stage::Exchanging { request: out.post_form("/auth/token", &pairs), remember };
            }
            Ok(Step::Abort { reason, .. }) => self.stick(Problem::FlowAborted { reason }),
            Ok(
                Step::External { .. }
                | Step::Progress { .. }
                | Step::Menu { .. }
                | Step::Done { .. }
                | Step::Unknown,
            ) => self.stick(Problem::StepUnknown),
            Err(problem) if self.form.is_some() => {
                self.problem = Some(problem);
                self.stage = Stage::Asking;
            }
            Err(problem) => self.stick(problem),
        }
    }

    fn exchanged(&mut self, answer: TokenAnswer, remember: bool) -> Progress {
        match answer {
            TokenAnswer::Granted(tokens) => return Progress::In { tokens, remember },
            TokenAnswer::Kept(problem) => self.stick(problem),
            TokenAnswer::Gone => self.stick(Problem::SessionEnded),
        }
        Progress::Going
    }

    fn stick(&mut self, problem: Problem) {
        self.problem = Some(problem);
        self.stage = Stage::Stuck;
    }
}
