//! The conversation with a page that is known: what it asks, what it follows, and when it is told.

mod access;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use doorstep_protocol::state::State;
use futures_util::stream::FuturesUnordered;
use futures_util::{Sink, Stream, StreamExt};
use serde_json::Value;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::broadcast::{self, Receiver};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use access::next_look;

use super::commands::subscriptions::may_follow;
use super::feed::Feed;
use super::handshake::Guest;
use super::line::Line;
use super::news::News;
use super::outbox::Outbox;
use super::refused::Refused;
use super::request::{self, Part, Request};
use super::seats::Seat;
use super::{End, Frame, commands, message, snapshot};
use crate::auth::access::Address;
use crate::home::Change;
use crate::hub::Hub;
use crate::permissions::Access;
use crate::store::Session;

/// What the hub knows of one page.
pub(super) struct Conversation {
    pub(super) hub: Hub,
    pub(super) session: Session,
    pub(super) access: Access,
    pub(super) outbox: Outbox,
    pub(super) coalesces: bool,
    pub(super) subscriptions: BTreeMap<u64, Subscription>,
    /// Services that are being carried out; each ends in the message that answers it.
    pub(super) calls: FuturesUnordered<Pin<Box<dyn Future<Output = String> + Send>>>,
    changes: Option<Receiver<Arc<Change>>>,
    news: Receiver<Arc<News>>,
    pub(super) address: Address,
    /// When to look at the session again at the latest.
    look_again: Instant,
    /// The session has ended; what is in the outbox is still said.
    is_over: bool,
    last_id: u64,
}

/// What a page follows.
pub(super) enum Subscription {
    Entities(Feed),
    /// Events of this kind, or of every kind, one by one.
    Events(Option<String>),
    /// The user's own data, under this key or as a whole.
    UserData(Option<String>),
}

/// Talks until one side ends it.
pub(super) async fn run<R, W>(
    hub: Hub,
    guest: Guest,
    stream: &mut R,
    line: &mut Line<W>,
    seat: &mut Seat,
) -> End
where
    R: Stream<Item = Frame> + Unpin,
    W: Sink<Frame> + Unpin,
{
    let mut talk = Conversation::new(hub, guest);
    let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_heard = true;
    let mut told_at = Instant::now() - PACE;
    // While this is set, changes gather where they cost nothing: in the home's own channel.
    let mut due: Option<Instant> = None;
    loop {
        let step = tokio::select! {
            // In this order: what ends or narrows the conversation comes before what it would still say.
            biased;
            end = seat.ended() => Err(end),
            news = talk.news.recv() => Box::pin(talk.spread(news)).await,
            () = sleep_until(talk.look_again) => Box::pin(talk.look_again()).await,
            frame = stream.next(), if talk.calls.len() < MOST_CALLS => {
                is_heard = true;
                Box::pin(talk.hear(frame)).await
            }
            _ = pings.tick() => {
                if std::mem::replace(&mut is_heard, false) { line.send(Frame::Ping, seat).await } else { Err(End::Gone) }
            }
            Some(answer) = talk.calls.next(), if !talk.calls.is_empty() => talk.tell().map(|()| talk.outbox.add(answer)),
            change = receive(&mut talk.changes), if due.is_none() => {
                let wait_until = told_at + PACE;
                let noted = talk.note(change);
                if Instant::now() >= wait_until {
                    told_at = Instant::now();
                    noted.and_then(|()| talk.tell())
                } else {
                    due = Some(wait_until);
                    noted
                }
            }
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                due = None;
                told_at = Instant::now();
                talk.tell()
            }
        };
        if let Err(end) = step {
            return end;
        }
        for frame in talk.outbox.frames(talk.coalesces) {
            if let Err(end) = line.send(Frame::Text(frame), seat).await {
                return end;
            }
        }
        if talk.is_over {
            talk.hub.sockets().close_session(&talk.session.id);
            return End::Done;
        }
    }
}

impl Conversation {
    fn new(hub: Hub, guest: Guest) -> Self {
        let Guest { session, access, address, news } = guest;
        let look_again = next_look(&hub, &session);
        Self {
            hub,
            session,
            access,
            outbox: Outbox::default(),
            coalesces: false,
            subscriptions: BTreeMap::new(),
            calls: FuturesUnordered::new(),
            changes: None,
            news,
            address,
            look_again,
            is_over: false,
            last_id: 0,
        }
    }

    /// Follows one thing more under the number of the command that asked for it.
    pub(super) fn subscribe(&mut self, id: u64, subscription: Subscription) -> Result<(), Refused> {
        if self.subscriptions.len() >= self.hub.limits().subscriptions {
            return Err(Refused::TooManySubscriptions);
        }
        self.subscriptions.insert(id, subscription);
        Ok(())
    }

    /// Listens to the home from now on. Must come before its states are read, so that none is missed.
    pub(super) fn listen_to_home(&mut self) {
        if self.changes.is_none() {
            self.changes = Some(self.hub.home().changes());
        }
    }

    /// Every state of the home that this page may read.
    pub(super) fn readable(&self) -> Vec<Arc<State>> {
        let mut states = self.hub.home().states();
        states.retain(|state| self.access.may_read(&state.entity_id));
        states
    }

    async fn hear(&mut self, frame: Option<Frame>) -> Result<(), End> {
        match frame {
            Some(Frame::Text(text)) => {
                // An answer never knows of a change that the page has not been told.
                self.tell()?;
                for part in request::read(&text)? {
                    if self.is_over {
                        break;
                    }
                    match part {
                        Part::Command(request) => self.carry_out(request).await,
                        Part::Wrong(id) => self.outbox.add(message::refused(&id, &Refused::NoCommand)),
                    }
                }
                Ok(())
            }
            Some(Frame::Ping | Frame::Pong) => Ok(()),
            Some(Frame::Close(1003)) => Err(End::NotText),
            Some(Frame::Close(1006)) => Err(End::TooBig),
            Some(Frame::Close(_)) | None => Err(End::Gone),
        }
    }

    async fn carry_out(&mut self, request: Request) {
        let id = request.id;
        let outcome = match request::check_order(id, self.last_id) {
            Ok(()) => commands::carry_out(self, request).await,
            Err(refused) => Err(refused),
        };
        match outcome {
            Ok(()) => self.last_id = id,
            // Neither counts as a command.
            Err(refused @ (Refused::IdReuse | Refused::UnknownCommand)) => {
                self.outbox.add(message::refused(&id.into(), &refused));
            }
            Err(refused) => {
                self.last_id = id;
                self.outbox.add(message::refused(&id.into(), &refused));
            }
        }
    }

    /// Takes note of what the home's channel gave.
    fn note(&mut self, change: Result<Arc<Change>, RecvError>) -> Result<(), End> {
        match change {
            Ok(change) => {
                self.take(&change);
                Ok(())
            }
            Err(RecvError::Lagged(_)) => self.catch_up(),
            Err(RecvError::Closed) => Err(End::Stopping),
        }
    }

    /// Reads whatever the home's channel still holds and writes what is to be told.
    fn tell(&mut self) -> Result<(), End> {
        while !self.outbox.is_full() {
            match self.changes.as_mut().map_or(Err(TryRecvError::Empty), Receiver::try_recv) {
                Ok(change) => self.take(&change),
                Err(TryRecvError::Lagged(_)) => self.catch_up()?,
                Err(TryRecvError::Closed) => return Err(End::Stopping),
                Err(TryRecvError::Empty) => {
                    self.write_feeds();
                    return Ok(());
                }
            }
        }
        // Feeds wait until everything is read: half of it could show an entity as it no longer is.
        Ok(())
    }

    fn take(&mut self, change: &Arc<Change>) {
        if !self.access.may_read(&change.entity_id) {
            return;
        }
        for (id, subscription) in &mut self.subscriptions {
            match subscription {
                Subscription::Entities(feed) => feed.note(change),
                Subscription::Events(kind)
                    if are_states(kind) && may_follow(&self.access, kind.as_deref()) =>
                {
                    let event = change.event(|| snapshot::event(change).into_boxed_str());
                    self.outbox.add(message::event(*id, event));
                }
                Subscription::Events(_) | Subscription::UserData(_) => {}
            }
        }
    }

    fn write_feeds(&mut self) {
        for (id, subscription) in &mut self.subscriptions {
            match subscription {
                Subscription::Entities(feed) => feed.write(*id, &mut self.outbox),
                Subscription::Events(_) | Subscription::UserData(_) => {}
            }
        }
    }

    /// Too much has happened to be told one by one: starts again from what is now.
    fn catch_up(&mut self) -> Result<(), End> {
        // Events that are lost cannot be told any more; the page has to begin anew.
        let is_lost =
            |following: &Subscription| matches!(following, Subscription::Events(kind) if are_states(kind));
        if self.subscriptions.values().any(is_lost) {
            return Err(End::TryLater);
        }
        self.changes = Some(self.hub.home().changes());
        self.renew_feeds();
        Ok(())
    }

    /// Compares what was told with what is there to read now.
    fn renew_feeds(&mut self) {
        let states = self.readable();
        for subscription in self.subscriptions.values_mut() {
            match subscription {
                Subscription::Entities(feed) => feed.catch_up(&states),
                Subscription::Events(_) | Subscription::UserData(_) => {}
            }
        }
    }

    /// Answers a command.
    pub(super) fn done(&mut self, id: u64, result: &impl serde::Serialize) {
        self.outbox.add(message::done(id, result));
    }

    /// Answers a command that has no result.
    pub(super) fn done_without_result(&mut self, id: u64) {
        self.done(id, &Value::Null);
    }
}

/// Whether events of this kind are the home's.
fn are_states(kind: &Option<String>) -> bool {
    kind.as_deref().is_none_or(|kind| kind == "state_changed")
}

/// What the channel gives next; nothing, for ever, where there is no channel.
async fn receive<T: Clone>(channel: &mut Option<broadcast::Receiver<T>>) -> Result<T, RecvError> {
    match channel {
        Some(channel) => channel.recv().await,
        None => std::future::pending().await,
    }
}

/// The first change is told at once; what follows it, this often. A screen draws no more often.
const PACE: Duration = Duration::from_millis(16);
const PING_EVERY: Duration = Duration::from_secs(55);
/// Services in progress on one socket; more are not read before one of them ends.
const MOST_CALLS: usize = 64;
