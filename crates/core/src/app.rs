//! The one door: routes every event to the machine that it is for.

use std::time::Duration;

use doorstep_protocol::ids::UserId;

use crate::accounts::{Accounts, Entrance};
use crate::command::{Command, Update};
use crate::event::{Event, Intent, StorageError, Theme};
use crate::home::Home;
use crate::login::{Face, Login, Start};
use crate::outbox::Outbox;
use crate::place::Place;
use crate::setup::SetUp;
use crate::time::Timestamp;

mod doors;
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
    minute: u8,
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
        visit: Visit,
    },
}

/// How whoever is at home has come in.
#[derive(Clone, Copy, Debug)]
struct Visit {
    entrance: Entrance,
    since: Timestamp,
    /// Until when the screen says who came in unasked.
    welcome_until: Option<Timestamp>,
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

    /// Everybody who can come in here without typing: those whom this device remembers, then those of the network.
    pub fn faces(&self) -> Vec<Face> {
        let remembered = self.accounts.all().map(|account| Face {
            user_id: account.user_id.clone(),
            name: account.name.clone(),
            is_remembered: true,
        });
        let network = self.login().and_then(Login::network_faces).unwrap_or_default();
        let others = network.into_iter().filter(|face| self.accounts.find(&face.user_id).is_none());
        remembered.chain(others).collect()
    }

    /// Whether the picker is on: faces are wanted, and there are some.
    pub fn is_picking(&self) -> bool {
        self.login().is_some_and(|login| {
            login.wants_faces() && (login.has_picker() || self.accounts.all().next().is_some())
        })
    }

    /// Whether the one who is at home came in unasked, and the screen should say so.
    pub fn is_welcoming(&self) -> bool {
        matches!(self.stage, Stage::Home { visit: Visit { welcome_until: Some(_), .. }, .. })
    }

    /// Whether whoever is at home came in by the network, so that others may too.
    pub fn is_by_network(&self) -> bool {
        match &self.stage {
            Stage::Home { visit, .. } => visit.entrance != Entrance::SignedIn,
            Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) | Stage::SignIn(_) => false,
        }
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

    /// The minute of that hour, 0 to 59.
    pub fn minute(&self) -> u8 {
        self.minute
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
            Event::MinuteStruck { hour, minute } => {
                (self.hour, self.minute) = (hour, minute);
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
                    self.follow(outcome, now, out);
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
                    Stage::Home { home, visit, .. } => {
                        home.tick(now, out);
                        if visit.welcome_until.is_some_and(|until| until <= now) {
                            visit.welcome_until = None;
                            out.update.redraw();
                        }
                    }
                    Stage::SignIn(login) => login.tick(now, out),
                    Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) => {}
                }
            }
            Event::Resumed => match &mut self.stage {
                Stage::Home { home, .. } => home.resumed(now, out),
                Stage::SignIn(login) => {
                    login.resumed(now, out);
                    out.update.redraw();
                }
                Stage::Waiting | Stage::Loading { .. } | Stage::SetUp(_) => {}
            },
            Event::Drawn(digits) => {
                if let Stage::SignIn(login) = &mut self.stage {
                    login.drawn(digits, out);
                }
            }
        }
    }

    fn want(&mut self, intent: Intent, now: Timestamp, out: &mut Outbox) {
        if let Stage::SignIn(login) = &mut self.stage {
            out.update.redraw();
            match intent {
                Intent::Submit { answers, remember } => return login.submit(answers, remember, out),
                Intent::ChooseProvider(place) => return login.choose(place, out),
                Intent::ChooseStep(key) => return login.choose_step(&key, now, out),
                Intent::SignInSomeoneElse => return login.show_form(out),
                Intent::ShowFaces => return login.show_faces(out),
                Intent::TryAgain => return login.try_again(out),
                Intent::Pick(user) if self.accounts.find(&user).is_none() => return login.pick(&user, out),
                Intent::Pick(_)
                | Intent::Press(_)
                | Intent::SetLevel(..)
                | Intent::SwitchTo(_)
                | Intent::SignOut
                | Intent::ChooseTheme(_)
                | Intent::Security(_)
                | Intent::SetUp(_)
                | Intent::DismissWelcome
                | Intent::Reload => {}
            }
        }
        match (intent, &mut self.stage) {
            (Intent::TryAgain, Stage::Home { home, .. }) => home.hurry(now, out),
            (Intent::Press(id), Stage::Home { home, .. }) => home.press(&id, now, out),
            (Intent::SetLevel(id, percent), Stage::Home { home, .. }) => {
                home.set_level(&id, percent, now, out);
            }
            (Intent::Security(wish), Stage::Home { home, .. }) => home.secure(wish, now, out),
            (Intent::SetUp(wish), _) => self.set_up_wished(wish, now, out),
            (Intent::SwitchTo(user) | Intent::Pick(user), _) => self.switch_to(&user, now, out),
            (Intent::SignInSomeoneElse, Stage::Home { .. }) => {
                self.step_aside(now, out);
                self.stage = Stage::SignIn(Box::new(Login::start_at_form(out)));
                out.update.redraw();
            }
            (Intent::ShowFaces, Stage::Home { .. }) => {
                self.step_aside(now, out);
                self.sign_in(Start::Left, None, out);
            }
            (Intent::SignOut, Stage::Home { .. }) => self.sign_out(now, out),
            (Intent::DismissWelcome, Stage::Home { visit, .. }) => {
                visit.welcome_until = None;
                out.update.redraw();
            }
            (Intent::Reload, _) => out.update.command(Command::Reload),
            (Intent::ChooseTheme(theme), _) => {
                self.theme = theme;
                out.update.command(Command::ShowTheme(theme));
                out.update.redraw();
            }
            // A press on a screen that has just gone.
            (_, _) => {}
        }
    }

    fn deadline(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Loading { give_up_at } => Some(*give_up_at),
            Stage::Home { home, visit, .. } => {
                [home.deadline(), visit.welcome_until].into_iter().flatten().min()
            }
            Stage::SignIn(login) => login.deadline(),
            Stage::Waiting | Stage::SetUp(_) => None,
        }
    }
}
