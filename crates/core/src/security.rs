//! A user's own account at the hub: where they are signed in, the second step, the password.
//!
//! Everything is asked for when somebody looks and forgotten when they look away. Every question has an end: Home
//! Assistant says nothing at all where a second factor fails inside.

use std::time::Duration;

use doorstep_protocol::ids::SessionId;
use doorstep_protocol::json::FromJson;
use doorstep_protocol::mfa::WaysIn;
use doorstep_protocol::socket::{Command as Ask, CommandError};
use doorstep_protocol::token::Metadata;
use doorstep_protocol::user::CurrentUser;
use doorstep_protocol::{sessions as wire, users};
use serde_json::Value;

use crate::command::RequestId;
use crate::connection::{Connection, Question};
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::reply;
use crate::time::Timestamp;

pub mod factor;
pub mod password;
pub mod sessions;
mod wish;

use factor::Factor;
use password::Password;
use sessions::Sessions;
use wish::part;
pub use wish::{Asked, Part, Trouble, Wish};

/// How long an answer may take before the person is told that none came.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How often "2 minutes ago" is said anew.
const MINUTE: Duration = Duration::from_secs(60);

/// What the page of one's own account shows.
#[derive(Debug, Default)]
pub struct Security {
    is_open: bool,
    me: Option<CurrentUser>,
    features: Vec<String>,
    discovery: Option<RequestId>,
    waiting: Vec<Waiting>,
    troubles: Vec<(Part, Trouble)>,
    sessions: Sessions,
    factor: Factor,
    password: Password,
    seen_at: Timestamp,
}

#[derive(Debug)]
struct Waiting {
    call: u64,
    asked: Asked,
    ends_at: Timestamp,
}

/// What a wish is carried out with.
#[derive(Debug)]
pub struct Means<'a> {
    /// The line to the hub.
    pub line: &'a mut Connection,
    /// The moment.
    pub now: Timestamp,
    /// What follows.
    pub out: &'a mut Outbox,
}

impl Security {
    /// Whether somebody looks.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// What became of the second step.
    pub fn factor(&self) -> &Factor {
        &self.factor
    }

    /// What became of the password.
    pub fn password(&self) -> Password {
        self.password
    }

    /// The sessions that are known.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// The moment that "ago" counts from.
    pub fn seen_at(&self) -> Timestamp {
        self.seen_at
    }

    /// What went wrong in this part.
    pub fn trouble(&self, part: Part) -> Option<&Trouble> {
        self.troubles.iter().find(|(of, _)| *of == part).map(|(_, trouble)| trouble)
    }

    /// Whether the answer to this is awaited.
    pub fn is_waiting_for(&self, asked: &Asked) -> bool {
        self.waiting.iter().any(|waiting| waiting.asked == *asked)
    }

    /// Whether the hub has this ability beyond Home Assistant's.
    pub fn is_able_to(&self, feature: &str) -> bool {
        self.features.iter().any(|known| known == feature)
    }

    /// Does what a person wants, who is this.
    pub fn want(&mut self, wish: Wish, me: Option<&CurrentUser>, means: &mut Means<'_>) {
        match wish {
            Wish::Open => {
                self.is_open = true;
                self.me = me.cloned();
                self.seen_at = means.now;
                self.discovery = Some(means.out.read("/.well-known/oauth-authorization-server"));
                self.load(means);
            }
            // Secrets that nobody looks at are not kept.
            Wish::Close => *self = Self::default(),
            Wish::Retry(part) => self.retry(part, means),
            Wish::EndSession(id) => self.end(id, means),
            Wish::EndOthers => self.ask(Ask::Sessions(wire::Ask::EndOthers), Asked::EndOthers, means),
            Wish::EndAllOf(user) => {
                let ask = wire::Ask::RevokeAllOf(user.clone());
                self.ask(Ask::Sessions(ask), Asked::EndAllOf(user), means);
            }
            Wish::Rename(id, name) => {
                let ask = wire::Ask::Rename(id.clone(), name.clone());
                self.ask(Ask::Sessions(ask), Asked::Rename(id, name), means);
            }
            Wish::BeginFactor => self.begin_factor(means),
            Wish::SendCode(code) => self.prove_factor(&code, means),
            Wish::CancelFactor => self.cancel_factor(),
            Wish::KeepCodes => self.factor.keep_codes(),
            Wish::RemoveFactor => self.remove_factor(means),
            Wish::OpenPassword => self.password = Password::Asking,
            Wish::ClosePassword => self.close_password(),
            Wish::ChangePassword { current, new } => self.change_password(current, new, means),
        }
        means.out.update.redraw();
    }

    /// The line is live again: what is on the screen is asked for anew.
    pub fn live(&mut self, means: &mut Means<'_>) {
        if self.is_open {
            self.load(means);
        }
    }

    /// The line is gone, and the answers that were under way with it.
    pub fn lost(&mut self) {
        for waiting in std::mem::take(&mut self.waiting) {
            // Lists come again with the line.
            if !matches!(waiting.asked, Asked::WaysIn | Asked::Sessions | Asked::Everyone | Asked::Users) {
                self.fail(part(&waiting.asked), Trouble::Unconfirmed);
            }
        }
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Timestamp> {
        let minute = self.is_open.then_some(self.seen_at + MINUTE);
        self.waiting.iter().map(|waiting| waiting.ends_at).chain(minute).min()
    }

    /// Time has passed. Answers whether the screen differs.
    pub fn tick(&mut self, now: Timestamp) -> bool {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return false;
        }
        let (late, waiting) =
            std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.ends_at <= now);
        self.waiting = waiting;
        let late: Vec<Waiting> = late;
        for waiting in late {
            self.fail(part(&waiting.asked), Trouble::Silent);
        }
        if self.seen_at + MINUTE <= now {
            self.seen_at = now;
        }
        true
    }

    /// Whether the answer to this HTTP request is for this page.
    pub fn awaits(&self, id: RequestId) -> bool {
        self.discovery == Some(id)
    }

    /// Takes in what the hub says of itself.
    pub fn replied(&mut self, answer: Result<HttpReply, NetworkError>, means: &mut Means<'_>) {
        self.discovery = None;
        // A hub that says nothing of itself can do what every hub can.
        self.features = reply::read(answer).map(|metadata: Metadata| metadata.features).unwrap_or_default();
        self.load_everyone(means);
        means.out.update.redraw();
    }

    /// Takes in an answer of the hub. One that came too late is no answer.
    pub fn answered(
        &mut self,
        call: u64,
        asked: &Asked,
        answer: Result<Value, CommandError>,
        means: &mut Means<'_>,
    ) {
        let Some(place) = self.waiting.iter().position(|waiting| waiting.call == call) else { return };
        self.waiting.swap_remove(place);
        match answer {
            Ok(result) => self.told(asked, result, means),
            // Somebody else was quicker.
            Err(error) if error.code == "invalid_token_id" => self.load(means),
            Err(error) => {
                if error.code == "flow_not_found" {
                    self.cancel_factor();
                }
                self.fail(part(asked), Trouble::Refused(error));
            }
        }
        means.out.update.redraw();
    }

    fn told(&mut self, asked: &Asked, result: Value, means: &mut Means<'_>) {
        let is_read = match asked {
            Asked::WaysIn => WaysIn::from_json(result).map(|ways| {
                self.factor.told(&ways);
                self.password.told(&ways);
            }),
            Asked::Sessions => FromJson::from_json(result).map(|list| self.sessions.own = Some(list)),
            Asked::Everyone => FromJson::from_json(result).map(|list| self.sessions.everyone = Some(list)),
            Asked::Users => FromJson::from_json(result).map(|list| self.sessions.users = list),
            Asked::EndSession(id) | Asked::Revoke(id) => {
                self.sessions.remove(id);
                self.load_sessions(means);
                Some(())
            }
            Asked::EndOthers | Asked::EndAllOf(_) | Asked::Rename(..) => {
                self.load_sessions(means);
                Some(())
            }
            Asked::BeginFactor | Asked::ProveFactor => self.factor.step(result),
            Asked::RemoveFactor => {
                self.factor.removed();
                Some(())
            }
            Asked::ChangePassword => {
                self.password = Password::Changed;
                self.load_sessions(means);
                Some(())
            }
        };
        if is_read.is_none() {
            self.fail(part(asked), Trouble::Unreadable);
        }
    }

    fn load(&mut self, means: &mut Means<'_>) {
        self.ask(Ask::CurrentUser, Asked::WaysIn, means);
        self.load_sessions(means);
    }

    fn load_sessions(&mut self, means: &mut Means<'_>) {
        self.ask(Ask::Sessions(wire::Ask::Own), Asked::Sessions, means);
        self.load_everyone(means);
    }

    fn load_everyone(&mut self, means: &mut Means<'_>) {
        if self.is_able_to("sessions") && self.me.as_ref().is_some_and(|me| me.is_admin) {
            self.ask(Ask::Users(users::Ask::List), Asked::Users, means);
            self.ask(Ask::Sessions(wire::Ask::Everyones), Asked::Everyone, means);
        }
    }

    fn end(&mut self, id: SessionId, means: &mut Means<'_>) {
        let is_own = self.sessions.is_own(&id);
        let (ask, asked) = if is_own {
            (wire::Ask::End(id.clone()), Asked::EndSession(id))
        } else {
            (wire::Ask::Revoke(id.clone()), Asked::Revoke(id))
        };
        self.ask(Ask::Sessions(ask), asked, means);
    }

    fn retry(&mut self, part: Part, means: &mut Means<'_>) {
        match part {
            Part::Sessions | Part::Everyone => self.load(means),
            Part::Factor if matches!(self.factor, Factor::Off | Factor::Asking(_)) => {
                self.begin_factor(means)
            }
            Part::Factor | Part::Password => self.load(means),
        }
    }

    /// Asks the hub, once at a time, and lets go of what went wrong before.
    fn ask(&mut self, command: Ask, asked: Asked, means: &mut Means<'_>) {
        if self.is_waiting_for(&asked) {
            return;
        }
        self.troubles.retain(|(of, _)| *of != part(&asked));
        match means.line.ask(command, Question::Security(asked.clone()), means.out) {
            Some(call) => self.waiting.push(Waiting { call, asked, ends_at: means.now + PATIENCE }),
            None => self.fail(part(&asked), Trouble::NotConnected),
        }
    }

    fn fail(&mut self, part: Part, trouble: Trouble) {
        self.troubles.retain(|(of, _)| *of != part);
        self.troubles.push((part, trouble));
    }
}
