//! `Pair`: one app, one hub, and the line between them, which a test may cut.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body as HttpBody, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use doorstep_core::accounts::Vault;
use doorstep_core::card::Says;
use doorstep_core::command::{Body, HttpRequest, RequestId, SocketId};
use doorstep_core::event::{Answers, HttpReply, NetworkError, Theme};
use doorstep_core::home::Tile;
use doorstep_core::place::Place;
use doorstep_core::time::Timestamp;
use doorstep_core::{App, Command, Event, Intent};
use doorstep_hub::config::Policy;
use doorstep_hub::socket::{Frame, converse_from};
use doorstep_hub::{Clock, Config, Hub, app};
use doorstep_protocol::ids::EntityId;
use doorstep_protocol::secret::Secret;
use futures_channel::mpsc::UnboundedSender;
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tower::ServiceExt;

/// When every test begins: a Tuesday in November.
pub(crate) const START: f64 = 1_795_500_000.0;

/// How the line between the two is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// As it should be.
    Whole,
    /// Cut: nothing can be reached, and both ends notice.
    Cut,
    /// Swallows everything, and nobody is told.
    Dead,
}

pub(crate) struct Pair {
    pub(crate) app: App,
    pub(crate) hub: Hub,
    pub(crate) vault: Vault,
    clock: Clock,
    wire: Wire,
    socket: Option<(SocketId, UnboundedSender<Frame>)>,
    events: mpsc::UnboundedReceiver<(Wire, Event)>,
    report: mpsc::UnboundedSender<(Wire, Event)>,
    alarm: Option<Timestamp>,
    address: IpAddr,
}

impl Pair {
    /// A hub with the demo home, and a page that has just been opened.
    pub(crate) async fn new() -> Self {
        let clock = Clock::by_hand(START);
        let hub = Hub::open(Config::demo(doorstep_hub::Place::Memory), clock).await.unwrap();
        Self::join(hub, clock, Vault::default(), Ipv4Addr::LOCALHOST.into()).await
    }

    /// The same at this address, of a hub with these rules for networks.
    pub(crate) async fn at(address: &str, rules: &str) -> Self {
        let clock = Clock::by_hand(START);
        let policy = Policy::parse(rules).unwrap();
        let config = Config { policy, ..Config::demo(doorstep_hub::Place::Memory) };
        let hub = Hub::open(config, clock).await.unwrap();
        Self::join(hub, clock, Vault::default(), address.parse().unwrap()).await
    }

    /// A hub that nobody has set up yet, and a page at this address.
    pub(crate) async fn fresh(address: &str) -> Self {
        let clock = Clock::by_hand(START);
        let config = Config { demo: None, ..Config::demo(doorstep_hub::Place::Memory) };
        let hub = Hub::open(config, clock).await.unwrap();
        Self::join(hub, clock, Vault::default(), address.parse().unwrap()).await
    }

    /// The device is carried into another network.
    pub(crate) fn goes_to(&mut self, address: &str) {
        self.wire(Wire::Cut);
        self.address = address.parse().unwrap();
        self.wire(Wire::Whole);
        self.happen(Event::Resumed);
    }

    /// Another page at the same hub.
    pub(crate) async fn beside(&self) -> Self {
        Self::join(self.hub.clone(), self.clock, Vault::default(), self.address).await
    }

    /// The same device after a reload.
    pub(crate) async fn reloaded(self) -> Self {
        Self::join(self.hub, self.clock, self.vault, self.address).await
    }

    async fn join(hub: Hub, clock: Clock, vault: Vault, address: IpAddr) -> Self {
        let (report, events) = mpsc::unbounded_channel();
        let mut pair = Self {
            app: App::default(),
            hub,
            vault,
            clock,
            wire: Wire::Whole,
            socket: None,
            events,
            report,
            alarm: None,
            address,
        };
        let place = Place::of_page("http://localhost/").unwrap();
        pair.happen(Event::Started { place, entropy: 7, theme: Theme::System });
        pair
    }

    /// Signs in and waits for the home.
    pub(crate) async fn sign_in(&mut self, name: &str) {
        self.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
        self.submit(name, &format!("{name}-demo-pass"));
        self.until("the home is there", |app| {
            app.home().is_some_and(|home| home.user().is_some() && home.is_told())
        })
        .await;
    }

    pub(crate) fn submit(&mut self, name: &str, password: &str) {
        let answers = [("username", name), ("password", password)];
        let answers = answers.map(|(field, typed)| (field.to_owned(), typed.into()));
        self.want(Intent::Submit { answers: Answers(answers.into_iter().collect()), remember: true });
    }

    pub(crate) fn want(&mut self, intent: Intent) {
        self.happen(Event::User(intent));
    }

    pub(crate) fn tile(&self, id: &str) -> Option<Tile> {
        self.app.home()?.tile(&entity(id))
    }

    pub(crate) fn is(&self, id: &str, key: &str) -> bool {
        says(&self.app, id, key)
    }

    /// What becomes of the line from now on.
    pub(crate) fn wire(&mut self, wire: Wire) {
        self.wire = wire;
        if wire == Wire::Cut
            && let Some((id, _)) = self.socket.take()
        {
            self.happen(Event::SocketClosed(id));
        }
    }

    pub(crate) async fn advance(&mut self, time: Duration) {
        let end = Timestamp(self.now().0 + u64::try_from(time.as_millis()).unwrap());
        while self.now() < end {
            self.step(end).await;
        }
    }

    /// Lets both sides talk until this is so. Five minutes of their time are enough for anything.
    #[track_caller]
    pub(crate) fn until<'a>(
        &'a mut self,
        what: &'a str,
        is_so: impl Fn(&App) -> bool + 'a,
    ) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let end = Timestamp(self.now().0 + 300_000);
            while !is_so(&self.app) {
                assert!(self.now() < end, "{caller}: never came: {what}");
                self.step(end).await;
            }
        }
    }

    /// Takes in what happens next, or lets time pass to the next thing that is due.
    async fn step(&mut self, end: Timestamp) {
        let due = self.alarm.map_or(end, |alarm| alarm.min(end));
        let wait = Duration::from_millis(due.0.saturating_sub(self.now().0) + 1);
        match tokio::time::timeout(wait, self.events.recv()).await {
            // What was on its way when the line went dead never arrives.
            Ok(Some((wire, event))) if wire == self.wire => self.happen(event),
            Ok(_) => {}
            Err(_) if self.alarm.is_some_and(|alarm| alarm <= self.now()) => {
                self.alarm = None;
                self.happen(Event::Woke);
            }
            Err(_) => {}
        }
    }

    /// The hub's clock.
    pub(crate) fn seconds(&self) -> f64 {
        self.clock.now()
    }

    fn now(&self) -> Timestamp {
        Timestamp((self.clock.now() * 1_000.0) as u64)
    }

    fn happen(&mut self, event: Event) {
        let update = self.app.update(event, self.now());
        for command in update.commands {
            self.perform(command);
        }
    }

    fn perform(&mut self, command: Command) {
        match command {
            Command::Request { id, request } => self.request(id, request),
            Command::OpenSocket { id, .. } => self.open(id),
            Command::Say(id, text) => {
                if let Some((open, line)) = &self.socket
                    && *open == id
                    && self.wire == Wire::Whole
                {
                    line.unbounded_send(Frame::Text(text.expose().to_owned())).ok();
                }
            }
            Command::CloseSocket(id) => self.socket = self.socket.take().filter(|(open, _)| *open != id),
            Command::Load => self.tell(Event::Loaded(Ok(self.vault.clone()))),
            Command::Save(vault) => {
                self.vault = vault;
                self.tell(Event::Saved(Ok(())));
            }
            Command::Draw => self.tell(Event::Drawn(Some(Secret::new("0123456789abcdef".repeat(4))))),
            Command::ShowTheme(_) | Command::Focus(_) | Command::Reload => {}
            Command::WakeAt(moment) => self.alarm = Some(moment),
        }
    }

    fn request(&self, id: RequestId, request: HttpRequest) {
        let (report, wire, router) = (self.report.clone(), self.wire, app(self.hub.clone()));
        let peer = SocketAddr::from((self.address, 50_000));
        tokio::spawn(async move {
            let answer = match wire {
                Wire::Whole => Ok(send(router, peer, request).await),
                Wire::Cut | Wire::Dead => Err(NetworkError::Unreachable),
            };
            report.send((wire, Event::Replied(id, answer))).ok();
        });
    }

    fn open(&mut self, id: SocketId) {
        if self.wire == Wire::Cut {
            return self.tell(Event::SocketClosed(id));
        }
        let (to_hub, from_app) = futures_channel::mpsc::unbounded();
        let (to_app, mut from_hub) = futures_channel::mpsc::unbounded();
        let (report, wire) = (self.report.clone(), self.wire);
        self.socket = Some((id, to_hub));
        if wire == Wire::Dead {
            return;
        }
        tokio::spawn(converse_from(self.hub.clone(), (self.address, 50_000).into(), from_app, to_app));
        tokio::spawn(async move {
            report.send((wire, Event::SocketOpened(id))).ok();
            while let Some(frame) = from_hub.next().await {
                match frame {
                    Frame::Text(text) => drop(report.send((wire, Event::SocketSaid(id, text)))),
                    Frame::Ping | Frame::Pong => {}
                    Frame::Close(_) => break,
                }
            }
            report.send((wire, Event::SocketClosed(id))).ok();
        });
    }

    fn tell(&self, event: Event) {
        self.report.send((self.wire, event)).ok();
    }
}

async fn send(router: Router, peer: SocketAddr, request: HttpRequest) -> HttpReply {
    let path = request.address.strip_prefix("http://localhost").unwrap();
    let builder = Request::builder().uri(path).header(header::HOST, "localhost");
    let (method, kind, body) = match &request.body {
        Body::Nothing => (Method::GET, "", String::new()),
        Body::Json(text) => (Method::POST, "application/json", text.expose().to_owned()),
        Body::Form(text) => (Method::POST, "application/x-www-form-urlencoded", text.expose().to_owned()),
    };
    let builder = builder.method(method).header(header::CONTENT_TYPE, kind);
    let builder = builder.header(header::ORIGIN, "http://localhost");
    let bearer = request.token.as_ref().map(|token| format!("Bearer {}", token.expose()));
    let builder =
        bearer.into_iter().fold(builder, |builder, bearer| builder.header(header::AUTHORIZATION, bearer));
    let builder = builder.extension(ConnectInfo(peer));
    let response = router.oneshot(builder.body(HttpBody::from(body)).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    HttpReply { status, body: String::from_utf8(bytes.to_vec()).unwrap() }
}

pub(crate) fn entity(id: &str) -> EntityId {
    EntityId::parse(id).unwrap()
}

pub(crate) fn says(app: &App, id: &str, key: &str) -> bool {
    let tile = app.home().and_then(|home| home.tile(&entity(id)));
    tile.is_some_and(|tile| match tile.face.says {
        Says::Word(_, said) => said == key,
        Says::Unavailable => key == "unavailable",
        Says::Unknown | Says::Measure { .. } => false,
    })
}
