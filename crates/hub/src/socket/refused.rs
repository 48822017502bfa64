//! Why a command is refused: Home Assistant's codes and words.

mod account;
mod session;

use serde_json::{Value, json};

use crate::arguments::Misfit;
use crate::auth::passwords::HashError;
use crate::auth::tries::TooMany;
use crate::home::CallError;
use crate::permissions::Level;
use crate::random::NoRandomness;
use crate::store::StoreError;

pub(super) use account::AccountError;
pub(super) use session::SessionError;

/// Every way in which a command can fail.
#[derive(Debug)]
pub(super) enum Refused {
    /// No number, or no name.
    NoCommand,
    /// A number that is not higher than the last.
    IdReuse,
    /// A name that is not known.
    UnknownCommand,
    /// Arguments that do not fit.
    Misfit(Misfit),
    /// Not for this session.
    Beyond(Level),
    /// This user may look and not touch.
    MayNotControl,
    /// Users, passwords and groups.
    Account(AccountError),
    /// Where somebody is signed in.
    Session(SessionError),
    /// Too many passwords are being worked on.
    Busy,
    /// Too many wrong passwords; the next is looked at after so many seconds.
    TooManyTries(u64),
    /// Nothing was subscribed under that number.
    NoSubscription,
    /// There is no network of that name.
    NoNetwork,
    /// A network cannot be kept, for this reason.
    Network(String),
    /// One socket cannot follow everything.
    TooManySubscriptions,
    /// One user cannot keep everything.
    TooMuchData,
    /// No such second factor.
    NoFactor(String),
    /// It is on already.
    FactorIsOn,
    /// It is not on.
    FactorIsOff(String),
    /// Turning it on took too long, or began elsewhere anew.
    EnrolmentIsGone,
    /// The service failed.
    Service {
        /// Its domain.
        domain: String,
        /// Its name.
        service: String,
        /// How.
        error: CallError,
    },
    /// The service has no response.
    NoResponse,
    /// The database does not answer.
    Storage,
    /// The answer does not fit into a message.
    AnswerTooLong,
    /// The hub itself failed.
    Failed,
}

impl Refused {
    /// The `error` member of a result.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::NoCommand => error("invalid_format", "Message incorrectly formatted."),
            Self::IdReuse => error("id_reuse", "Identifier values have to increase."),
            Self::UnknownCommand => error("unknown_command", "Unknown command."),
            Self::Misfit(misfit) => error("invalid_format", &misfit.sentence_with_value()),
            Self::Beyond(Level::Full) => error(
                "unauthorized",
                "Whoever is in this network could do this. Sign in with a password or another way of your own first.",
            ),
            Self::Beyond(Level::Anyone | Level::Admin | Level::Owner) => {
                error("unauthorized", "Unauthorized")
            }
            // Home Assistant's own code for this: its `Unauthorized` is caught as a failed service.
            Self::MayNotControl => error("home_assistant_error", "Unauthorized"),
            Self::Account(account) => account.to_json(),
            Self::Session(session) => session.to_json(),
            Self::Busy => error("home_assistant_error", "The hub is busy. Try again in a moment."),
            Self::TooManyTries(seconds) => {
                error("too_many_tries", &format!("Too many wrong passwords. Try again in {seconds} seconds."))
            }
            Self::NoSubscription => error("not_found", "Subscription not found."),
            Self::NoNetwork => error("not_found", "There is no network of this name."),
            Self::Network(sentence) => error("invalid_format", sentence),
            Self::TooManySubscriptions => {
                error("home_assistant_error", "This connection follows too much already.")
            }
            Self::TooMuchData => error("home_assistant_error", "Too much is kept for this user already."),
            Self::NoFactor(module) => error("no_module", &format!("MFA module {module} is not found")),
            Self::FactorIsOn => error("already_enabled", "A second factor is on already. Turn it off first."),
            Self::FactorIsOff(module) => {
                error("disable_failed", &format!("Cannot disable MFA Module {module}: it is not on."))
            }
            Self::EnrolmentIsGone => {
                error("flow_not_found", "This took too long, or was begun anew elsewhere. Start again.")
            }
            Self::Service { domain, service, error } => service_error(domain, service, error),
            Self::NoResponse => error(
                "service_validation_error",
                "An action which does not return responses can't be called with return_response=True",
            ),
            Self::Storage => error("unknown_error", "The hub cannot reach its storage."),
            Self::AnswerTooLong => error("unknown_error", "The answer is too long to send."),
            Self::Failed => error("unknown_error", "Unknown error"),
        }
    }
}

fn service_error(domain: &str, service: &str, failure: &CallError) -> Value {
    match failure {
        CallError::NoSuchService => json!({
            "code": "not_found",
            "message": format!("Service {domain}.{service} not found."),
            "translation_key": "service_not_found",
            "translation_domain": "homeassistant",
            "translation_placeholders": { "domain": domain, "service": service },
        }),
        CallError::NotAllowed => Refused::MayNotControl.to_json(),
        CallError::BadData(text) => error("invalid_format", text),
        CallError::NotValid(text) => error("service_validation_error", text),
        CallError::Failed(text) => error("home_assistant_error", text),
    }
}

pub(super) fn error(code: &str, message: &str) -> Value {
    json!({ "code": code, "message": message })
}

impl From<HashError> for Refused {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Failed,
        }
    }
}

impl From<TooMany> for Refused {
    fn from(TooMany(seconds): TooMany) -> Self {
        Self::TooManyTries(seconds)
    }
}

impl From<SessionError> for Refused {
    fn from(error: SessionError) -> Self {
        Self::Session(error)
    }
}

impl From<AccountError> for Refused {
    fn from(error: AccountError) -> Self {
        Self::Account(error)
    }
}

impl From<Misfit> for Refused {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(misfit)
    }
}

impl From<NoRandomness> for Refused {
    fn from(_: NoRandomness) -> Self {
        Self::Failed
    }
}

impl From<StoreError> for Refused {
    fn from(_: StoreError) -> Self {
        Self::Storage
    }
}
