//! From where one may come in: the part of the configuration that guards the door.

use std::path::Path;

use super::file::{ConfigError, File};
use crate::networks::Rules;
use crate::networks::forwarding::Proxies;

/// What the configuration says about addresses. It fits together: proxies are no trusted networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub(crate) proxies: Proxies,
    pub(crate) networks: Rules,
    pub(crate) allows_no_origin: bool,
}

impl Policy {
    /// The policy of a configuration file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or not be understood.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        File::read(path)?.policy()
    }

    /// The policy in the text of a configuration file.
    ///
    /// # Errors
    ///
    /// If anything in the text is not understood, or cannot be.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        File::parse(Path::new("the configuration"), text)?.policy()
    }
}
