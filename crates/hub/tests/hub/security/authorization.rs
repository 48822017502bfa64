//! SEC-AUTHZ: who may do what, for every command and every route there is.

mod commands;
mod objects;
mod reading;
mod routes;
mod spoofing;

use doorstep_hub::Level;
use serde_json::{Value, json};

use crate::house::House;
use crate::networks::{RULES, enter};
use crate::page::Page;

/// Everybody who can be on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Owner,
    Admin,
    User,
    ReadOnly,
    /// In a group of somebody's making, which is for lights only.
    Custom,
    /// The household, which came by network alone. Administrators cannot; the unit tests try it all the same.
    Network,
}

const ROLES: [Role; 6] = [Role::Owner, Role::Admin, Role::User, Role::ReadOnly, Role::Custom, Role::Network];

impl Role {
    /// As the rules of the hub say in words; written down here once more, apart from the hub's own table.
    fn reaches(self, level: Level) -> bool {
        match level {
            Level::Anyone => true,
            Level::Full => self != Self::Network,
            Level::Admin => matches!(self, Self::Owner | Self::Admin),
            Level::Owner => self == Self::Owner,
        }
    }

    /// An access token of somebody of this role.
    async fn token(self, house: &House) -> String {
        let signed_in = match self {
            Self::Owner => house.sign_in("anna").await,
            Self::Admin => house.sign_in("ben").await,
            Self::User => house.sign_in("clara").await,
            Self::ReadOnly => house.sign_in("dan").await,
            Self::Custom => return sign_in(house, "eva").await,
            Self::Network => enter(&house.from("192.168.7.3"), "Household").await,
        };
        signed_in.access_token
    }

    async fn page(self, house: &House) -> Page {
        let token = self.token(house).await;
        Page::with_token(&self.place(house), &token).await
    }

    /// The hub as somebody of this role reaches it.
    fn place(self, house: &House) -> House {
        house.from(if self == Self::Network { "192.168.7.3" } else { "127.0.0.1" })
    }
}

/// A house with a network that is trusted, and with Eva, who has the lights only, and Frida, whom nobody is.
async fn house() -> House {
    let house = House::with_policy(RULES).await;
    let mut page = Role::Owner.page(&house).await;
    let policy = json!({"entities": {"domains": {"light": true}}});
    page.result(
        json!({"type": "doorstep/groups/save", "group_id": "lights", "name": "Lights", "policy": policy}),
    )
    .await;
    for (name, group) in [("eva", "lights"), ("frida", "system-users")] {
        let create = json!({"type": "config/auth/create", "name": name, "group_ids": [group]});
        let user = page.result(create).await["user"]["id"].clone();
        page.result(json!({"type": "config/auth_provider/homeassistant/create", "user_id": user,
            "username": name, "password": PASSWORD}))
            .await;
    }
    house
}

/// Eva or Frida.
async fn sign_in(house: &House, username: &str) -> String {
    let flow = house.begin_flow(crate::house::CLIENT).await;
    let done = house.answer_flow(&flow, username, PASSWORD).await.json();
    house.redeemed(done["result"].as_str().unwrap()).await.access_token
}

fn with(command: &str, arguments: &Value) -> Value {
    let mut whole = arguments.clone();
    whole["type"] = command.into();
    whole
}

const PASSWORD: &str = "a long way home";
