//! What a hub is told when it starts: flags, and one file with the same words.

mod command_line;
mod file;
mod flags;
mod names;
mod policy;
mod proxy;

use std::path::PathBuf;

pub use command_line::CommandLine;
pub use file::ConfigError;
pub use flags::{Flags, Settings};
pub(crate) use names::{names, origins};
pub use policy::Policy;

use crate::home::demo::DemoOptions;
use crate::store::Place;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub place: Place,
    /// A folder to serve the app from, before the app that is built in.
    pub app: Option<PathBuf>,
    /// Hosts, with a port or without, by which the hub may be called beside its own addresses.
    pub names: Vec<String>,
    /// Origins, beside the hub's own, whose pages may act on it.
    pub origins: Vec<String>,
    /// From where one may come in, and how much that alone opens.
    pub policy: Policy,
    /// A program that says who may come in.
    pub command_line: Option<CommandLine>,
    /// Shows the demo home.
    pub demo: Option<DemoOptions>,
    /// How much is too much.
    pub limits: Limits,
}

/// How much one hub carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sockets in all.
    pub sockets: usize,
    /// Sockets of one user.
    pub sockets_per_user: usize,
    /// Sockets that have not said yet who they are.
    pub strangers: usize,
    /// Subscriptions of one socket.
    pub subscriptions: usize,
}

impl Config {
    /// The demo home with its data at `place`, and everything else as usual.
    pub fn demo(place: Place) -> Self {
        Self {
            place,
            app: None,
            names: Vec::new(),
            origins: Vec::new(),
            policy: Policy::default(),
            command_line: None,
            demo: Some(DemoOptions::default()),
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { sockets: 4096, sockets_per_user: 2048, strangers: 512, subscriptions: 128 }
    }
}
