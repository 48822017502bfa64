//! Sessions: one sign-in of one user on one device, kept as the hash of its refresh token.

use doorstep_protocol::ids::UserId;
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::users::{self, User};
use super::{Store, StoreError};
use crate::auth::assurance::Assurance;

/// Names a session: the `iss` of its access tokens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionId(pub(crate) String);

/// What a session's token is for, in Home Assistant's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenType {
    /// A page: its refresh token gives short access tokens.
    Normal,
    /// A program: one access token for years, and no refresh token.
    LongLived,
}

/// A session with its user.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) user: User,
    /// Signs this session's access tokens.
    pub(crate) access_key: Vec<u8>,
    pub(crate) client_id: String,
    pub(crate) provider: String,
    pub(crate) assurance: Assurance,
    pub(crate) token_type: TokenType,
    /// What its user calls it.
    pub(crate) name: Option<String>,
    /// What the device calls itself.
    pub(crate) device: Option<String>,
    pub(crate) icon: Option<String>,
    pub(crate) created_at: f64,
    pub(crate) last_used_at: f64,
    pub(crate) last_used_ip: Option<String>,
    /// Unix seconds; infinite where it ends only by hand.
    pub(crate) expires_at: f64,
}

/// A session to be made.
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) user_id: UserId,
    pub(crate) token_hash: [u8; 32],
    pub(crate) access_key: Vec<u8>,
    pub(crate) client_id: String,
    pub(crate) provider: String,
    pub(crate) assurance: Assurance,
    pub(crate) token_type: TokenType,
    pub(crate) name: Option<String>,
    pub(crate) device: Option<String>,
    pub(crate) icon: Option<String>,
    pub(crate) ip: Option<String>,
    pub(crate) expires_at: f64,
}

/// Which sessions are to end: those of a user that all of this is true of.
pub(crate) struct EndWhich {
    pub(crate) user: UserId,
    pub(crate) id: Option<SessionId>,
    pub(crate) token_type: Option<TokenType>,
    /// Not this one.
    pub(crate) but: Option<SessionId>,
}

/// What is kept of a refresh token. It has 512 random bits, so that one plain hash is enough.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Store {
    /// Makes a session. Where its user has [`MOST`] of that kind, the one that was used longest ago ends for
    /// it; tells which that was. Those by network make room among themselves: whoever is in the network
    /// could begin as many as they like.
    pub(crate) async fn add_session(
        &self,
        session: NewSession,
        now: f64,
    ) -> Result<Vec<SessionId>, StoreError> {
        self.run(move |db| {
            let ended = db
                .prepare(
                    "DELETE FROM sessions WHERE id IN (
                         SELECT id FROM sessions
                         WHERE user_id = ? AND token_type = ? AND (assurance = 'network') = ?
                         ORDER BY last_used_at DESC, rowid DESC LIMIT -1 OFFSET ?
                     ) RETURNING id",
                )?
                .query_map(
                    params![
                        session.user_id.as_str(),
                        session.token_type.as_str(),
                        session.assurance == Assurance::Network,
                        MOST - 1
                    ],
                    |row| row.get(0).map(SessionId),
                )?
                .collect::<Result<_, _>>()?;
            db.execute(
                "INSERT INTO sessions (id, user_id, token_hash, access_key, client_id, provider,
                                       created_at, last_used_at, last_used_ip, expires_at, assurance,
                                       token_type, name, device, icon)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                params![
                    session.id.0,
                    session.user_id.as_str(),
                    session.token_hash,
                    session.access_key,
                    session.client_id,
                    session.provider,
                    now,
                    session.ip,
                    session.expires_at,
                    session.assurance.as_str(),
                    session.token_type.as_str(),
                    session.name,
                    session.device,
                    session.icon
                ],
            )?;
            Ok(ended)
        })
        .await
    }

    /// The session of this id, unless it has ended.
    pub(crate) async fn session(&self, id: SessionId, now: f64) -> Result<Option<Session>, StoreError> {
        self.run(move |db| {
            db.query_row(
                &format!("{SELECT} WHERE sessions.id = ? AND expires_at > ?"),
                params![id.0, now],
                read,
            )
            .optional()
        })
        .await
    }

    /// The session of the refresh token with this hash, unless it has ended.
    pub(crate) async fn session_of(&self, hash: [u8; 32], now: f64) -> Result<Option<Session>, StoreError> {
        self.run(move |db| {
            db.query_row(
                &format!("{SELECT} WHERE token_hash = ? AND token_type = 'normal' AND expires_at > ?"),
                params![hash, now],
                read,
            )
            .optional()
        })
        .await
    }

    /// Every session of a user, or of everybody, oldest first.
    pub(crate) async fn sessions_of(
        &self,
        user: Option<UserId>,
        now: f64,
    ) -> Result<Vec<Session>, StoreError> {
        self.run(move |db| {
            db.prepare(&format!(
                "{SELECT} WHERE user_id = coalesce(?1, user_id) AND expires_at > ?2 ORDER BY sessions.created_at"
            ))?
            .query_map(params![user.map(|user| user.0), now], read)?
            .collect()
        })
        .await
    }

    /// Notes that a session was used; it then lasts until `expires_at`, unless it ends only by hand.
    /// `false` when it is gone.
    pub(crate) async fn use_session(
        &self,
        id: SessionId,
        now: f64,
        ip: Option<String>,
        expires_at: f64,
    ) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute(
                "UPDATE sessions SET last_used_at = ?, last_used_ip = ?,
                        expires_at = CASE WHEN expires_at < 9e999 THEN ? ELSE expires_at END
                 WHERE id = ?",
                params![now, ip, expires_at, id.0],
            )
            .map(|changed| changed > 0)
        })
        .await
    }

    /// Ends the session of the refresh token with this hash.
    pub(crate) async fn end_session(&self, hash: [u8; 32]) -> Result<Option<SessionId>, StoreError> {
        self.run(move |db| {
            db.query_row("DELETE FROM sessions WHERE token_hash = ? RETURNING id", [hash], |row| {
                row.get(0).map(SessionId)
            })
            .optional()
        })
        .await
    }

    /// Ends sessions; tells which.
    pub(crate) async fn end_sessions(&self, which: EndWhich) -> Result<Vec<SessionId>, StoreError> {
        let EndWhich { user, id, token_type, but } = which;
        self.run(move |db| {
            db.prepare(
                "DELETE FROM sessions WHERE user_id = ? AND id = coalesce(?, id)
                     AND token_type = coalesce(?, token_type) AND id IS NOT ? RETURNING id",
            )?
            .query_map(
                params![
                    user.as_str(),
                    id.map(|id| id.0),
                    token_type.map(TokenType::as_str),
                    but.map(|but| but.0)
                ],
                |row| row.get(0).map(SessionId),
            )?
            .collect()
        })
        .await
    }

    /// Names a session, if it is this user's. `false` where there is none.
    pub(crate) async fn rename_session(
        &self,
        id: SessionId,
        user: Option<UserId>,
        name: Option<String>,
    ) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute(
                "UPDATE sessions SET name = ? WHERE id = ? AND user_id = coalesce(?, user_id)",
                params![name, id.0, user.map(|user| user.0)],
            )
            .map(|changed| changed > 0)
        })
        .await
    }

    /// Lets a session end at this moment, or, where it is infinite, only by hand.
    pub(crate) async fn set_session_end(&self, id: SessionId, at: f64) -> Result<(), StoreError> {
        self.run(move |db| {
            db.execute("UPDATE sessions SET expires_at = ? WHERE id = ?", params![at, id.0]).map(drop)
        })
        .await
    }

    /// Forgets the sessions that have ended by themselves.
    pub(crate) async fn forget_ended_sessions(&self, now: f64) -> Result<usize, StoreError> {
        self.run(move |db| db.execute("DELETE FROM sessions WHERE expires_at <= ?", [now])).await
    }
}

/// Sessions of one user, by network and otherwise; and as many tokens for programs.
const MOST: i64 = 50;

const SELECT: &str = "
    SELECT users.id, users.name,
           (SELECT group_concat(group_id) FROM memberships WHERE user_id = users.id),
           users.is_owner, users.is_active, users.local_only,
           sessions.id, access_key, client_id, provider, sessions.created_at, last_used_at,
           last_used_ip, expires_at, assurance, token_type, sessions.name, device, icon
    FROM sessions JOIN users ON users.id = sessions.user_id";

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        user: users::read(row)?,
        id: SessionId(row.get(6)?),
        access_key: row.get(7)?,
        client_id: row.get(8)?,
        provider: row.get(9)?,
        created_at: row.get(10)?,
        last_used_at: row.get(11)?,
        last_used_ip: row.get(12)?,
        expires_at: row.get(13)?,
        assurance: Assurance::parse(&row.get::<_, String>(14)?),
        token_type: TokenType::of_name(&row.get::<_, String>(15)?).unwrap_or(TokenType::Normal),
        name: row.get(16)?,
        device: row.get(17)?,
        icon: row.get(18)?,
    })
}

impl EndWhich {
    pub(crate) fn all_of(user: UserId) -> Self {
        Self { user, id: None, token_type: None, but: None }
    }
}

impl TokenType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::LongLived => "long_lived_access_token",
        }
    }

    pub(crate) fn of_name(text: &str) -> Option<Self> {
        [Self::Normal, Self::LongLived].into_iter().find(|known| known.as_str() == text)
    }
}
