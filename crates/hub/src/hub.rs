//! The hub: what it is made of, how it starts and how it ends.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use tokio::sync::{broadcast, watch};

use crate::assets::App;
use crate::auth::factors::seal::{NoKey, Seal};
use crate::auth::providers::command_line::run::Judge;
use crate::auth::{Auth, demo_family};
use crate::clock::Clock;
use crate::config::{self, Config, ConfigError, Limits, Policy};
use crate::home::Home;
use crate::home::demo::{DemoHome, DemoOptions};
use crate::http::csp::Reports;
use crate::http::guard::Guard;
use crate::networks::{self, Networks, people};
use crate::permissions::places::Places;
use crate::setup::SetUp;
use crate::socket::Sockets;
use crate::socket::news::News;
use crate::store::{self, Store};

/// A running hub. Cheap to clone; every clone is the same hub.
#[derive(Clone)]
pub struct Hub(Arc<Parts>);

struct Parts {
    clock: Clock,
    store: Store,
    auth: Auth,
    set_up: SetUp,
    home: Arc<DemoHome>,
    places: Arc<Places>,
    sockets: Sockets,
    news: broadcast::Sender<Arc<News>>,
    networks: Networks,
    guard: Guard,
    reports: Reports,
    app: App,
    limits: Limits,
}

impl Hub {
    /// Opens the database and the home in it. Nothing moves before [`Hub::live`].
    pub async fn open(config: Config, clock: Clock) -> Result<Self, OpenError> {
        let Config { place, app, names, origins, policy, command_line, demo, limits } = config;
        let beside = place.clone();
        let Policy { proxies, networks, allows_no_origin } = policy;
        let names = config::names(&names).map_err(OpenError::Config)?;
        let origins = config::origins(&origins).map_err(OpenError::Config)?;
        let store = tokio::task::spawn_blocking(move || Store::open(&place))
            .await
            .map_err(|_| OpenError::Failed)?
            .map_err(OpenError::Store)?;
        let is_sealed = store.has_factors().await.map_err(|_| OpenError::Failed)?;
        let seal = Seal::load(&beside, is_sealed).map_err(OpenError::Key)?;
        let auth = Auth::new(clock, seal, command_line.map(Judge::new));
        let has_users = store.has_users().await.map_err(|_| OpenError::Failed)?;
        let options = if let Some(options) = demo {
            if !has_users {
                let family = demo_family::users(&auth.passwords).await.map_err(|_| OpenError::Failed)?;
                store.add_users(family, clock.now()).await.map_err(|_| OpenError::Failed)?;
                store.finish_set_up(Some("Demo home".into())).await.map_err(|_| OpenError::Failed)?;
            }
            options
        } else {
            DemoOptions { is_empty: true, ..DemoOptions::default() }
        };
        let set_up = start_set_up(&store, clock).await.ok_or(OpenError::Failed)?;
        store.forget_ended_sessions(clock.now()).await.map_err(|_| OpenError::Failed)?;
        let kept = networks::kept::read(&store).await.map_err(|_| OpenError::Failed)?;
        let networks = Networks::new(networks, kept, proxies.clone());
        people::note_strangers(&networks.rules(), &store).await.map_err(|_| OpenError::Failed)?;
        let saved = store.home_state(DEMO).await.map_err(|_| OpenError::Failed)?;
        let home = DemoHome::open(saved, options, clock);
        Ok(Self(Arc::new(Parts {
            clock,
            store,
            auth,
            set_up,
            places: Arc::new(Places::of_home(&*home)),
            home,
            sockets: Sockets::new(limits),
            news: broadcast::Sender::new(256),
            networks,
            guard: Guard::new(names, origins, allows_no_origin, proxies),
            reports: Reports::default(),
            app: App::new(app),
            limits,
        })))
    }

    /// Lets the home live, and keeps what it wants kept. Ends only with the hub.
    pub async fn live(&self) {
        let moves = Arc::clone(&self.0.home).run();
        let keeps = async {
            let mut kept = String::new();
            loop {
                tokio::time::sleep(KEEP_EVERY).await;
                self.keep_home(&mut kept).await;
                if let Err(error) = self.0.store.forget_ended_sessions(self.0.clock.now()).await {
                    tracing::warn!(%error, "ended sessions stay for now");
                }
            }
        };
        tokio::join!(moves, keeps, networks::watch::run(self));
    }

    /// Ends every conversation, keeps the home and closes the database.
    pub async fn close(&self) {
        self.0.sockets.close_all();
        if tokio::time::timeout(FAREWELLS, self.0.sockets.emptied()).await.is_err() {
            tracing::warn!("some sockets were cut off");
        }
        self.keep_home(&mut String::new()).await;
        self.0.store.close().await;
    }

    /// Takes the networks of a new configuration file, and sends away whom they no longer let in. Whatever
    /// else the file says holds from the next start on.
    pub async fn take(&self, policy: Policy) -> Result<(), store::StoreError> {
        let _turn = self.0.networks.turn().await;
        let kept = networks::kept::read(&self.0.store).await?;
        self.0.networks.set_file(policy.networks, kept);
        networks::watch::changed(self).await?;
        people::note_strangers(&self.0.networks.rules(), &self.0.store).await
    }

    /// Shuts a user out: no longer active, every session gone, every socket closed.
    pub async fn deactivate(&self, user: &UserId) -> Result<bool, store::StoreError> {
        let was_active = self.0.store.deactivate(user.clone()).await?;
        self.0.sockets.close_user(user);
        Ok(was_active)
    }

    async fn keep_home(&self, kept: &mut String) {
        let saved = self.0.home.save().to_string();
        if saved == *kept {
            return;
        }
        match self.0.store.set_home_state(DEMO, saved.clone()).await {
            Ok(()) => *kept = saved,
            Err(error) => tracing::error!(%error, "the state of the home was not kept"),
        }
    }

    pub(crate) fn clock(&self) -> Clock {
        self.0.clock
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn auth(&self) -> &Auth {
        &self.0.auth
    }

    pub(crate) fn set_up(&self) -> &SetUp {
        &self.0.set_up
    }

    /// The code with which somebody becomes the owner of a hub that nobody owns, each time that there is
    /// another. It is for the eyes of whoever started the hub, and for no log.
    pub fn set_up_codes(&self) -> watch::Receiver<Option<Secret>> {
        self.0.set_up.codes()
    }

    pub(crate) fn home(&self) -> &dyn Home {
        &*self.0.home
    }

    /// Where the entities of the home stand. The registries of the demo home stay as they are.
    pub(crate) fn places(&self) -> Arc<Places> {
        Arc::clone(&self.0.places)
    }

    pub(crate) fn sockets(&self) -> &Sockets {
        &self.0.sockets
    }

    pub(crate) fn news(&self) -> &broadcast::Sender<Arc<News>> {
        &self.0.news
    }

    pub(crate) fn networks(&self) -> &Networks {
        &self.0.networks
    }

    /// Tells every socket; nobody may be listening.
    pub(crate) fn announce(&self, news: News) {
        self.0.news.send(Arc::new(news)).ok();
    }

    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }

    pub(crate) fn reports(&self) -> &Reports {
        &self.0.reports
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }
}

async fn start_set_up(store: &Store, clock: Clock) -> Option<SetUp> {
    let (has_users, home_name) = (store.has_users().await.ok()?, store.home_name().await.ok()?);
    SetUp::new(has_users, home_name, clock.now()).ok()
}

/// Why a hub does not start.
#[derive(Debug)]
pub enum OpenError {
    /// The configuration cannot be used.
    Config(ConfigError),
    /// There is no database to work with.
    Store(store::Unusable),
    /// There is no key to what is sealed in it.
    Key(NoKey),
    /// The database was opened but does not answer; the log says why.
    Failed,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Key(error) => error.fmt(f),
            Self::Failed => f.write_str("The database was opened but does not answer."),
        }
    }
}

impl std::error::Error for OpenError {}

const DEMO: &str = "demo";
const KEEP_EVERY: Duration = Duration::from_secs(5);
const FAREWELLS: Duration = Duration::from_secs(3);
