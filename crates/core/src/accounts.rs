//! The users that this device knows: who they are and what lets the device act as them again.

use std::time::Duration;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::json::{FromJson, Members, object};
use doorstep_protocol::secret::Secret;
use serde_json::Value;

use crate::time::Timestamp;

/// For how long leaving on purpose counts: over a night, not into the next day.
const NIGHT: Duration = Duration::from_secs(8 * 3_600);

/// A user as remembered on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub user_id: UserId,
    /// What people call them.
    pub name: String,
    /// The client id that the credential was given to; the hub accepts it from no other.
    pub client_id: String,
    /// The credential.
    pub refresh_token: Secret,
    /// How they came in.
    pub entrance: Entrance,
}

/// How somebody came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entrance {
    /// By showing who they are.
    #[default]
    SignedIn,
    /// By the network, as a face that was picked.
    Picked,
    /// By the network, unasked.
    Automatic,
}

impl Entrance {
    fn key(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Picked => "picked",
            Self::Automatic => "automatic",
        }
    }
}

/// What lasts on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vault {
    /// Everybody who is remembered.
    pub accounts: Vec<Account>,
    /// Who was at the device last and did not sign out.
    pub current: Option<UserId>,
    /// Whether the set-up of the hub is under way at this device.
    pub is_setting_up: bool,
    /// When somebody left on purpose and nobody has come in since, in milliseconds since the Unix epoch.
    pub left_at: Option<u64>,
}

impl Vault {
    /// As it is stored.
    pub fn to_json(&self) -> Value {
        let accounts = self.accounts.iter().map(|account| {
            Value::Object(object([
                ("user_id", account.user_id.as_str().into()),
                ("name", account.name.as_str().into()),
                ("client_id", account.client_id.as_str().into()),
                ("refresh_token", account.refresh_token.expose().into()),
                ("entrance", account.entrance.key().into()),
            ]))
        });
        let current = self.current.as_ref().map(UserId::as_str);
        let left_at = self.left_at.into();
        Value::Object(object([
            ("accounts", accounts.collect()),
            ("current", current.into()),
            ("left_at", left_at),
            ("is_setting_up", self.is_setting_up.into()),
        ]))
    }
}

impl FromJson for Vault {
    fn from_json(value: Value) -> Option<Self> {
        let mut vault = Members::of(value)?;
        let read = Self {
            accounts: vault.or_default("accounts"),
            current: vault.read("current"),
            is_setting_up: vault.or_default("is_setting_up"),
            left_at: vault.read("left_at"),
        };
        vault.made(read)
    }
}

impl FromJson for Account {
    fn from_json(value: Value) -> Option<Self> {
        let mut account = Members::of(value)?;
        let read = Self {
            user_id: UserId(account.text("user_id")),
            name: account.text("name"),
            client_id: account.text("client_id"),
            refresh_token: account.read("refresh_token")?,
            entrance: entrance(&account.or_default::<String>("entrance")),
        };
        account.made(read)
    }
}

/// What an older version stored, or a later one, is the careful kind.
fn entrance(key: &str) -> Entrance {
    let known = [Entrance::Picked, Entrance::Automatic];
    known.into_iter().find(|entrance| entrance.key() == key).unwrap_or_default()
}

/// All accounts of this page: those that last and those that end with it.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    vault: Vault,
    passing: Vec<Account>,
}

impl Accounts {
    /// Takes over what the device remembered.
    pub fn loaded(vault: Vault) -> Self {
        Self { vault, passing: Vec::new() }
    }

    /// What must last.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The account to start with.
    pub fn current(&self) -> Option<&Account> {
        self.find(self.vault.current.as_ref()?)
    }

    /// Everybody, the remembered first.
    pub fn all(&self) -> impl Iterator<Item = &Account> {
        self.vault.accounts.iter().chain(&self.passing)
    }

    /// One of them.
    pub fn find(&self, user: &UserId) -> Option<&Account> {
        self.all().find(|account| account.user_id == *user)
    }

    /// Whether this user outlasts the page.
    pub fn is_remembered(&self, user: &UserId) -> bool {
        self.vault.accounts.iter().any(|account| account.user_id == *user)
    }

    /// Adds an account and makes it the current one. Answers the credential that it replaces, which the hub
    /// should hear about, since nobody holds it any more.
    pub fn add(&mut self, account: Account, remember: bool) -> Option<Secret> {
        let replaced = self.remove(&account.user_id).filter(|old| *old != account.refresh_token);
        self.vault.left_at = None;
        if remember {
            self.vault.current = Some(account.user_id.clone());
            self.vault.accounts.push(account);
        } else {
            self.vault.current = None;
            self.passing.push(account);
        }
        replaced
    }

    /// Makes this one the account to start with next time, where it is remembered.
    pub fn choose(&mut self, user: &UserId) {
        self.vault.current = self.is_remembered(user).then(|| user.clone());
        self.vault.left_at = None;
    }

    /// Somebody leaves on purpose: nobody starts by itself next time.
    pub fn leave(&mut self, now: Timestamp) {
        self.vault.current = None;
        self.vault.left_at = Some(now.0);
    }

    /// Whether somebody left on purpose not long ago, so that nobody should come in unasked.
    pub fn was_left(&self, now: Timestamp) -> bool {
        // A moment that is yet to come is one of a clock that was wrong.
        self.vault.left_at.is_some_and(|left| left <= now.0 && now.since(Timestamp(left)) < NIGHT)
    }

    /// Whether the set-up of the hub goes on when the page is opened again.
    pub fn set_up(&mut self, is_under_way: bool) {
        self.vault.is_setting_up = is_under_way;
    }

    /// Forgets an account; answers its credential.
    pub fn remove(&mut self, user: &UserId) -> Option<Secret> {
        if self.vault.current.as_ref() == Some(user) {
            self.vault.current = None;
        }
        let token = self.find(user).map(|account| account.refresh_token.clone());
        self.vault.accounts.retain(|account| account.user_id != *user);
        self.passing.retain(|account| account.user_id != *user);
        token
    }
}

#[cfg(test)]
mod tests {
    use doorstep_protocol::json;

    use super::*;

    fn account(user: &str, token: &str) -> Account {
        Account {
            user_id: user.into(),
            name: user.to_owned(),
            client_id: "http://hub/".to_owned(),
            refresh_token: Secret::new(token),
            entrance: Entrance::Automatic,
        }
    }

    #[test]
    fn who_is_not_remembered_is_not_in_the_vault() {
        let mut accounts = Accounts::default();
        assert_eq!(accounts.add(account("anna", "1"), false), None);
        assert_eq!(accounts.vault(), &Vault::default());
        assert!(accounts.find(&"anna".into()).is_some());
    }

    #[test]
    fn signing_in_again_replaces_the_credential_and_names_the_old_one() {
        let mut accounts = Accounts::default();
        assert_eq!(accounts.add(account("anna", "1"), true), None);
        assert_eq!(accounts.add(account("anna", "2"), true), Some(Secret::new("1")));
        assert_eq!(accounts.all().count(), 1);
        assert_eq!(accounts.current().map(|anna| anna.refresh_token.expose()), Some("2"));
    }

    #[test]
    fn who_signs_out_is_forgotten_and_nobody_is_current() {
        let mut accounts = Accounts::default();
        accounts.add(account("ben", "2"), true);
        accounts.add(account("anna", "1"), true);
        assert_eq!(accounts.remove(&"anna".into()), Some(Secret::new("1")));
        assert_eq!(accounts.current(), None);
        assert_eq!(accounts.all().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["ben"]);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let mut accounts = Accounts::default();
        accounts.add(account("anna", "1"), true);
        let stored = accounts.vault().to_json().to_string();
        assert_eq!(json::parse(&stored).as_ref(), Some(accounts.vault()));
    }

    #[test]
    fn who_leaves_on_purpose_has_left_for_a_night() {
        let mut accounts = Accounts::default();
        assert!(!accounts.was_left(Timestamp(0)));
        accounts.add(account("anna", "1"), true);
        accounts.leave(Timestamp(1_000));
        assert_eq!((accounts.current(), accounts.all().count()), (None, 1));
        assert!(accounts.was_left(Timestamp(1_000)) && accounts.was_left(Timestamp(1_000) + NIGHT / 2));
        assert!(!accounts.was_left(Timestamp(1_000) + NIGHT));
        assert!(!accounts.was_left(Timestamp(999)), "a clock that was wrong locks nobody out");
        accounts.choose(&"anna".into());
        assert!(!accounts.was_left(Timestamp(1_000)));
    }

    #[test]
    fn a_vault_of_a_later_version_is_still_read() {
        let vault: Vault = json::parse(r#"{"accounts":[],"current":null,"faces":7}"#).unwrap();
        assert_eq!(vault, Vault::default());
    }
}
