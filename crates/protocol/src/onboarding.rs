//! The first start of a hub: its steps, its owner, its name, its network. The code and the network are our hub's,
//! which lists `setup_code` among its features.

use serde_json::Value;

use crate::json::{FromJson, Members, object};
use crate::secret::Secret;

/// `GET /api/onboarding`: the steps that are not done yet. Once all are, the address is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open(pub Vec<String>);

impl FromJson for Open {
    fn from_json(value: Value) -> Option<Self> {
        let steps: Vec<Value> = FromJson::from_json(value)?;
        let mut open = Vec::new();
        for step in steps {
            let mut step = Members::of(step)?;
            let (name, is_done): (String, bool) = (step.text("step"), step.or_default("done"));
            open.extend(step.made((!is_done).then_some(name))?);
        }
        Some(Self(open))
    }
}

/// `POST /api/onboarding/users`: the owner of the home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOwner {
    /// What people call them.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// As they chose it.
    pub password: Secret,
    /// Shown by the hub when it started: who knows it stands before it.
    pub setup_code: Secret,
    /// The page that signs the owner in.
    pub client_id: String,
}

impl NewOwner {
    /// As it stands on the wire.
    pub fn to_json(&self) -> Value {
        Value::Object(object([
            ("name", self.name.as_str().into()),
            ("username", self.username.as_str().into()),
            ("password", self.password.expose().into()),
            ("setup_code", self.setup_code.expose().into()),
            ("client_id", self.client_id.as_str().into()),
            ("language", "en".into()),
        ]))
    }
}

/// What the hub answers to a new owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// To exchange for tokens.
    pub auth_code: Secret,
}

impl FromJson for Created {
    fn from_json(value: Value) -> Option<Self> {
        let mut created = Members::of(value)?;
        let read = Self { auth_code: created.read("auth_code")? };
        created.made(read)
    }
}

/// `GET /api/onboarding/network`: the network that this page is opened from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkHere {
    /// The address that the hub sees.
    pub address: Option<String>,
    /// The network that could be the household's: `192.168.7.0/24`.
    pub network: Option<String>,
    /// Why there is none: a key.
    pub why_not: Option<String>,
}

impl FromJson for NetworkHere {
    fn from_json(value: Value) -> Option<Self> {
        let mut here = Members::of(value)?;
        let read = Self {
            address: here.read("address"),
            network: here.read("network"),
            why_not: here.read("why_not"),
        };
        here.made(read)
    }
}
