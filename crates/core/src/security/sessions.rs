//! The sessions as the page shows them: one's own, and for an administrator everybody's.

use doorstep_protocol::ids::{SessionId, UserId};
use doorstep_protocol::sessions::Session;
use doorstep_protocol::users::User;

use super::{Asked, Security};
use crate::time::Timestamp;
use crate::time::iso::{self, Span};

/// What the hub has told.
#[derive(Debug, Default)]
pub struct Sessions {
    pub(super) own: Option<Vec<Session>>,
    pub(super) everyone: Option<Vec<Session>>,
    pub(super) users: Vec<User>,
}

/// One session on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Names it.
    pub id: SessionId,
    /// What it is called.
    pub title: Title,
    /// Whether this page is it.
    pub is_current: bool,
    /// Whether it is being ended.
    pub is_ending: bool,
    /// How long ago it was last used.
    pub used: Option<Span>,
    /// From which address.
    pub from: Option<String>,
    /// How the person came in: a word of assurance, or the provider's key.
    pub entered: Option<String>,
    /// When it ends by itself; `None` where the hub does not say.
    pub ends: Option<Ends>,
}

/// What a session is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// As somebody named it.
    Name(String),
    /// After the browser or device.
    Device(String),
    /// After the address of the page that signed in.
    Page(String),
    /// A program's long-lived token.
    Program(String),
    /// Nothing is known.
    Unknown,
}

/// When a session ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// In so long, unless it is used.
    In(Span),
    /// Not by itself.
    Never,
}

/// The sessions of another user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Others {
    /// Whose.
    pub user: UserId,
    /// What people call them.
    pub name: String,
    /// The latest used first.
    pub rows: Vec<Row>,
}

impl Sessions {
    pub(super) fn remove(&mut self, id: &SessionId) {
        for list in [&mut self.own, &mut self.everyone].into_iter().flatten() {
            list.retain(|session| session.id != *id);
        }
    }

    pub(super) fn is_own(&self, id: &SessionId) -> bool {
        self.own.as_ref().is_some_and(|own| own.iter().any(|session| session.id == *id))
    }
}

impl Security {
    /// One's own sessions: this one first, then the latest used. `None` until the hub has told.
    pub fn own_sessions(&self) -> Option<Vec<Row>> {
        Some(self.rows(self.sessions.own.as_ref()?.iter()))
    }

    /// Everybody else's sessions, by user. `None` where they may not be seen.
    pub fn others_sessions(&self) -> Option<Vec<Others>> {
        let all = self.sessions.everyone.as_ref()?;
        let mut others: Vec<Others> = Vec::new();
        for user in all.iter().filter_map(|session| session.user_id.as_ref()) {
            let is_me = self.me.as_ref().is_some_and(|me| me.id == *user);
            if !is_me && !others.iter().any(|group| group.user == *user) {
                let name = self.sessions.users.iter().find(|known| known.id == *user);
                let group = Others {
                    user: user.clone(),
                    name: name.map(|known| known.name.clone()).unwrap_or_default(),
                    rows: self.rows(all.iter().filter(|session| session.user_id.as_ref() == Some(user))),
                };
                // Put in where it belongs: the standard library's sort costs three kilobytes for each type.
                let place = others.partition_point(|before| before.name <= group.name);
                others.insert(place, group);
            }
        }
        others.retain(|group| !group.rows.is_empty());
        Some(others)
    }

    fn rows<'a>(&self, sessions: impl Iterator<Item = &'a Session>) -> Vec<Row> {
        // The hub's own sessions are not for people.
        let mut ordered: Vec<&Session> = Vec::new();
        for session in sessions.filter(|session| session.kind != "system") {
            let key = |session: &'a Session| (session.is_current, &session.last_used_at);
            let place = ordered.partition_point(|before| key(before) >= key(session));
            ordered.insert(place, session);
        }
        ordered.into_iter().map(|session| self.row(session)).collect()
    }

    fn row(&self, session: &Session) -> Row {
        let now = self.seen_at();
        let used = session.last_used_at.as_deref().and_then(iso::read);
        Row {
            id: session.id.clone(),
            title: title(session),
            is_current: session.is_current,
            is_ending: self.is_waiting_for(&Asked::EndSession(session.id.clone()))
                || self.is_waiting_for(&Asked::Revoke(session.id.clone())),
            used: used.map(|used| Span::of(now.since(used))),
            from: session.last_used_ip.clone(),
            entered: session.assurance.clone().or_else(|| session.provider.clone()),
            ends: session.expire_at.as_ref().and_then(|end| ends(end.as_deref(), now)),
        }
    }
}

fn title(session: &Session) -> Title {
    if session.kind == "long_lived_access_token" {
        return Title::Program(session.client_name.clone().unwrap_or_default());
    }
    let page = session.client_id.as_deref().and_then(|address| address.split('/').nth(2));
    match (&session.name, &session.device, page) {
        (Some(name), _, _) => Title::Name(name.clone()),
        (None, Some(device), _) => Title::Device(device.clone()),
        (None, None, Some(page)) => Title::Page(page.to_owned()),
        (None, None, None) => Title::Unknown,
    }
}

fn ends(end: Option<&str>, now: Timestamp) -> Option<Ends> {
    match end {
        Some(text) => iso::read(text).map(|end| Ends::In(Span::of(end.since(now)))),
        None => Some(Ends::Never),
    }
}
