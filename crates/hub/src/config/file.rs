//! The configuration file: TOML, and a word that it does not know refuses to start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::{Deserialize, Deserializer};
use tracing::level_filters::LevelFilter;

use super::command_line::CommandLine;
use super::policy::Policy;
use super::proxy::ProxyWords;
use crate::networks::Rules;
use crate::networks::rule::RuleWords;

/// The file's words; each has a flag of the same name, which wins.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) listen: Option<SocketAddr>,
    pub(super) data: Option<PathBuf>,
    pub(super) app: Option<PathBuf>,
    pub(super) names: Option<Vec<String>>,
    pub(super) origins: Option<Vec<String>>,
    pub(super) log: Option<Level>,
    pub(super) demo: Option<bool>,
    #[serde(skip)]
    path: PathBuf,
    #[serde(default)]
    allow_no_origin: bool,
    proxy: Option<ProxyWords>,
    #[serde(default)]
    network: Vec<RuleWords>,
    pub(super) command_line: Option<CommandLine>,
}

/// A level by its name.
#[derive(Debug)]
pub(super) struct Level(pub(super) LevelFilter);

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let level = name.parse().map_err(|_| {
            serde::de::Error::custom("expected one of off, error, warn, info, debug and trace")
        })?;
        Ok(Self(level))
    }
}

impl File {
    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            fs::read_to_string(path).map_err(|error| ConfigError::Unreadable(path.to_owned(), error))?;
        Self::parse(path, &text)
    }

    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let file =
            toml::from_str(text).map_err(|error| ConfigError::Wrong(path.to_owned(), error.to_string()))?;
        Ok(Self { path: path.to_owned(), ..file })
    }

    /// What it says about addresses, checked as a whole.
    pub(super) fn policy(&self) -> Result<Policy, ConfigError> {
        let policy = || {
            let proxies = self.proxy.as_ref().map(ProxyWords::check).transpose()?.unwrap_or_default();
            let rule = |words: &RuleWords| {
                words
                    .check()
                    .map_err(|error| format!("The network {:?} does not fit together: {error}", words.name))
            };
            let rules = self.network.iter().map(rule).collect::<Result<_, String>>()?;
            let networks = Rules::new(rules, &proxies).map_err(|conflict| conflict.to_string())?;
            Ok(Policy { proxies, networks, allows_no_origin: self.allow_no_origin })
        };
        policy().map_err(|sentence| ConfigError::Wrong(self.path.clone(), sentence))
    }
}

/// Why the configuration cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// The file is not there or may not be read.
    Unreadable(PathBuf, io::Error),
    /// The file says something that the hub does not understand.
    Wrong(PathBuf, String),
    /// A name by which no hub can be called.
    Name(String),
    /// An origin that no page can have.
    Origin(String),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(f, "{} cannot be read: {error}.", path.display()),
            Self::Name(name) => {
                write!(
                    f,
                    "{name:?} is no host name. Write it as home.example or 192.168.1.20, without http://."
                )
            }
            Self::Origin(origin) => {
                write!(f, "{origin:?} is no origin. Write it as https://home.example, without a path.")
            }
            Self::Wrong(path, error) => {
                write!(f, "{} is not understood, so the hub does not start.\n{error}", path.display())
            }
        }
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<File, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_word_is_understood() {
        let file = read(
            r#"
            listen = "127.0.0.1:8123"
            data = "/var/lib/doorstep"
            app = "dist"
            names = ["home.example.org"]
            origins = ["https://home.example.org"]
            log = "debug"
            demo = true
            "#,
        )
        .unwrap();
        assert_eq!(file.listen.unwrap().port(), 8123);
        assert_eq!(file.names.unwrap(), ["home.example.org"]);
        assert_eq!(file.log.unwrap().0, LevelFilter::DEBUG);
    }

    #[test]
    fn a_word_that_is_not_known_is_named_with_those_that_are() {
        let error = read("lisen = \"127.0.0.1:8123\"").unwrap_err();
        assert!(error.contains("lisen") && error.contains("listen"), "{error}");
        assert!(read("log = \"loud\"").unwrap_err().contains("expected one of off"));
    }
}
