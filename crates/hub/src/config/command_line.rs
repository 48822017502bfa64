//! `[command_line]`: a program that says who may come in, in Home Assistant's words.

use std::path::PathBuf;

use serde::Deserialize;

/// The program and how to call it. No shell is between it and the hub.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CommandLine {
    /// The program, by its whole path.
    pub command: PathBuf,
    /// What it is called with.
    #[serde(default)]
    pub args: Vec<String>,
    /// Whether it tells on standard output what the user is called and may do.
    #[serde(default)]
    pub meta: bool,
}
