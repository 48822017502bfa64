//! One rule: who may be picked, in which network, and how far that goes.

use std::fmt;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::ranges::{self, is_link_local_v6, is_never_trusted};

/// A rule in the words of the configuration, of the database and of the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleWords {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) cidr: Vec<String>,
    #[serde(default)]
    pub(crate) subnet_of: Option<String>,
    pub(crate) users: Vec<String>,
    #[serde(default)]
    pub(crate) default_user: Option<String>,
    #[serde(default)]
    pub(crate) auto_login: bool,
    #[serde(default)]
    pub(crate) role_ceiling: Ceiling,
    #[serde(default)]
    pub(crate) show_users: bool,
}

/// What a session by network may reach at most. Administration cannot be written down here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ceiling {
    /// What a user may do.
    #[default]
    User,
    /// Looking.
    ReadOnly,
}

/// A rule that fits together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// By id, username or name, in the order in which they are shown.
    pub(crate) users: Vec<String>,
    pub(crate) entry: Entry,
    pub(crate) ceiling: Ceiling,
    /// Whether strangers in this network learn who lives here.
    pub(crate) shows_users: bool,
}

/// Where a rule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In these networks.
    Networks(Vec<IpNet>),
    /// In whatever networks this interface is in.
    SubnetOf(String),
}

/// How one comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Somebody picks; this user stands first.
    Pick(Option<String>),
    /// As this user, without a question.
    Automatic(String),
}

/// Why a rule does not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleError {
    NoName,
    NoPlace,
    TwoPlaces,
    NoNetwork(String),
    NeverTrusted(String),
    LinkLocal(String),
    TooWide(IpNet),
    UserTwice(String),
    DefaultNotAmongUsers(String),
    AutomaticWithoutDefault,
    TooLong,
}

impl RuleWords {
    /// The rule that these words are.
    pub(crate) fn check(&self) -> Result<Rule, RuleError> {
        let texts = [&self.cidr, &self.users].into_iter().flatten().chain([&self.name]);
        let longest = texts.chain(&self.subnet_of).map(String::len).max();
        if longest > Some(LONGEST) || self.cidr.len() > MOST || self.users.len() > MOST {
            return Err(RuleError::TooLong);
        }
        if self.name.trim().is_empty() {
            return Err(RuleError::NoName);
        }
        let place = match (&self.cidr[..], &self.subnet_of) {
            ([], None) => return Err(RuleError::NoPlace),
            ([], Some(interface)) => Place::SubnetOf(interface.clone()),
            ([_, ..], None) => {
                Place::Networks(self.cidr.iter().map(|text| network(text)).collect::<Result<_, _>>()?)
            }
            ([_, ..], Some(_)) => return Err(RuleError::TwoPlaces),
        };
        let twice = self
            .users
            .iter()
            .enumerate()
            .find(|(at, user)| self.users.iter().take(*at).any(|other| other == *user));
        if let Some((_, user)) = twice {
            return Err(RuleError::UserTwice(user.clone()));
        }
        let default = self.default_user.clone();
        if let Some(user) = default.as_ref().filter(|user| !self.users.contains(user)) {
            return Err(RuleError::DefaultNotAmongUsers(user.clone()));
        }
        let entry = match (default, self.auto_login) {
            (Some(user), true) => Entry::Automatic(user),
            (None, true) => return Err(RuleError::AutomaticWithoutDefault),
            (default, false) => Entry::Pick(default),
        };
        Ok(Rule {
            name: self.name.trim().to_owned(),
            place,
            users: self.users.clone(),
            entry,
            ceiling: self.role_ceiling,
            shows_users: self.show_users,
        })
    }
}

impl Rule {
    /// The networks that it names itself.
    pub(crate) fn networks(&self) -> &[IpNet] {
        match &self.place {
            Place::Networks(networks) => networks,
            Place::SubnetOf(_) => &[],
        }
    }
}

fn network(text: &str) -> Result<IpNet, RuleError> {
    let net = ranges::net(text).ok_or_else(|| RuleError::NoNetwork(text.to_owned()))?;
    if is_never_trusted(net.addr()) {
        // All of 0.0.0.0/0 and ::/0 begins with such an address too.
        return Err(if net.prefix_len() == 0 {
            RuleError::TooWide(net)
        } else {
            RuleError::NeverTrusted(text.to_owned())
        });
    }
    if is_link_local_v6(net.addr()) {
        return Err(RuleError::LinkLocal(text.to_owned()));
    }
    let narrowest = match net {
        IpNet::V4(_) => 8,
        IpNet::V6(v6) if v6.addr().is_unique_local() => 7,
        IpNet::V6(_) => 32,
    };
    if net.prefix_len() < narrowest { Err(RuleError::TooWide(net)) } else { Ok(net) }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("a network has no name. Give it one, such as \"kitchen\"."),
            Self::NoPlace => f.write_str("it says no place. Give it cidr or subnet_of."),
            Self::TwoPlaces => f.write_str("it has both cidr and subnet_of. Make two networks of it."),
            Self::NoNetwork(text) => {
                write!(f, "{text:?} is neither an address nor a network such as 192.168.7.0/24.")
            }
            Self::NeverTrusted(text) => {
                write!(f, "{text} stands for nobody in particular and is never trusted. Leave it out.")
            }
            Self::LinkLocal(text) => write!(
                f,
                "{text} is on every network at once. Name the interface instead: subnet_of = \"eth0\"."
            ),
            Self::TooWide(net) => write!(f, "{net} is much of the world. Name the networks of the home."),
            Self::UserTwice(user) => write!(f, "{user:?} is among its users twice."),
            Self::DefaultNotAmongUsers(user) => {
                write!(f, "its default_user {user:?} is not among its users. Add them there too.")
            }
            Self::AutomaticWithoutDefault => {
                f.write_str("auto_login needs a default_user: as whom should the hub let people in?")
            }
            Self::TooLong => f.write_str("it is too long."),
        }
    }
}

/// Bytes of one text, and how many there may be of each kind.
const LONGEST: usize = 100;
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Rule, String> {
        let words: RuleWords = toml::from_str(text).map_err(|error| error.to_string())?;
        words.check().map_err(|error| error.to_string())
    }

    const KITCHEN: &str =
        "name = \"kitchen\"\ncidr = [\"192.168.7.20\"]\nusers = [\"clara\", \"household\"]\n";

    #[test]
    fn a_rule_says_where_who_and_how() {
        let rule =
            check(&format!("{KITCHEN}default_user = \"household\"\nauto_login = true\nshow_users = true"))
                .unwrap();
        assert_eq!(rule.entry, Entry::Automatic("household".into()));
        assert_eq!(rule.networks(), ["192.168.7.20/32".parse().unwrap()]);
        assert_eq!((rule.ceiling, rule.shows_users), (Ceiling::User, true));
        let plain = check(KITCHEN).unwrap();
        assert_eq!((plain.entry, plain.shows_users), (Entry::Pick(None), false));
    }

    #[test]
    fn what_does_not_fit_together_is_refused_with_a_sentence() {
        for (more, expected) in [
            ("role_ceiling = \"admin\"", "unknown variant"),
            ("role_ceiling = \"owner\"", "unknown variant"),
            ("auto_login = true", "needs a default_user"),
            ("default_user = \"dan\"", "not among its users"),
            ("subnet_of = \"eth0\"", "both cidr and subnet_of"),
            ("trusted = true", "unknown field"),
            ("require_pin = [\"clara\"]", "unknown field"),
        ] {
            let error = check(&format!("{KITCHEN}{more}")).unwrap_err();
            assert!(error.contains(expected), "{more}: {error}");
        }
        assert!(check("name = \"x\"\nusers = []").unwrap_err().contains("no place"));
        assert!(check("name = \" \"\ncidr = [\"10.0.0.1\"]\nusers = []").unwrap_err().contains("no name"));
        assert!(check("name = \"x\"\ncidr = [\"10.0.0.1\"]").unwrap_err().contains("users"));
        assert!(
            check("name = \"x\"\ncidr = [\"10.0.0.1\"]\nusers = [\"a\", \"a\"]")
                .unwrap_err()
                .contains("twice")
        );
    }

    #[test]
    fn some_networks_are_nobodys() {
        for (net, expected) in [
            ("0.0.0.0/0", "much of the world"),
            ("::/0", "much of the world"),
            ("2000::/3", "much of the world"),
            ("2a00::/12", "much of the world"),
            ("96.0.0.0/4", "much of the world"),
            ("64:ff9b::/96", "never trusted"),
            ("2002::/16", "never trusted"),
            ("2001::/32", "never trusted"),
            ("::192.168.1.0/120", "never trusted"),
            ("ff02::/16", "never trusted"),
            ("224.0.0.0/8", "never trusted"),
            ("fe80::/10", "every network at once"),
            ("home", "neither an address nor a network"),
        ] {
            let error = check(&format!("name = \"x\"\ncidr = [{net:?}]\nusers = []")).unwrap_err();
            assert!(error.contains(expected), "{net}: {error}");
        }
        for net in ["10.0.0.0/8", "fd00::/8", "fc00::/7", "::1", "127.0.0.1", "2001:db8:7::/64"] {
            assert!(check(&format!("name = \"x\"\ncidr = [{net:?}]\nusers = []")).is_ok(), "{net}");
        }
    }
}
