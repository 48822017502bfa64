//! The command line: one task out of a handful, with few switches.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::app::Kind;
use crate::fuzz;
use crate::test::Ring;

/// What a person can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Says which commands there are.
    Help,
    /// Builds the app and the hub.
    Build { kind: Kind },
    /// Builds both and opens the demo home.
    Run { kind: Kind, listen: Option<SocketAddr> },
    /// Runs the tests, or one ring of them.
    Test { only: Option<Ring> },
    /// Installs the Home Assistant that the journeys use.
    HomeAssistant,
    /// Unpacks the proxies that the tests put before the hub.
    Proxies,
    /// Throws made-up input at the hub and the app, so many seconds per target.
    Fuzz { seconds: u64, target: Option<String> },
    /// Measures.
    Bench,
}

/// What `cargo xtask help` says.
pub(crate) const HELP: &str = "\
The commands of this project:

  cargo xtask run     build everything and open the demo home
      --dev                a build for daily work: quick to make, large to load
      --listen ADDRESS     where the hub listens (127.0.0.1:8480, or the next free port)

  cargo xtask test    run every test; installs browsers and a Home Assistant where they are missing
      --only RING          lint (format, clippy, documentation), native (no browser), browser or fuzz
      CHROME_BIN, FIREFOX_BIN   browsers to use instead of those on the search path
      NGINX_BIN, CADDY_BIN      proxies to use instead of those on the search path
      DOORSTEP_HA               a Python environment with Home Assistant to use instead of our own

  cargo xtask build   the app in dist/, and the hub with the app inside at target/release/doorstep-hub
      --dev                a build for daily work, in target/dev-dist and target/debug

  cargo xtask home-assistant   install the Home Assistant that the tests use
      DOORSTEP_CACHE            where to (else XDG_CACHE_HOME/doorstep or ~/.cache/doorstep)

  cargo xtask proxies   unpack the nginx and the Caddy that the tests use, where they are not installed
      DOORSTEP_CACHE            as above

  cargo xtask fuzz [TARGET]   throw made-up input at the hub and the app; installs cargo-fuzz where it is missing
      --seconds NUMBER     how long each target runs (60)

  cargo xtask bench   measure the hub and the app, and print the figures

  cargo xtask help    this text";

/// Reads the command line of this process.
pub(crate) fn read() -> Result<Task> {
    parse(Parser::from_env())
}

fn parse(mut parser: Parser) -> Result<Task> {
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Task::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    let mut kind = Kind::Release;
    let mut listen = None;
    let mut only = None;
    let mut seconds = fuzz::USUAL;
    let mut target = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            Arg::Long("dev") if matches!(&*name, "build" | "run") => kind = Kind::Dev,
            Arg::Long("listen") if name == "run" => {
                let text = parser.value()?.string()?;
                let address = text.parse().with_context(|| format!("{text:?} is no ADDRESS:PORT"))?;
                listen = Some(address);
            }
            Arg::Long("only") if name == "test" => {
                let text = parser.value()?.string()?;
                only = Some(Ring::named(&text).with_context(|| format!("{text:?} is no ring of tests"))?);
            }
            Arg::Long("seconds") if name == "fuzz" => seconds = parser.value()?.parse()?,
            Arg::Value(value) if name == "fuzz" && target.is_none() => target = Some(value.string()?),
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected()).with_context(|| format!("in `cargo xtask {name}`"));
            }
        }
    }
    match &*name {
        "help" => Ok(Task::Help),
        "build" => Ok(Task::Build { kind }),
        "run" => Ok(Task::Run { kind, listen }),
        "test" => Ok(Task::Test { only }),
        "home-assistant" => Ok(Task::HomeAssistant),
        "proxies" => Ok(Task::Proxies),
        "fuzz" => Ok(Task::Fuzz { seconds, target }),
        "bench" => Ok(Task::Bench),
        other => bail!("there is no command {other:?}\n\n{HELP}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(words: &[&str]) -> Result<Task> {
        parse(Parser::from_args(words))
    }

    #[test]
    fn no_word_at_all_is_a_question_for_help() {
        assert_eq!(task(&[]).unwrap(), Task::Help);
        assert_eq!(task(&["build", "--help"]).unwrap(), Task::Help);
    }

    #[test]
    fn run_takes_an_address_and_a_kind() {
        let listen = Some("127.0.0.1:9000".parse().unwrap());
        let expected = Task::Run { kind: Kind::Dev, listen };
        assert_eq!(task(&["run", "--dev", "--listen", "127.0.0.1:9000"]).unwrap(), expected);
    }

    #[test]
    fn tests_can_be_run_ring_by_ring() {
        assert_eq!(task(&["test"]).unwrap(), Task::Test { only: None });
        assert_eq!(task(&["test", "--only", "native"]).unwrap(), Task::Test { only: Some(Ring::Native) });
        assert!(task(&["test", "--only", "some"]).is_err());
    }

    #[test]
    fn fuzzing_takes_a_time_and_a_target() {
        let usual = Task::Fuzz { seconds: fuzz::USUAL, target: None };
        assert_eq!(task(&["fuzz"]).unwrap(), usual);
        let long = Task::Fuzz { seconds: 3600, target: Some("policy".into()) };
        assert_eq!(task(&["fuzz", "--seconds", "3600", "policy"]).unwrap(), long);
        assert!(task(&["fuzz", "policy", "hub_request"]).is_err());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(task(&["rnu"]).unwrap_err().to_string().contains("rnu"));
        assert!(task(&["build", "--listen", "127.0.0.1:1"]).is_err());
        assert!(task(&["run", "--listen", "here"]).is_err());
        assert!(task(&["run", "again"]).is_err());
    }
}
