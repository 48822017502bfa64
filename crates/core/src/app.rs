//! The one door: routes every event to the machine that it is for.

use std::time::Duration;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use doorstep_protocol::user::CurrentUser;

use crate::accounts::{Account, Accounts, Vault};
use crate::command::{Command, RequestId, Update};
use crate::event::{Event, HttpReply, Intent, NetworkError, StorageError, Theme};
use crate::home::{Home, Outcome};
use crate::login::{Login, Progress};
use crate::outbox::Outbox;
use crate::place::Place;
use crate::problem::Problem;
use crate::session::Session;
use crate::setup::SetUp;
use crate::time::Timestamp;

mod set_up;

pub use set_up::SetUpView;

/// How long the browser may take to say what it remembers; a person must not wait for a broken storage.
const STORAGE_WAIT: Duration = Duration::from_secs(2);

/// The state of the app.
#[derive(Debug, Default)]
pub struct App {
    out: Option<Outbox>,
    accounts: Accounts,
    stage: Stage,
    storage_problem: Option<StorageError>,
    theme: Theme,
    hour: u8,
}

/// Which screen is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Nothing is known yet.
    Starting,
    /// Somebody has to sign in.
    SignIn,
    /// The hub is being set up.
    SetUp,
    /// Somebody is at home.
    Home,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Waiting,
    Loading {
        give_up_at: Timestamp,
    },
    SignIn(Box<Login>),
    SetUp(Box<SetUp>),
    Home {
        home: Box<Home>,
        keep: Keep,
    },
}

/// What is to happen once the hub has said who has come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// Nothing: the account is known.
    Known,
    /// Remember the account on this device.
    Remember,
    /// Keep it until the page ends.
    Forget,
}

impl App {
    /// Takes in what happened and says what follows from it.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Update {
        let mut out = match (self.out.take(), &event) {
            (Some(out), _) => out,
            (None, Event::Started { place, entropy, .. }) => Outbox::new(place.clone(), *entropy),
            (None, _) => return Update::default(),
        };
        self.route(event, now, &mut out);
        out.wake_at(self.deadline());
        let update = std::mem::take(&mut out.update);
        self.out = Some(out);
        update
    }

    /// Which screen is on.
    pub fn screen(&self) -> Screen {
        match &self.stage {
            Stage::Waiting | Stage::Loading { .. } => Screen::Starting,
            Stage::SignIn(_) => Screen::SignIn,
            Stage::SetUp(_) => Screen::SetUp,
            Stage::Home { home, .. } if home.settling().is_some() => Screen::SetUp,
            Stage::Home { .. } => Screen::Home,
        }
    }

    /// The sign-in in progress.
    pub fn login(&self) -> Option<&Login> {
        match &self.stage {
            Stage::SignIn(login) => Some(login),
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::Home { .. } => None,
        }
    }

    /// The home that is open.
    pub fn home(&self) -> Option<&Home> {
        match &self.stage {
            Stage::Home { home, .. } => Some(home),
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => None,
        }
    }

    /// Everybody whom this device knows: id and name.
    pub fn people(&self) -> Vec<(UserId, String)> {
        self.accounts.all().map(|account| (account.user_id.clone(), account.name.clone())).collect()
    }

    /// Why this device cannot remember anybody, if so.
    pub fn storage_problem(&self) -> Option<StorageError> {
        self.storage_problem
    }

    /// The colours chosen on this device.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// The hour of the day where the device stands, 0 to 23.
    pub fn hour(&self) -> u8 {
        self.hour
    }

    /// Where the app is served.
    pub fn place(&self) -> Option<&Place> {
        self.out.as_ref().map(Outbox::place)
    }

    fn route(&mut self, event: Event, now: Timestamp, out: &mut Outbox) {
        match event {
            Event::Started { theme, .. } => {
                self.theme = theme;
                out.update.command(Command::Load);
                self.stage = Stage::Loading { give_up_at: now + STORAGE_WAIT };
            }
            Event::HourStruck(hour) => {
                self.hour = hour;
                out.update.redraw();
            }
            Event::Loaded(vault) => self.loaded(vault, now, out),
            Event::Saved(outcome) => {
                self.storage_problem = outcome.err();
                out.update.redraw();
            }
            Event::User(intent) => self.want(intent, now, out),
            Event::Replied(id, answer) => self.replied(id, answer, now, out),
            Event::SocketOpened(socket) => {
                if let Stage::Home { home, .. } = &mut self.stage {
                    home.socket_opened(socket, now, out);
                }
            }
            Event::SocketSaid(socket, text) => {
                if let Stage::Home { home, .. } = &mut self.stage {
                    let outcome = home.socket_said(socket, &text, now, out);
                    self.follow(outcome, out);
                }
            }
            Event::SocketClosed(socket) => {
                if let Stage::Home { home, .. } = &mut self.stage {
                    home.socket_closed(socket, now, out);
                }
            }
            Event::Woke => {
                out.woken();
                match &mut self.stage {
                    Stage::Loading { give_up_at } if *give_up_at <= now => {
                        self.loaded(Err(StorageError::Broken), now, out);
                    }
                    Stage::Home { home, .. } => home.tick(now, out),
                    Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => {}
                }
            }
            Event::Resumed => {
                if let Stage::Home { home, .. } = &mut self.stage {
                    home.hurry(now, out);
                }
            }
        }
    }

    fn want(&mut self, intent: Intent, now: Timestamp, out: &mut Outbox) {
        match (intent, &mut self.stage) {
            (Intent::Submit { answers, remember }, Stage::SignIn(login)) => {
                login.submit(answers, remember, out);
                out.update.redraw();
            }
            (Intent::ChooseProvider(place), Stage::SignIn(login)) => {
                login.choose(place, out);
                out.update.redraw();
            }
            (Intent::TryAgain, Stage::SignIn(login)) => {
                login.try_again(out);
                out.update.redraw();
            }
            (Intent::TryAgain, Stage::Home { home, .. }) => home.hurry(now, out),
            (Intent::Press(id), Stage::Home { home, .. }) => home.press(&id, now, out),
            (Intent::SetLevel(id, percent), Stage::Home { home, .. }) => {
                home.set_level(&id, percent, now, out);
            }
            (Intent::Security(wish), Stage::Home { home, .. }) => home.secure(wish, now, out),
            (Intent::SetUp(wish), _) => self.set_up_wished(wish, now, out),
            (Intent::SwitchTo(user), _) => self.switch_to(&user, now, out),
            (Intent::SignInSomeoneElse, Stage::Home { .. }) => {
                self.leave(out);
                self.sign_in(None, out);
            }
            (Intent::SignOut, Stage::Home { .. }) => self.sign_out(out),
            (Intent::ChooseTheme(theme), _) => {
                self.theme = theme;
                out.update.command(Command::ShowTheme(theme));
                out.update.redraw();
            }
            // A press on a screen that has just gone.
            (_, _) => {}
        }
    }

    fn loaded(&mut self, vault: Result<Vault, StorageError>, now: Timestamp, out: &mut Outbox) {
        if !matches!(self.stage, Stage::Loading { .. }) {
            return;
        }
        match vault {
            Ok(vault) => self.accounts = Accounts::loaded(vault),
            Err(problem) => self.storage_problem = Some(problem),
        }
        match self.accounts.current().cloned() {
            Some(account) => self.enter(account, now, out),
            None => self.sign_in(None, out),
        }
    }

    fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        match &mut self.stage {
            Stage::SignIn(login) => {
                if let Progress::In { tokens, remember } = login.replied(id, answer, out) {
                    let client_id = out.place().client_id();
                    let keep = if remember { Keep::Remember } else { Keep::Forget };
                    match Session::begin(tokens, client_id, now) {
                        Some(session) => {
                            let home = Box::new(Home::open(session, now, out));
                            self.stage = Stage::Home { home, keep };
                        }
                        None => self.sign_in(Some(Problem::NotAHub), out),
                    }
                }
                self.begin_set_up(out);
                out.update.redraw();
            }
            Stage::SetUp(_) => self.set_up_replied(id, answer, now, out),
            Stage::Home { home, .. } => {
                let outcome = home.replied(id, answer, now, out);
                self.follow(outcome, out);
            }
            Stage::Waiting | Stage::Loading { .. } => {}
        }
    }

    fn follow(&mut self, outcome: Outcome, out: &mut Outbox) {
        match outcome {
            Outcome::Going => {}
            Outcome::Known(user) => self.known(user, out),
            Outcome::Settled => self.settled(out),
            Outcome::Ended => {
                if let Some(token) = self.leave(out) {
                    let gone = self.accounts.all().find(|account| account.refresh_token == token);
                    if let Some(user) = gone.map(|account| account.user_id.clone()) {
                        self.accounts.remove(&user);
                        self.save(out);
                    }
                }
                self.sign_in(Some(Problem::SessionEnded), out);
            }
        }
    }

    fn known(&mut self, user: CurrentUser, out: &mut Outbox) {
        let Stage::Home { home, keep } = &mut self.stage else { return };
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
        };
        if let Some(replaced) = self.accounts.add(account, is_remembered) {
            out.post_form("/auth/revoke", &[("token", replaced.expose())]);
        }
        self.save(out);
        out.update.redraw();
    }

    fn switch_to(&mut self, user: &UserId, now: Timestamp, out: &mut Outbox) {
        if let Some(account) = self.accounts.find(user).cloned() {
            self.leave(out);
            self.accounts.choose(user);
            self.save(out);
            self.enter(account, now, out);
        }
    }

    fn sign_out(&mut self, out: &mut Outbox) {
        let user = self.home().and_then(Home::user).map(|user| user.id.clone());
        if let Some(token) = self.leave(out) {
            // Whether or not the hub hears of it now, this device has let go of the credential.
            out.post_form("/auth/revoke", &[("token", token.expose())]);
        }
        if let Some(user) = user {
            self.accounts.remove(&user);
        }
        self.accounts.choose_nobody();
        self.save(out);
        self.sign_in(None, out);
    }

    fn enter(&mut self, account: Account, now: Timestamp, out: &mut Outbox) {
        let session = Session::resume(account.refresh_token, account.client_id);
        let mut home = Box::new(Home::open(session, now, out));
        if self.accounts.vault().is_setting_up {
            home.settle_in(now, out);
        }
        self.stage = Stage::Home { home, keep: Keep::Known };
        out.update.redraw();
    }

    fn sign_in(&mut self, problem: Option<Problem>, out: &mut Outbox) {
        self.accounts.set_up(false);
        self.stage = Stage::SignIn(Box::new(Login::start(problem, out)));
        out.update.redraw();
    }

    /// Leaves the home that is open; answers its credential.
    fn leave(&mut self, out: &mut Outbox) -> Option<Secret> {
        match std::mem::take(&mut self.stage) {
            Stage::Home { home, .. } => Some(home.leave(out)),
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => None,
        }
    }

    fn save(&self, out: &mut Outbox) {
        out.update.command(Command::Save(self.accounts.vault().clone()));
    }

    fn deadline(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Loading { give_up_at } => Some(*give_up_at),
            Stage::Home { home, .. } => home.deadline(),
            Stage::Waiting | Stage::SetUp(_) | Stage::SignIn(_) => None,
        }
    }
}
