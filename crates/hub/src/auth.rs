//! Who is there: providers, login flows, codes, sessions and their tokens.

pub(crate) mod access;
pub(crate) mod access_token;
pub(crate) mod assurance;
pub(crate) mod client_id;
pub(crate) mod codes;
pub(crate) mod demo_family;
pub(crate) mod device_name;
pub(crate) mod factors;
pub(crate) mod flows;
pub(crate) mod login_flow;
pub(crate) mod metadata;
pub(crate) mod password_rule;
pub(crate) mod passwords;
pub(crate) mod pkce;
pub(crate) mod providers;
pub(crate) mod sessions;
pub(crate) mod token;
pub(crate) mod tries;

use codes::Codes;
use factors::Factors;
use factors::enrolment::Enrolments;
use factors::seal::Seal;
use flows::Flows;
use passwords::Passwords;
use providers::command_line::run::Judge;
use tries::Tries;

use crate::clock::Clock;

/// What the hub keeps in memory about people who are on their way in.
pub(crate) struct Auth {
    pub(crate) flows: Flows,
    pub(crate) codes: Codes,
    pub(crate) passwords: Passwords,
    pub(crate) tries: Tries,
    pub(crate) factors: Factors,
    /// The program of the command line provider, if there is one.
    pub(crate) command: Option<Judge>,
}

impl Auth {
    pub(crate) fn new(clock: Clock, seal: Seal, command: Option<Judge>) -> Self {
        Self {
            flows: Flows::default(),
            codes: Codes::default(),
            passwords: Passwords::new(),
            tries: Tries::new(clock),
            factors: Factors { seal, enrolments: Enrolments::default() },
            command,
        }
    }
}
