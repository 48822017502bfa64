//! The first words: the hub asks who is there, the page answers with an access token, within five seconds.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{Sink, Stream, StreamExt};
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::time::{Instant, timeout_at};

use super::line::Line;
use super::seats::Seat;
use super::{API_VERSION, End, Frame};
use crate::arguments::Misfit;
use crate::auth::access::{self, Address};
use crate::auth::assurance::Assurance;
use crate::auth::sessions;
use crate::hub::Hub;
use crate::permissions::{self, Access};
use crate::socket::news::News;
use crate::store::Session;

/// Somebody who is known.
pub(super) struct Guest {
    pub(super) session: Session,
    pub(super) access: Access,
    pub(super) address: Address,
    /// What happens in the hub from before `access` was read.
    pub(super) news: Receiver<Arc<News>>,
}

/// Finds out who is there.
pub(super) async fn run<R, W>(
    hub: &Hub,
    address: Address,
    stream: &mut R,
    line: &mut Line<W>,
    seat: &mut Seat,
) -> Result<Guest, End>
where
    R: Stream<Item = Frame> + Unpin,
    W: Sink<Frame> + Unpin,
{
    let deadline = Instant::now() + PATIENCE;
    line.send(text(&json!({ "type": "auth_required", "ha_version": API_VERSION })), seat).await?;
    let first = tokio::select! {
        first = timeout_at(deadline, first_text(stream)) => first.unwrap_or(Err(End::Done))?,
        end = seat.ended() => return Err(end),
    };
    let answer = match read(&first)? {
        Ok(token) => admit(hub, &token, address, seat).await?,
        Err(message) => Err(message),
    };
    match answer {
        Ok(guest) => {
            line.send(text(&json!({ "type": "auth_ok", "ha_version": API_VERSION })), seat).await?;
            Ok(guest)
        }
        Err(message) => {
            tracing::info!(%address, "a socket was refused");
            line.send(text(&json!({ "type": "auth_invalid", "message": message })), seat).await?;
            Err(End::Done)
        }
    }
}

async fn first_text<R: Stream<Item = Frame> + Unpin>(stream: &mut R) -> Result<String, End> {
    loop {
        match stream.next().await {
            Some(Frame::Text(text)) if text.len() > LONGEST => return Err(End::TooBig),
            Some(Frame::Text(text)) => return Ok(text),
            Some(Frame::Ping | Frame::Pong) => {}
            Some(Frame::Close(_)) | None => return Err(End::Gone),
        }
    }
}

/// The access token of the `auth` message, or what is wrong with the message.
fn read(first: &str) -> Result<Result<String, String>, End> {
    let Ok(Value::Object(mut members)) = serde_json::from_str(first) else { return Err(End::Done) };
    let token = members.remove("access_token");
    let faults = faults(members);
    if !faults.is_empty() {
        return Ok(Err(format!("Auth message incorrectly formatted: {}", faults.join("\n"))));
    }
    Ok(match token {
        Some(Value::String(token)) => Ok(token),
        Some(_) | None => Err(NOT_GOOD.into()),
    })
}

fn faults(mut members: Map<String, Value>) -> Vec<String> {
    let kind = members.remove("type").unwrap_or_default();
    let extra = members
        .into_iter()
        .map(|(key, got)| Misfit::new("extra keys not allowed", &key, got).sentence_with_value());
    let wrong = (kind != "auth")
        .then(|| Misfit::new("not a valid value for dictionary value", "type", kind).sentence_with_value());
    extra.take(MOST_FAULTS).chain(wrong).collect()
}

/// The session of a token; or, in the second `Err`, why its user may not come in.
async fn admit(hub: &Hub, token: &str, address: Address, seat: &Seat) -> Result<Result<Guest, String>, End> {
    // A failure of the hub says nothing about the token: `auth_invalid` would make the page forget it.
    let find = async || sessions::of_access_token(hub, token).await.map_err(|_| End::TryLater);
    let Some(session) = find().await? else { return Ok(Err(NOT_GOOD.into())) };
    let refusal = async |session: &Session| {
        let refusal = access::refusal(hub, &session.user, session.assurance, address).await;
        refusal.map_err(|_| End::TryLater)
    };
    if let Some(block) = refusal(&session).await? {
        return Ok(Err(block.sentence().into()));
    }
    let network = (session.assurance == Assurance::Network).then_some(address);
    if !seat.belongs_to(&session.id, &session.user.id, network) {
        return Err(End::TryLater);
    }
    let news = hub.news().subscribe();
    // Whoever ends the session from now on finds the seat; whoever did so before is seen here.
    let Some(session) = find().await? else { return Ok(Err(NOT_GOOD.into())) };
    if let Some(block) = refusal(&session).await? {
        return Ok(Err(block.sentence().into()));
    }
    sessions::note_use(hub, &session, address).await.map_err(|_| End::TryLater)?;
    let access = permissions::of(hub, &session, address).await.map_err(|_| End::TryLater)?;
    Ok(Ok(Guest { session, access, address, news }))
}

fn text(message: &Value) -> Frame {
    Frame::Text(message.to_string())
}

/// Home Assistant waits ten; a page has its token ready.
const PATIENCE: Duration = Duration::from_secs(5);
/// A token has some 200 characters; the rest of a socket's limit is for people who are known.
const LONGEST: usize = 64 * 1024;
const MOST_FAULTS: usize = 8;
const NOT_GOOD: &str = "Invalid access token or password";
