//! A page's end of a socket, joined to the hub in this process.

use doorstep_hub::socket::{Frame, converse_from};
use futures_channel::mpsc::{Receiver, Sender, channel};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::house::House;

pub(crate) struct Page {
    to_hub: Sender<Frame>,
    from_hub: Receiver<Frame>,
    hub: JoinHandle<()>,
    next_id: u64,
}

/// What a socket said next.
#[derive(Debug, PartialEq)]
pub(crate) enum Said {
    Message(Value),
    Ping,
    Closed(Option<u16>),
}

impl Page {
    /// Connects, and reads nothing yet.
    pub(crate) fn connect(house: &House) -> Self {
        // A page may speak while it does not read, as long as the network takes it.
        let (to_hub, hub_hears) = channel(100);
        // One frame at a time, as a network that is slow.
        let (hub_says, from_hub) = channel(0);
        let hub = tokio::spawn(converse_from(house.hub.clone(), house.peer(), hub_hears, hub_says));
        Self { to_hub, from_hub, hub, next_id: 1 }
    }

    /// Connects as one of the family, who signs in anew.
    pub(crate) async fn of(house: &House, username: &str) -> Self {
        let signed_in = house.sign_in(username).await;
        Self::with_token(house, &signed_in.access_token).await
    }

    pub(crate) async fn with_token(house: &House, access_token: &str) -> Self {
        let mut page = Self::connect(house);
        assert_eq!(page.hear().await["type"], "auth_required");
        page.say(&json!({"type": "auth", "access_token": access_token})).await;
        assert_eq!(page.hear().await["type"], "auth_ok");
        page
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.say_text(message.to_string()).await;
    }

    pub(crate) async fn say_text(&mut self, text: impl Into<String>) {
        self.say_frame(Frame::Text(text.into())).await;
    }

    pub(crate) async fn say_frame(&mut self, frame: Frame) {
        self.to_hub.send(frame).await.unwrap();
    }

    /// Sends a command under the next number and answers the number.
    pub(crate) async fn command(&mut self, mut command: Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        command["id"] = id.into();
        self.say(&command).await;
        id
    }

    /// Sends a command and answers what comes back for it; events in between are left out.
    pub(crate) async fn ask(&mut self, command: Value) -> Value {
        let id = self.command(command).await;
        loop {
            let message = self.hear().await;
            if message["id"] == id && message["type"] != "event" {
                return message;
            }
        }
    }

    /// The result of a command that is carried out.
    pub(crate) async fn result(&mut self, command: Value) -> Value {
        let mut answer = self.ask(command).await;
        assert_eq!(answer["success"], true, "{answer}");
        answer["result"].take()
    }

    /// The same for a page whose answers come in arrays.
    pub(crate) async fn result_of_array(&mut self, command: Value) {
        let id = self.command(command).await;
        let frame = self.hear().await;
        assert!(frame[0]["id"] == id && frame[0]["success"] == true, "{frame}");
    }

    /// The `error` of a command that is refused.
    pub(crate) async fn error(&mut self, command: Value) -> Value {
        let mut answer = self.ask(command).await;
        assert_eq!(answer["success"], false, "{answer}");
        answer["error"].take()
    }

    pub(crate) async fn hear(&mut self) -> Value {
        match self.next().await {
            Said::Message(message) => message,
            other => panic!("expected a message, got {other:?}"),
        }
    }

    pub(crate) async fn next(&mut self) -> Said {
        match self.from_hub.next().await {
            Some(Frame::Text(text)) => Said::Message(serde_json::from_str(&text).unwrap()),
            Some(Frame::Ping) => Said::Ping,
            Some(Frame::Pong) => panic!("the hub does not answer pings itself"),
            Some(Frame::Close(code)) => Said::Closed(Some(code)),
            None => Said::Closed(None),
        }
    }

    /// Reads to the end, whatever is said before, and answers how it ended.
    pub(crate) async fn end(&mut self) -> Option<u16> {
        loop {
            if let Said::Closed(code) = self.next().await {
                return code;
            }
        }
    }

    /// Waits until the hub is done with this page, which reads nothing any more.
    pub(crate) async fn abandoned(self) {
        let Self { to_hub, from_hub, hub, .. } = self;
        hub.await.unwrap();
        drop((to_hub, from_hub));
    }

    /// Goes away without a word.
    pub(crate) async fn vanish(self) {
        drop((self.to_hub, self.from_hub));
        self.hub.await.unwrap();
    }
}
