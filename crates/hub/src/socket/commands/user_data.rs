//! What the app keeps for a user.
//!
//! Source: `homeassistant/components/frontend/storage.py`.

use doorstep_protocol::ids::UserId;
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::hub::Hub;
use crate::socket::conversation::{Conversation, Subscription};
use crate::socket::message;
use crate::socket::news::News;
use crate::socket::refused::Refused;
use crate::store::StoreError;

/// `frontend/get_user_data`
pub(super) async fn value(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let key = arguments.optional_text("key")?;
    arguments.finish()?;
    let value = read(&talk.hub, &talk.session.user.id, key).await?;
    talk.done(id, &json!({ "value": value }));
    Ok(())
}

/// `frontend/set_user_data`
pub(super) async fn set(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let (key, value) = (arguments.text("key")?, arguments.value("value")?);
    arguments.finish()?;
    let user = talk.session.user.id.clone();
    if !talk.hub.store().set_user_value(user.clone(), key.clone(), &value).await? {
        return Err(Refused::TooMuchData);
    }
    talk.hub.announce(News::UserData { user, key, value });
    talk.done_without_result(id);
    Ok(())
}

/// `frontend/subscribe_user_data`. The first event comes before the result, as in Home Assistant.
pub(super) async fn subscribe(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let key = arguments.optional_text("key")?;
    arguments.finish()?;
    let value = read(&talk.hub, &talk.session.user.id, key.clone()).await?;
    talk.subscribe(id, Subscription::UserData(key))?;
    talk.outbox.add(message::event(id, &json!({ "value": value }).to_string()));
    talk.done_without_result(id);
    Ok(())
}

/// Tells those of this page's subscriptions that follow `key`.
pub(in crate::socket) async fn spread(talk: &mut Conversation, key: &str, value: &Value) {
    for (id, subscription) in &talk.subscriptions {
        let told = match subscription {
            Subscription::UserData(Some(followed)) if followed == key => value.clone(),
            Subscription::UserData(None) => {
                match read(&talk.hub, &talk.session.user.id, None).await {
                    Ok(whole) => whole,
                    // The store has logged it; the next change brings the whole again.
                    Err(_) => continue,
                }
            }
            Subscription::UserData(Some(_)) | Subscription::Entities(_) | Subscription::Events(_) => continue,
        };
        talk.outbox.add(message::event(*id, &json!({ "value": told }).to_string()));
    }
}

async fn read(hub: &Hub, user: &UserId, key: Option<String>) -> Result<Value, StoreError> {
    match key {
        Some(key) => hub.store().user_value(user.clone(), key).await,
        None => hub.store().user_values(user.clone()).await.map(Value::Object),
    }
}
