//! How a flow begins: who can sign in how, and the first step of the provider that is taken.

use doorstep_protocol::json;
use doorstep_protocol::login::{Challenge, Providers, StartFlow, Step};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::token::Metadata;

use super::{Asked, Login, Opening, Progress, Stage, Start};
use crate::accounts::Entrance;
use crate::command::RequestId;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::pkce;
use crate::problem::Problem;
use crate::reply::{self, TokenAnswer};
use crate::time::Timestamp;

pub(super) type Reply = Result<HttpReply, NetworkError>;

impl Login {
    /// Something random has come; without it the flow is begun without PKCE.
    pub fn drawn(&mut self, verifier: Option<Secret>, out: &mut Outbox) {
        if let Stage::Drawing(opening) = &mut self.stage {
            let opening = std::mem::take(opening);
            self.verifier = verifier;
            self.open(opening, out);
        }
    }

    /// Takes in an answer of the hub; answers to questions no longer asked are ignored.
    pub fn replied(&mut self, id: RequestId, reply: Reply, now: Timestamp, out: &mut Outbox) -> Progress {
        match &mut self.stage {
            Stage::Looking { metadata, found, .. } if *metadata == Some(id) => {
                *metadata = None;
                let is_complete = *found;
                // A hub that says nothing of itself can do what Home Assistant always could.
                let said = reply.ok().and_then(|reply| json::parse::<Metadata>(&reply.body));
                self.offer.metadata = said.unwrap_or_default();
                if is_complete {
                    self.begin_first(out);
                }
            }
            Stage::Looking { providers, .. } if *providers == id => self.found(reply::read(reply), now, out),
            Stage::Opening(request, opening) if *request == id => {
                let opening = std::mem::take(opening);
                self.opened(reply::read(reply), opening, now, out);
            }
            Stage::Sending { request, sent, rest, is_again } if *request == id => {
                let (sent, rest, is_again) = (sent.clone(), std::mem::take(rest), *is_again);
                self.sent(reply, sent, rest, is_again, now, out);
            }
            Stage::Exchanging { request, entrance, remember } if *request == id => {
                let (entrance, remember) = (*entrance, *remember);
                match reply::read_tokens(reply) {
                    TokenAnswer::Granted(tokens) => return Progress::In { tokens, remember, entrance },
                    TokenAnswer::Kept(problem) => self.stick(problem, now, out),
                    TokenAnswer::Gone => self.stick(Problem::SessionEnded, now, out),
                }
            }
            Stage::Looking { .. }
            | Stage::Drawing(_)
            | Stage::Opening(..)
            | Stage::Asking
            | Stage::Sending { .. }
            | Stage::Awaiting { .. }
            | Stage::Exchanging { .. }
            | Stage::Stuck { .. } => {}
        }
        Progress::Going
    }

    fn found(&mut self, providers: Result<Providers, Problem>, now: Timestamp, out: &mut Outbox) {
        match providers {
            Ok(found) if found.providers.is_empty() => self.stick(Problem::NoProvider, now, out),
            Ok(providers) => {
                self.tries = 0;
                self.offer.found(providers);
                let Stage::Looking { metadata, found, .. } = &mut self.stage else { return };
                *found = true;
                if metadata.is_none() {
                    self.begin_first(out);
                }
            }
            Err(problem) => self.stick(problem, now, out),
        }
    }

    fn begin_first(&mut self, out: &mut Outbox) {
        if !self.has_faces {
            self.offer.choose_form();
        }
        // What brought the person here stays said until they do something about it; a hub that did not answer
        // has answered now.
        let reason = self.problem.take().filter(|problem| !problem.is_passing());
        self.begin(Opening::default(), out);
        self.problem = reason;
    }

    pub(super) fn open(&mut self, opening: Opening, out: &mut Outbox) {
        let Some(provider) = self.offer.chosen() else { return };
        let client_id = out.place().client_id();
        let challenge = self.verifier.as_ref().map(|verifier| Challenge {
            code_challenge: pkce::challenge(verifier),
            code_challenge_method: "S256".to_owned(),
        });
        let must_ask = self.start == Start::Left && self.offer.is_network();
        let start = StartFlow {
            redirect_uri: client_id.clone(),
            client_id,
            handler: (provider.kind.clone(), provider.id.clone()),
            challenge,
            pick: must_ask && self.offer.metadata.has("pick_user"),
        };
        self.stage = Stage::Opening(out.post_json("/auth/login_flow", &start.to_json()), opening);
    }

    fn opened(&mut self, step: Result<Step, Problem>, opening: Opening, now: Timestamp, out: &mut Outbox) {
        let Opening { is_chosen, mut again } = opening;
        match step {
            Ok(Step::Form(form)) if again.first().is_some_and(|typed| typed.schema == form.data_schema) => {
                self.flow = Some(form.flow_id);
                let first = again.remove(0);
                self.send(first, again, true, out);
            }
            // Nobody is let in whom nobody asked for, after somebody has left. The code is never redeemed.
            Ok(Step::CreateEntry { .. }) if self.start == Start::Left && !is_chosen => {
                if self.offer.hold() {
                    self.begin(Opening::default(), out);
                } else {
                    self.asked = Asked::Nothing;
                    self.has_asked = true;
                    self.stage = Stage::Asking;
                }
            }
            Ok(Step::CreateEntry { result, .. }) => {
                let entrance = if is_chosen { Entrance::Picked } else { Entrance::Automatic };
                self.exchange(&result, entrance, true, out);
            }
            Ok(Step::Abort { reason, .. }) => {
                if !is_chosen && self.offer.give_up() {
                    let told = self.problem.take();
                    self.begin(Opening::default(), out);
                    self.problem = told;
                } else {
                    self.stick(Problem::FlowAborted { reason }, now, out);
                }
            }
            Ok(step) => self.show(step, None, now, out),
            // The hub is restarting: what was typed stays, and begins a new flow when it is sent again.
            Err(problem) if matches!(self.asked, Asked::Form(_)) => self.tell(problem, now),
            Err(problem) => self.stick(problem, now, out),
        }
    }
}
