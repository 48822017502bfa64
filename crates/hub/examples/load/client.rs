//! A page that follows the home and counts what it is told.

use std::time::Duration;

use doorstep_hub::Clock;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Outcome;
use crate::hub::Hub;

pub(crate) struct Page(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What pages were told.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) frames: u64,
    pub(crate) changes: u64,
    pub(crate) bytes: u64,
    delays: Vec<f64>,
}

/// Connects and reads until the whole home is told.
pub(crate) async fn follow(hub: &Hub, token: &str) -> Outcome<Page> {
    let mut request = format!("ws://{}/api/websocket", hub.address).into_client_request()?;
    request.headers_mut().insert("Origin", format!("http://{}", hub.address).parse()?);
    let (socket, _) = connect_async(request).await?;
    let mut page = Page(socket);
    page.hear().await?;
    page.say(&json!({"type": "auth", "access_token": token})).await?;
    page.hear().await?;
    page.say(&json!({"id": 1, "type": "supported_features", "features": {"coalesce_messages": 1}})).await?;
    page.hear().await?;
    page.say(&json!({"id": 2, "type": "subscribe_entities"})).await?;
    page.hear().await?;
    Ok(page)
}

impl Page {
    async fn say(&mut self, message: &Value) -> Outcome<()> {
        Ok(self.0.send(Message::text(message.to_string())).await?)
    }

    async fn hear(&mut self) -> Outcome<()> {
        timeout(PATIENCE, self.0.next()).await?.ok_or("the socket ended")??;
        Ok(())
    }

    /// Reads for this long.
    pub(crate) async fn read(mut self, time: Duration) -> Tally {
        let began = Instant::now();
        let mut tally = Tally::default();
        while let Ok(Some(Ok(message))) = timeout_at(began + time, self.0.next()).await {
            if let Message::Text(text) = message {
                tally.count(&text);
            }
            if began.elapsed() < BACKLOG {
                tally.delays.clear();
            }
        }
        tally
    }

    /// Whether the hub has ended this, which shows once everything that lay in between is read.
    pub(crate) async fn was_let_go(mut self) -> bool {
        let drained = timeout(PATIENCE, async { while let Some(Ok(_)) = self.0.next().await {} });
        drained.await.is_ok()
    }
}

impl Tally {
    fn count(&mut self, text: &str) {
        self.frames += 1;
        self.bytes += text.len() as u64;
        self.changes += text.matches(r#""+":"#).count() as u64;
        // The hub and the page share one clock, as they share the machine.
        let moment =
            text.rsplit_once(r#""lc":"#).and_then(|(_, rest)| rest.split(['}', ',']).next()?.parse().ok());
        let now = Clock::system().now();
        self.delays.extend(moment.map(|moment: f64| (now - moment) * 1000.0));
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        self.frames += other.frames;
        self.changes += other.changes;
        self.bytes += other.bytes;
        self.delays.extend(other.delays);
        self
    }

    /// The delays of the latest change of each frame: half and nearly all are below these.
    pub(crate) fn delays(&self) -> Value {
        let mut delays = self.delays.clone();
        delays.sort_by(f64::total_cmp);
        let at =
            |share: usize| delays.get(delays.len() * share / 100).map(|delay| (delay * 10.0).round() / 10.0);
        json!({ "p50": at(50), "p99": at(99) })
    }
}

const PATIENCE: Duration = Duration::from_secs(20);
/// What gathered before a page began to read says nothing about the hub.
const BACKLOG: Duration = Duration::from_secs(1);
