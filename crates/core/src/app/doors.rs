//! Coming in, changing places and going: what each means for the accounts of this device.

use std::time::Duration;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use doorstep_protocol::user::CurrentUser;

use super::{App, Keep, Stage, Visit};
use crate::accounts::{Account, Accounts, Entrance, Vault};
use crate::command::{Command, RequestId};
use crate::event::{HttpReply, NetworkError, StorageError};
use crate::home::{Home, Outcome};
use crate::login::{Login, Progress, Start};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::session::Session;
use crate::time::Timestamp;

/// How long the screen says who came in unasked.
const WELCOME: Duration = Duration::from_secs(30);
/// The shortest session after which a tablet comes in again by itself.
const SHORTEST: Duration = Duration::from_secs(60);

impl Visit {
    pub(super) fn begin(entrance: Entrance, now: Timestamp) -> Self {
        let welcome_until = (entrance == Entrance::Automatic).then_some(now + WELCOME);
        Self { entrance, since: now, welcome_until }
    }
}

impl App {
    pub(super) fn loaded(&mut self, vault: Result<Vault, StorageError>, now: Timestamp, out: &mut Outbox) {
        if !matches!(self.stage, Stage::Loading { .. }) {
            return;
        }
        match vault {
            Ok(vault) => self.accounts = Accounts::loaded(vault),
            Err(problem) => self.storage_problem = Some(problem),
        }
        match self.accounts.current().cloned() {
            Some(account) => self.enter(account, now, out),
            None if self.accounts.was_left(now) => self.sign_in(Start::Left, None, out),
            None => self.sign_in(Start::Free, None, out),
        }
    }

    pub(super) fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        match &mut self.stage {
            Stage::SignIn(login) => {
                if let Progress::In { tokens, remember, entrance } = login.replied(id, answer, now, out) {
                    let client_id = out.place().client_id();
                    let keep = if remember { Keep::Remember } else { Keep::Forget };
                    match Session::begin(tokens, client_id, now) {
                        Some(session) => {
                            let home = Box::new(Home::open(session, now, out));
                            self.stage = Stage::Home { home, keep, visit: Visit::begin(entrance, now) };
                        }
                        None => self.sign_in(Start::Left, Some(Problem::NotAHub), out),
                    }
                }
                self.begin_set_up(out);
                out.update.redraw();
            }
            Stage::SetUp(_) => self.set_up_replied(id, answer, now, out),
            Stage::Home { home, .. } => {
                let outcome = home.replied(id, answer, now, out);
                self.follow(outcome, now, out);
            }
            Stage::Waiting | Stage::Loading { .. } => {}
        }
    }

    pub(super) fn follow(&mut self, outcome: Outcome, now: Timestamp, out: &mut Outbox) {
        match outcome {
            Outcome::Going => {}
            Outcome::Known(user) => self.known(user, out),
            Outcome::Settled => self.settled(out),
            Outcome::Ended => {
                let visit = self.visit();
                if let Some(token) = self.leave(out) {
                    let gone = self.accounts.all().find(|account| account.refresh_token == token);
                    if let Some(user) = gone.map(|account| account.user_id.clone()) {
                        self.accounts.remove(&user);
                        self.save(out);
                    }
                }
                match visit {
                    // The hub ends such sessions by the hour; a tablet on the wall goes on by itself. One that is
                    // ended at once is not begun for ever.
                    Some(visit)
                        if visit.entrance == Entrance::Automatic && now.since(visit.since) >= SHORTEST =>
                    {
                        self.sign_in(Start::Free, None, out);
                    }
                    Some(_) | None => self.sign_in(Start::Left, Some(Problem::SessionEnded), out),
                }
            }
        }
    }

    fn known(&mut self, user: CurrentUser, out: &mut Outbox) {
        let Stage::Home { home, keep, visit } = &mut self.stage else { return };
        let is_remembered = match std::mem::replace(keep, Keep::Known) {
            Keep::Known => return,
            Keep::Remember => true,
            Keep::Forget => false,
        };
        let account = Account {
            user_id: user.id,
            name: user.name,
            client_id: home.session().client_id().to_owned(),
            refresh_token: home.session().refresh_token().clone(),
            entrance: visit.entrance,
        };
        if let Some(replaced) = self.accounts.add(account, is_remembered) {
            out.post_form("/auth/revoke", &[("token", replaced.expose())]);
        }
        self.save(out);
        out.update.redraw();
    }

    pub(super) fn switch_to(&mut self, user: &UserId, now: Timestamp, out: &mut Outbox) {
        if let Some(account) = self.accounts.find(user).cloned() {
            self.leave(out);
            self.accounts.choose(user);
            self.save(out);
            self.enter(account, now, out);
        }
    }

    pub(super) fn sign_out(&mut self, now: Timestamp, out: &mut Outbox) {
        let user = self.home().and_then(Home::user).map(|user| user.id.clone());
        if let Some(token) = self.leave(out) {
            // Whether or not the hub hears of it now, this device has let go of the credential.
            out.post_form("/auth/revoke", &[("token", token.expose())]);
        }
        if let Some(user) = user {
            self.accounts.remove(&user);
        }
        self.accounts.leave(now);
        self.save(out);
        self.sign_in(Start::Left, None, out);
    }

    fn enter(&mut self, account: Account, now: Timestamp, out: &mut Outbox) {
        let session = Session::resume(account.refresh_token, account.client_id);
        let mut home = Box::new(Home::open(session, now, out));
        if self.accounts.vault().is_setting_up {
            home.settle_in(now, out);
        }
        self.stage = Stage::Home { home, keep: Keep::Known, visit: Visit::begin(account.entrance, now) };
        out.update.redraw();
    }

    pub(super) fn sign_in(&mut self, start: Start, problem: Option<Problem>, out: &mut Outbox) {
        self.accounts.set_up(false);
        self.stage = Stage::SignIn(Box::new(Login::start(start, problem, out)));
        out.update.redraw();
    }

    /// Leaves the home that is open and keeps its account; nobody is current until somebody chooses.
    pub(super) fn step_aside(&mut self, now: Timestamp, out: &mut Outbox) {
        self.leave(out);
        self.accounts.leave(now);
        self.save(out);
    }

    /// Leaves the home that is open; answers its credential.
    fn leave(&mut self, out: &mut Outbox) -> Option<Secret> {
        match std::mem::take(&mut self.stage) {
            Stage::Home { home, .. } => Some(home.leave(out)),
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => None,
        }
    }

    fn visit(&self) -> Option<Visit> {
        match &self.stage {
            Stage::Home { visit, .. } => Some(*visit),
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => None,
        }
    }

    pub(super) fn save(&self, out: &mut Outbox) {
        out.update.command(Command::Save(self.accounts.vault().clone()));
    }
}
