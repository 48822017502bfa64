//! The ways to sign in. Each is one file behind one trait; the app draws whatever they ask.

pub(crate) mod command_line;
pub(crate) mod homeassistant;
mod trusted_networks;

use std::future::Future;
use std::pin::Pin;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::login::{self, Field};
use serde_json::{Map, Value};

use super::access::Address;
use super::assurance::Assurance;
use super::passwords::Passwords;
use crate::error::Error;
use crate::networks::Networks;
use crate::store::Store;
use command_line::run::Judge;

/// A way to sign in.
pub(crate) trait Provider: Send + Sync {
    /// What Home Assistant calls it: `homeassistant`, `trusted_networks`, …
    fn kind(&self) -> &'static str;

    /// What people call it.
    fn name(&self) -> &'static str;

    /// What signing in by it says about the person. Of `Password`, a second factor is asked where there is one.
    fn assurance(&self) -> Assurance;

    /// Whether this visitor may use it.
    fn is_offered<'a>(&'a self, means: Means<'a>) -> Offered<'a>;

    /// What comes first: a step, most often.
    fn begin<'a>(&'a self, means: Means<'a>) -> Answered<'a>;

    /// Whose secret these answers guess, where there is one to guess: a normalised name.
    fn guessed(&self, answers: &Map<String, Value>) -> Option<String>;

    /// Takes the answers to a step. They fit its fields: exactly those, and each of its kind.
    fn answer<'a>(&'a self, answers: Map<String, Value>, means: Means<'a>) -> Answered<'a>;
}

/// Who is there, and what a provider may use to find out who that is.
#[derive(Clone, Copy)]
pub(crate) struct Means<'a> {
    pub(crate) store: &'a Store,
    pub(crate) passwords: &'a Passwords,
    pub(crate) networks: &'a Networks,
    pub(crate) command: Option<&'a Judge>,
    pub(crate) address: Address,
    /// Whether the visitor wants to be asked, and never to come in by itself.
    pub(crate) picks: bool,
    /// Unix seconds.
    pub(crate) now: f64,
}

/// A step of a form.
pub(crate) struct Ask {
    pub(crate) step_id: &'static str,
    pub(crate) fields: Vec<Field>,
    /// The key of what was wrong with the last answers.
    pub(crate) error: Option<&'static str>,
}

/// What came of an answer.
pub(crate) enum Outcome {
    /// Ask again, or more.
    Ask(Ask),
    /// This is who they are.
    Known(UserId),
    /// Not here, not now; the key of the reason.
    Refused(&'static str),
}

/// [`Provider::is_offered`] in progress.
pub(crate) type Offered<'a> = Pin<Box<dyn Future<Output = Result<bool, Error>> + Send + 'a>>;

/// [`Provider::begin`] or [`Provider::answer`] in progress.
pub(crate) type Answered<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Error>> + Send + 'a>>;

/// Every provider, in the order in which they are offered.
pub(crate) fn all() -> &'static [&'static dyn Provider] {
    &[&homeassistant::Password, &trusted_networks::TrustedNetworks, &command_line::CommandLine]
}

/// Those that this visitor may use.
pub(crate) async fn offered(means: Means<'_>) -> Result<Vec<login::Provider>, Error> {
    let mut offered = Vec::new();
    for provider in all() {
        if provider.is_offered(means).await? {
            offered.push(login::Provider {
                name: provider.name().to_owned(),
                id: None,
                kind: provider.kind().to_owned(),
            });
        }
    }
    Ok(offered)
}

/// The provider of this kind.
pub(crate) fn find(kind: &str) -> Option<&'static dyn Provider> {
    all().iter().find(|provider| provider.kind() == kind).copied()
}
