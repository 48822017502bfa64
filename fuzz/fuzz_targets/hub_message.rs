//! What somebody says on a socket: first as a stranger, then as one of the family.
#![no_main]

use std::sync::OnceLock;

use doorstep_fuzz::{House, here};
use doorstep_hub::socket::{Frame, converse_from};
use futures_channel::mpsc::channel;
use futures_util::{SinkExt, StreamExt};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|text: &str| {
    let house = House::shared("");
    static TOKEN: OnceLock<String> = OnceLock::new();
    let token = TOKEN.get_or_init(|| house.run(house.sign_in("anna")));
    house.run(async {
        let (mut to_hub, hub_hears) = channel(100);
        let (hub_says, from_hub) = channel(100);
        let is_known = !text.starts_with('!');
        let mut frames: Vec<String> = text.lines().take(20).map(str::to_owned).collect();
        if is_known {
            frames.insert(0, json!({"type": "auth", "access_token": token}).to_string());
        }
        let talk = converse_from(house.hub.clone(), here(), hub_hears, hub_says);
        let say = async move {
            for frame in frames {
                // Whoever is refused is no longer listened to.
                if to_hub.send(Frame::Text(frame.into())).await.is_err() {
                    break;
                }
            }
        };
        let hear = from_hub.for_each(|_| async {});
        futures_util::join!(talk, say, hear);
    });
});
