//! The conversation of a flow once it has begun: what each answer of the hub leads to.

use std::collections::BTreeMap;
use std::time::Duration;

use doorstep_protocol::login::{Form, Step, SubmitStep};
use serde_json::Value;

use super::ask::{self, Control};
use super::faces::FACE;
use super::flow::Reply;
use super::{Asked, Login, Opening, Sent, Stage, Typed, address};
use crate::accounts::Entrance;
use crate::command::{Command, RequestId};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::reply;
use crate::time::Timestamp;

/// How soon a question that met a hub in trouble is asked again.
const AGAIN: Duration = Duration::from_secs(3);
/// How often in a row the hub may say that it is done without going on.
const MOST_DONE: u32 = 5;

impl Login {
    /// Sends what was typed; `rest` follows once the hub asks for it.
    pub(super) fn send(&mut self, typed: Typed, rest: Vec<Typed>, is_again: bool, out: &mut Outbox) {
        if !is_again {
            self.problem = None;
        }
        for field in typed.schema.iter().filter(|field| ask::control(field) == Control::Line) {
            if let Some(text) = typed.answers.0.get(&field.name).and_then(Value::as_str) {
                self.texts.insert(field.name.clone(), text.to_owned());
            }
        }
        let values = typed.answers.0.clone();
        let body = SubmitStep { client_id: out.place().client_id(), values };
        if let Some(request) = self.post(&body, out) {
            self.stage = Stage::Sending { request, sent: Sent::Typed(typed), rest, is_again };
        }
    }

    /// Asks how it goes on: by this way of a menu, or simply.
    pub(super) fn question(&mut self, way: Option<&str>, began_at: Timestamp, tries: u32, out: &mut Outbox) {
        let mut values = BTreeMap::new();
        if let Some(way) = way {
            values.insert("next_step_id".to_owned(), way.into());
        }
        let body = SubmitStep { client_id: out.place().client_id(), values };
        if let Some(request) = self.post(&body, out) {
            let sent = Sent::Question { began_at, tries };
            self.stage = Stage::Sending { request, sent, rest: Vec::new(), is_again: false };
        }
    }

    fn post(&self, body: &SubmitStep, out: &mut Outbox) -> Option<RequestId> {
        let flow_id = self.flow.as_ref()?;
        Some(out.post_json(&format!("/auth/login_flow/{}", flow_id.as_str()), &body.to_json()))
    }

    pub(super) fn sent(
        &mut self,
        reply: Reply,
        sent: Sent,
        rest: Vec<Typed>,
        is_again: bool,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        if reply::is_flow_gone(&reply) && !is_again {
            return self.lost(sent, out);
        }
        match (reply::read(reply), sent) {
            (Ok(Step::Form(form)), Sent::Typed(_)) if has_errors(&form) => self.ask(form, out),
            (Ok(Step::Form(form)), Sent::Typed(typed)) => {
                self.path.push(typed);
                let mut rest = rest;
                if rest.first().is_some_and(|next| next.schema == form.data_schema) {
                    self.flow = Some(form.flow_id);
                    let next = rest.remove(0);
                    self.send(next, rest, true, out);
                } else {
                    self.ask(form, out);
                }
            }
            (Ok(Step::CreateEntry { result, .. }), sent) => {
                let is_network = self.offer.is_network();
                let entrance = if is_network { Entrance::Picked } else { Entrance::SignedIn };
                // Asked once, with the first form.
                let first = self.path.first().map(|typed| typed.remember);
                let remember = match &sent {
                    Sent::Typed(typed) => first.unwrap_or(typed.remember),
                    Sent::Question { .. } => first.unwrap_or(true),
                };
                self.exchange(&result, entrance, remember, out);
            }
            // The hub gave a person five minutes for the second step: the first one is known, the code is not.
            (Ok(Step::Abort { reason, .. }), _) if reason == "login_expired" && !self.path.is_empty() => {
                let again = Opening { is_chosen: false, again: std::mem::take(&mut self.path) };
                self.begin_again(Problem::StartedAgain, again, out);
            }
            (Ok(Step::Abort { reason, .. }), _) => {
                let opening = Opening::default();
                self.begin_again(Problem::FlowAborted { reason }, opening, out);
            }
            (Ok(step), sent) => {
                let asked = Some(&sent);
                self.show(step, asked, now, out);
                if let Sent::Typed(typed) = sent {
                    self.path.push(typed);
                }
            }
            (Err(problem), Sent::Question { began_at, tries })
                if problem.is_passing() && problem.pause().is_none() =>
            {
                let tries = tries.saturating_add(1);
                self.stage = Stage::Awaiting { again_at: now + AGAIN, began_at, tries };
            }
            (Err(problem), Sent::Question { .. }) if !matches!(self.asked, Asked::Menu(_)) => {
                self.stick(problem, now, out);
            }
            (Err(problem), _) => {
                self.tell(problem, now);
                self.focus(out);
            }
        }
    }

    /// The hub has lost the flow. Its first step is done again silently; a later one, which may be a code, is asked
    /// for again, and the person is told.
    fn lost(&mut self, sent: Sent, out: &mut Outbox) {
        let mut again = std::mem::take(&mut self.path);
        match sent {
            Sent::Typed(typed) if again.is_empty() => {
                again.push(typed);
                self.begin(Opening { is_chosen: false, again }, out);
            }
            Sent::Typed(_) | Sent::Question { .. } => {
                self.begin_again(Problem::StartedAgain, Opening { is_chosen: false, again }, out);
            }
        }
    }

    /// Shows a step that is neither the end nor a form that was sent already.
    pub(super) fn show(&mut self, step: Step, sent: Option<&Sent>, now: Timestamp, out: &mut Outbox) {
        self.has_asked = true;
        match step {
            Step::Form(form) => self.ask(form, out),
            Step::Menu { flow_id, options } => {
                self.flow = Some(flow_id);
                self.asked = Asked::Menu(options);
                self.stage = Stage::Asking;
            }
            Step::External { flow_id, url } => {
                self.flow = Some(flow_id);
                match address::checked(&url, out.place().origin()) {
                    Some((address, host)) => self.await_step(Asked::External { address, host }, sent, now),
                    None => self.stick(Problem::AddressUnsafe, now, out),
                }
            }
            Step::Progress { flow_id, action } => {
                self.flow = Some(flow_id);
                self.await_step(Asked::Progress(action), sent, now);
            }
            Step::Done { flow_id } => {
                self.flow = Some(flow_id);
                let tries = match sent {
                    Some(Sent::Question { tries, .. }) => *tries,
                    Some(Sent::Typed(_)) | None => 0,
                };
                // At once, but a hub that says "done" for ever is not asked for ever.
                if tries < MOST_DONE {
                    self.question(None, now, tries.saturating_add(1), out);
                } else {
                    self.stick(Problem::NothingCame, now, out);
                }
            }
            Step::CreateEntry { .. } | Step::Abort { .. } | Step::Unknown => {
                self.stick(Problem::StepUnknown, now, out);
            }
        }
    }

    /// Asks a form anew.
    fn ask(&mut self, form: Form, out: &mut Outbox) {
        self.flow = Some(form.flow_id.clone());
        self.asked = Asked::Form(form);
        self.has_asked = true;
        self.stage = Stage::Asking;
        self.focus(out);
    }

    /// Redeems the code of a flow that has ended well.
    pub(super) fn exchange(&mut self, code: &str, entrance: Entrance, remember: bool, out: &mut Outbox) {
        let client_id = out.place().client_id();
        let mut pairs = vec![("grant_type", "authorization_code"), ("client_id", &client_id), ("code", code)];
        if let Some(verifier) = &self.verifier {
            pairs.push(("code_verifier", verifier.expose()));
        }
        self.stage = Stage::Exchanging { request: out.post_form("/auth/token", &pairs), entrance, remember };
    }

    /// Puts the cursor where the person goes on: into the field that is wrong, or the first that is empty.
    fn focus(&self, out: &mut Outbox) {
        if self.has_picker() {
            out.update.command(Command::Focus(FACE.to_owned()));
        }
        let Some(form) = self.form() else { return };
        let errors = form.errors.as_ref().filter(|errors| !errors.is_empty());
        let mut fields = form.data_schema.iter().filter(|field| ask::control(field) != Control::Hidden);
        let wrong = |name: &str| errors.is_some_and(|errors| errors.contains_key(name));
        let is_retyped = |control: Control| matches!(control, Control::Secret | Control::Code);
        let place = match errors {
            Some(_) => fields
                .clone()
                .find(|field| wrong(&field.name))
                .or_else(|| fields.clone().find(|field| is_retyped(ask::control(field)))),
            None => fields.clone().find(|field| !self.texts.contains_key(&field.name)),
        };
        if let Some(field) = place.or_else(|| fields.next()) {
            out.update.command(Command::Focus(field.name.clone()));
        }
    }
}

/// Home Assistant sends `{}` or `null` where nothing is wrong.
fn has_errors(form: &Form) -> bool {
    form.errors.as_ref().is_some_and(|errors| !errors.is_empty())
}
