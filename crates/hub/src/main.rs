//! `doorstep-hub`: reads its flags, opens the hub and serves until it is told to stop.

use std::io::{self, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use doorstep_hub::config::{ConfigError, Flags, Policy, Settings};
use doorstep_hub::{Clock, Hub, OpenError, serve};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::fmt;

/// Gives back to the system what a password hash has used: 19 MiB each time, which the system's own
/// allocator keeps, for every thread anew.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere is left to report that standard error is closed.
            writeln!(io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

async fn run(flags: Flags) -> Result<(), Stop> {
    let file = flags.file().map(Path::to_owned);
    let Settings { listen, log, config } = flags.settle()?;
    let is_terminal = io::stderr().is_terminal();
    fmt().with_max_level(log).with_writer(io::stderr).with_target(false).with_ansi(is_terminal).init();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    // Every socket is an open file, and systems begin with room for a thousand.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the hub may run out of open files");
    }
    let hub = Hub::open(config, Clock::system()).await?;
    let listener = serve::listen(listen)?;
    let address = listener.local_addr()?;
    writeln!(io::stdout(), "listening on http://{address}")?;
    tokio::spawn(print_codes(hub.clone(), address));
    let reloaded = hub.clone();
    let stop = async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
                _ = hangup.recv() => read_again(&reloaded, file.as_deref()).await,
            }
        }
    };
    serve::serve(hub, listener, stop).await;
    Ok(())
}

/// Prints the set-up code, each time that there is another: for whoever started the hub, and for no log.
async fn print_codes(hub: Hub, address: SocketAddr) {
    let mut codes = hub.set_up_codes();
    loop {
        let code = codes.borrow_and_update().clone();
        if let Some(code) = code {
            let line = format!("set up at http://{address}/ with the code {}", code.expose());
            if let Err(error) = writeln!(io::stdout(), "{line}") {
                tracing::error!(%error, "the set-up code cannot be printed, and without it nobody can come in");
            }
        }
        if codes.changed().await.is_err() {
            return;
        }
    }
}

/// Takes the networks of the configuration file as it is now. One that is not understood changes nothing.
async fn read_again(hub: &Hub, file: Option<&Path>) {
    let Some(file) = file else {
        tracing::info!("there is no configuration file to read again");
        return;
    };
    match Policy::read(file) {
        Ok(policy) => match hub.take(policy).await {
            Ok(()) => tracing::info!("the networks of the configuration file hold now"),
            Err(error) => tracing::error!(%error, "the networks of the configuration file do not hold yet"),
        },
        Err(error) => tracing::error!(%error, "the configuration stays as it was"),
    }
}

/// Why the hub does not run.
enum Stop {
    Config(ConfigError),
    Open(OpenError),
    Io(io::Error),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Open(error) => error.fmt(f),
            Self::Io(error) => write!(f, "The hub cannot listen: {error}."),
        }
    }
}

impl From<ConfigError> for Stop {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<OpenError> for Stop {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
