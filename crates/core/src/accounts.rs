//! The users that this device knows: who they are and what lets the device act as them again.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::json::{FromJson, Members, object};
use doorstep_protocol::secret::Secret;
use serde_json::Value;

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
            ]))
        });
        let current = self.current.as_ref().map(UserId::as_str);
        Value::Object(object([
            ("accounts", accounts.collect()),
            ("current", current.into()),
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
        };
        account.made(read)
    }
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
    }

    /// Nobody starts by itself next time.
    pub fn choose_nobody(&mut self) {
        self.vault.current = None;
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
    fn a_vault_of_a_later_version_is_still_read() {
        let vault: Vault = json::parse(r#"{"accounts":[],"current":null,"faces":7}"#).unwrap();
        assert_eq!(vault, Vault::default());
    }
}
