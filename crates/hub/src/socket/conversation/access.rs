//! What happens in the hub while a page is there: most of all, what changes of what it may do.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::{Conversation, Subscription};
use crate::auth::access;
use crate::auth::assurance::Assurance;
use crate::auth::sessions;
use crate::hub::Hub;
use crate::permissions::{self, Level};
use crate::socket::news::News;
use crate::socket::{End, commands, message, snapshot};
use crate::store::{Session, SessionId};

impl Conversation {
    /// Tells what happened in the hub to whom it concerns.
    pub(super) async fn spread(&mut self, news: Result<Arc<News>, RecvError>) -> Result<(), End> {
        match news {
            Ok(news) => match &*news {
                News::UserData { user, key, value } if *user == self.session.user.id => {
                    commands::user_data::spread(self, key, value).await;
                }
                News::UserData { .. } => {}
                News::Event { kind, data } => self.happened(kind, data),
                News::AccessChanged(whose) => {
                    if whose.as_ref().is_none_or(|user| *user == self.session.user.id) {
                        self.look_again().await?;
                    }
                }
            },
            // Of a key only the latest counts, which the next one brings; what this page may do counts now.
            Err(RecvError::Lagged(_)) => self.look_again().await?,
            Err(RecvError::Closed) => return Err(End::Stopping),
        }
        Ok(())
    }

    /// Tells an event of the hub to whom it concerns, which is administrators.
    fn happened(&mut self, kind: &str, data: &Value) {
        if !self.access.reaches(Level::Admin) {
            return;
        }
        let now = self.hub.clock().now();
        for (id, subscription) in &self.subscriptions {
            if let Subscription::Events(asked) = subscription
                && asked.as_deref().is_none_or(|asked| asked == kind)
            {
                self.outbox.add(message::event(*id, &snapshot::hub_event(kind, data, now)));
            }
        }
    }

    /// Finds out anew whether the session goes on and what it may do.
    pub(super) async fn look_again(&mut self) -> Result<(), End> {
        let find =
            sessions::still(&self.hub, &self.session, self.address).await.map_err(|_| End::TryLater)?;
        let session = find.ok_or(End::Done)?;
        let refusal = access::refusal(&self.hub, &session.user, session.assurance, self.address).await;
        if refusal.map_err(|_| End::TryLater)?.is_some() {
            return Err(End::Done);
        }
        let access = permissions::of(&self.hub, &session, self.address).await.map_err(|_| End::TryLater)?;
        self.look_again = next_look(&self.hub, &session);
        (self.session, self.access) = (session, access);
        self.renew_feeds();
        // Whatever the home's channel holds is read before the feeds are written.
        self.tell()
    }

    /// Closes the sockets of sessions that have ended; this page, where it is one of them, after its answer.
    pub(in crate::socket) fn end_sessions(&mut self, ended: Vec<SessionId>) {
        for session in ended {
            if session == self.session.id {
                self.is_over = true;
            } else {
                self.hub.sockets().close_session(&session);
            }
        }
    }
}

/// A session by network is looked at often, since its socket is what keeps it.
pub(super) fn next_look(hub: &Hub, session: &Session) -> Instant {
    let longest = if session.assurance == Assurance::Network { 300.0 } else { 86_400.0 };
    let left = (session.expires_at - hub.clock().now()).clamp(0.0, longest);
    Instant::now() + Duration::from_secs_f64(left)
}
