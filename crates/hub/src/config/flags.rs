//! The command line. A flag wins over the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Parser;
use tracing::level_filters::LevelFilter;

use super::file::{ConfigError, File};
use super::{Config, Limits};
use crate::home::demo::DemoOptions;
use crate::store::Place;

/// The hub of a household: accounts, sessions and a live home, with the Doorstep app inside.
#[derive(Debug, Parser)]
#[command(name = "doorstep-hub", version)]
pub struct Flags {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8480]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,

    /// Folder for everything that the hub writes; made when it is missing [default: data]
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,

    /// Folder to serve the app from, instead of the app that is built in
    #[arg(long, value_name = "FOLDER")]
    app: Option<PathBuf>,

    /// TOML file with the same settings: listen, data, app, names,
    /// origins, log, demo; and allow_no_origin, [proxy] and [[network]]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Start with the demo home and its family: anna, ben, clara, dan and household
    #[arg(long)]
    demo: bool,

    /// Add this many made-up sensors to the demo home, for measuring
    #[arg(long, value_name = "NUMBER", requires = "demo")]
    demo_entities: Option<usize>,

    /// Change made-up sensors this many times a second, for measuring [default: 0]
    #[arg(long, value_name = "NUMBER", requires = "demo")]
    demo_rate: Option<u32>,

    /// Host name by which the hub may be called, beside its own addresses and localhost; may be repeated
    #[arg(long = "name", value_name = "HOST")]
    names: Vec<String>,

    /// Origin, such as `https://home.example`, whose pages may act on the hub; may be repeated
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,

    /// How much to log on standard error: off, error, warn, info, debug or trace [default: info]
    #[arg(long, value_name = "LEVEL")]
    log: Option<LevelFilter>,
}

/// What the flags and the file come to.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How much to log.
    pub log: LevelFilter,
    /// The hub's own settings.
    pub config: Config,
}

impl Flags {
    /// The configuration file, if there is one.
    pub fn file(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// Adds what the file says where no flag does.
    pub fn settle(self) -> Result<Settings, ConfigError> {
        let file = self.config.as_deref().map_or_else(|| Ok(File::default()), File::read)?;
        let policy = file.policy()?;
        let demo = self.demo || file.demo.unwrap_or_default();
        let options = DemoOptions {
            entities: self.demo_entities.unwrap_or_default(),
            rate: self.demo_rate.unwrap_or_default(),
            is_empty: false,
        };
        Ok(Settings {
            listen: self.listen.or(file.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8480))),
            log: match (self.log, file.log) {
                (Some(level), _) => level,
                (None, Some(level)) => level.0,
                (None, None) => LevelFilter::INFO,
            },
            config: Config {
                place: Place::Folder(self.data.or(file.data).unwrap_or_else(|| "data".into())),
                app: self.app.or(file.app),
                names: either(self.names, file.names),
                origins: either(self.origins, file.origins),
                policy,
                command_line: file.command_line,
                demo: demo.then_some(options),
                limits: Limits::default(),
            },
        })
    }
}

fn either(flags: Vec<String>, file: Option<Vec<String>>) -> Vec<String> {
    if flags.is_empty() { file.unwrap_or_default() } else { flags }
}
