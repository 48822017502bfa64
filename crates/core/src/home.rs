//! One user's home: their session, the line to the hub, what it told, and what was asked of it.

use std::sync::Arc;

use doorstep_protocol::entities::EntitiesEvent;
use doorstep_protocol::ids::{EntityId, UserId};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::Command as Ask;
use doorstep_protocol::state::State;
use doorstep_protocol::user::{CurrentUser, HomeConfig};
use serde_json::Value;

use crate::actions::{Actions, Phase, Refusal};
use crate::card::{self, Deed, Face};
use crate::command::{RequestId, SocketId};
use crate::connection::{Connection, News, Question, Standing};
use crate::dashboard::{self, Registries, Section};
use crate::entities::{Entities, Touched};
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::overview::{self, Overview};
use crate::problem::Problem;
use crate::security::{Means, Security};
use crate::session::{Refreshed, Session};
use crate::setup::settling::Settling;
use crate::time::Timestamp;

mod account;
mod answers;
mod settling;

/// A user's home.
#[derive(Debug)]
pub struct Home {
    session: Session,
    connection: Connection,
    entities: Entities,
    registries: Registries,
    actions: Actions,
    security: Security,
    settling: Option<Box<Settling>>,
    user: Option<CurrentUser>,
    config: HomeConfig,
    sections: Arc<Vec<Section>>,
    overview: Overview,
    has_entities: bool,
    /// Answers that the first picture still waits for.
    awaited: Vec<Question>,
    has_renewed_refused_token: bool,
    garbled: usize,
}

/// Everything that one tile shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// The entity's face.
    pub face: Face,
    /// What became of the last wish.
    pub phase: Phase,
    /// Who did it last, where it was another user with a known name.
    pub by: Option<String>,
}

/// What an event means for the rest of the app.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Going,
    /// The hub has said who this is.
    Known(CurrentUser),
    /// The hub has ended the session.
    Ended,
    /// The home is set up.
    Settled,
}

impl Home {
    /// Opens the home of a session.
    pub fn open(session: Session, now: Timestamp, out: &mut Outbox) -> Self {
        let mut home = Self {
            session,
            connection: Connection::new(),
            entities: Entities::default(),
            registries: Registries::default(),
            actions: Actions::default(),
            security: Security::default(),
            settling: None,
            user: None,
            config: HomeConfig::default(),
            sections: Arc::default(),
            overview: Overview::default(),
            has_entities: false,
            awaited: vec![Question::Areas, Question::Devices, Question::Registry],
            has_renewed_refused_token: false,
            garbled: 0,
        };
        home.connect(now, out);
        home
    }

    /// Closes the line; answers the credential.
    pub fn leave(mut self, out: &mut Outbox) -> Secret {
        self.connection.close(out);
        self.session.refresh_token().clone()
    }

    /// The session behind it.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Who is here, once the hub has said so.
    pub fn user(&self) -> Option<&CurrentUser> {
        self.user.as_ref()
    }

    /// What home this is.
    pub fn config(&self) -> &HomeConfig {
        &self.config
    }

    /// How the line stands.
    pub fn standing(&self) -> Standing {
        self.connection.standing()
    }

    /// The parts of the dashboard.
    pub fn sections(&self) -> &Arc<Vec<Section>> {
        &self.sections
    }

    /// Whether the hub has told everything that a first picture needs: the entities and where they stand. Drawn
    /// earlier, tiles would jump from one area to another under somebody's finger.
    pub fn is_told(&self) -> bool {
        self.has_entities && self.awaited.is_empty()
    }

    /// The home at a glance.
    pub fn overview(&self) -> &Overview {
        &self.overview
    }

    /// How many parts of the hub's messages could not be read, since the page began.
    pub fn garbled(&self) -> usize {
        self.garbled
    }

    /// What a tile shows; `None` while the hub does not know the entity.
    pub fn tile(&self, id: &EntityId) -> Option<Tile> {
        let state = self.entities.find(id)?;
        let face = card::face(state, self.registries.precision(id));
        Some(Tile { face, phase: self.actions.phase(id), by: self.done_by(state) })
    }

    /// The name of an entity whose last wish was not done or not confirmed, and what became of it.
    pub fn trouble(&self) -> Option<(String, Phase)> {
        let (id, phase) = self.actions.trouble()?;
        Some((card::name(self.entities.find(id)?), phase))
    }

    /// Does what a tap on a tile does.
    pub fn press(&mut self, id: &EntityId, now: Timestamp, out: &mut Outbox) {
        // A second tap while the first is under way would undo what nobody has seen yet.
        if self.actions.phase(id) != Phase::Pending
            && let Some(deed) = self.entities.find(id).and_then(|state| card::press(state))
        {
            self.act(id, deed, now, out);
        }
    }

    /// Does what a slider asks for.
    pub fn set_level(&mut self, id: &EntityId, percent: u8, now: Timestamp, out: &mut Outbox) {
        if let Some(deed) = self.entities.find(id).and_then(|state| card::set_level(state, percent))
            && let Some(deed) = self.actions.queue(id, deed)
        {
            self.act(id, deed, now, out);
        }
    }

    /// Takes in an answer to an HTTP request.
    pub fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) -> Outcome {
        if let Some(outcome) = self.settling_replied(id, &answer, now, out) {
            return outcome;
        }
        if self.security.awaits(id) {
            self.account_replied(answer, now, out);
            return Outcome::Going;
        }
        match self.session.replied(id, answer, now) {
            None => return Outcome::Going,
            Some(Refreshed::Ended) => return Outcome::Ended,
            Some(Refreshed::Ready) => {
                self.connection.open(now, out);
                self.settle(now, out);
            }
            Some(Refreshed::NotNow(problem)) if problem.is_passing() => {
                self.connection.retry_later(problem.pause(), now, out);
            }
            Some(Refreshed::NotNow(problem)) => self.connection.stop(problem, out),
        }
        out.update.redraw();
        Outcome::Going
    }

    /// The socket is open.
    pub fn socket_opened(&mut self, socket: SocketId, now: Timestamp, out: &mut Outbox) {
        match self.session.token(now) {
            Some(token) => self.connection.opened(socket, token, now, out),
            None => self.connect(now, out),
        }
    }

    /// The socket is gone.
    pub fn socket_closed(&mut self, socket: SocketId, now: Timestamp, out: &mut Outbox) {
        if self.connection.closed(socket, now, out) {
            self.lost(now, out);
        }
    }

    /// The socket said something.
    pub fn socket_said(&mut self, socket: SocketId, text: &str, now: Timestamp, out: &mut Outbox) -> Outcome {
        let mut outcome = Outcome::Going;
        for news in self.connection.said(socket, text, now, out) {
            match news {
                News::Live => self.ask_for_everything(now, out),
                News::Refused(reason) => self.token_refused(reason, out),
                News::Entities(event) => self.entities_came(event, out),
                News::Garbled(parts) => self.garbled = self.garbled.saturating_add(parts),
                News::Answer(id, Question::Service(entity), answer) => {
                    self.service_answered(id, entity, answer, now, out);
                }
                News::Answer(call, Question::Security(asked), answer) => {
                    self.account_answered(call, &asked, answer, now, out);
                }
                News::Answer(_, Question::Settling(asked), answer) => {
                    self.settling_answered(&asked, answer, now, out);
                }
                News::Answer(_, question, answer) => {
                    if let Some(user) = self.told(&question, answer, out) {
                        outcome = Outcome::Known(user);
                    }
                }
            }
        }
        outcome
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp, out: &mut Outbox) {
        let was = self.connection.standing();
        if self.connection.tick(now, out) {
            self.connect(now, out);
        }
        if was == Standing::Live && self.connection.standing() != Standing::Live {
            self.lost(now, out);
        }
        if self.security.tick(now) {
            out.update.redraw();
        }
        let touched = self.actions.tick(now);
        if !touched.is_empty() {
            out.update.redraw();
        }
        out.update.touch(touched);
    }

    /// The page is looked at again, or the network is back. What the hub has decided whatever the network is not
    /// asked again: every refusal counts against this address.
    pub fn resumed(&mut self, now: Timestamp, out: &mut Outbox) {
        match self.connection.standing() {
            Standing::Stopped(problem) if !problem.is_of_the_network() => {}
            Standing::Stopped(_) | Standing::Coming | Standing::Away | Standing::Live => self.hurry(now, out),
        }
    }

    /// A person wants it now, or the network is back.
    pub fn hurry(&mut self, now: Timestamp, out: &mut Outbox) {
        self.has_renewed_refused_token = false;
        if self.connection.hurry(now, out) {
            self.connect(now, out);
        }
        out.update.redraw();
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Timestamp> {
        let deadlines = [self.connection.deadline(), self.actions.deadline(), self.security.deadline()];
        deadlines.into_iter().flatten().min()
    }

    fn connect(&mut self, now: Timestamp, out: &mut Outbox) {
        if self.session.token(now).is_some() {
            self.connection.open(now, out);
        } else {
            self.connection.close(out);
            self.session.refresh(out);
        }
    }

    fn lost(&mut self, now: Timestamp, out: &mut Outbox) {
        self.security.lost();
        self.settling.iter_mut().for_each(|settling| settling.lost());
        let touched = self.actions.connection_lost(now);
        out.update.touch(touched);
        out.update.redraw();
    }

    fn ask_for_everything(&mut self, now: Timestamp, out: &mut Outbox) {
        self.has_renewed_refused_token = false;
        self.entities.expect_snapshot();
        self.connection.subscribe_entities(out);
        for (command, question) in [
            (Ask::CurrentUser, Question::User),
            (Ask::Config, Question::Config),
            (Ask::Areas, Question::Areas),
            (Ask::Devices, Question::Devices),
            (Ask::Entities, Question::Registry),
        ] {
            self.connection.ask(command, question, out);
        }
        let mut means = Means { line: &mut self.connection, now, out };
        self.security.live(&mut means);
        self.settling.iter_mut().for_each(|settling| settling.live(&mut means));
        out.update.redraw();
    }

    /// A refused token is renewed once: it may be old, or its session may have been revoked, which the renewal
    /// tells. A renewed one that is refused too is the hub's decision; trying on would get this address banned.
    fn token_refused(&mut self, reason: String, out: &mut Outbox) {
        if std::mem::replace(&mut self.has_renewed_refused_token, true) {
            self.connection.stop(Problem::TokenRefused { reason }, out);
        } else {
            self.connection.close(out);
            self.session.drop_token();
            self.session.refresh(out);
        }
        out.update.redraw();
    }

    fn entities_came(&mut self, event: Value, out: &mut Outbox) {
        let Some((event, dropped)) = EntitiesEvent::read(event) else {
            self.garbled = self.garbled.saturating_add(1);
            return;
        };
        self.garbled = self.garbled.saturating_add(dropped);
        let Touched { entities, is_list_new } = self.entities.apply(event);
        for id in &entities {
            if let Some(state) = self.entities.find(id) {
                self.actions.entity_changed(state);
            }
        }
        if is_list_new || !self.has_entities {
            self.has_entities = true;
            self.arrange(out);
        }
        if entities.iter().any(overview::concerns) {
            let overview = overview::of(self.entities.all().map(AsRef::as_ref));
            if overview != self.overview {
                self.overview = overview;
                out.update.redraw();
            }
        }
        out.update.touch(entities);
    }

    fn act(&mut self, id: &EntityId, deed: Deed, now: Timestamp, out: &mut Outbox) {
        match self.connection.ask(Ask::CallService(deed.call), Question::Service(id.clone()), out) {
            Some(call) => self.actions.sent(id.clone(), call, deed.expect, now),
            None => {
                self.actions.refused(id.clone(), Refusal::NotConnected, now);
                out.update.redraw();
            }
        }
        out.update.touch([id.clone()]);
    }

    fn arrange(&mut self, out: &mut Outbox) {
        let sections = dashboard::sections(&self.registries, self.entities.all().map(AsRef::as_ref));
        if sections != *self.sections {
            self.sections = Arc::new(sections);
        }
        out.update.redraw();
    }

    fn done_by(&self, state: &State) -> Option<String> {
        let user: &UserId = state.context.user_id.as_ref()?;
        let is_me = self.user.as_ref().is_some_and(|me| me.id == *user);
        if is_me { None } else { self.overview.name_of(user).map(str::to_owned) }
    }
}
