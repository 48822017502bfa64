//! The sentences of the first start.

use doorstep_core::security;
use doorstep_core::security::password::SHORTEST;
use doorstep_core::setup::Trouble;
use doorstep_protocol::onboarding::NetworkHere;

use super::account;

/// What a person is told when a step was not done.
pub(in crate::view) fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::WrongCode => "That is not the code, or it is too old. Look where the hub was started: the code that stands there last is the right one.".into(),
        Trouble::TooShort => format!("That password is too short: it takes {SHORTEST} characters or more. A few words in a row are easy to remember."),
        Trouble::Hub(problem) => super::problem(problem),
        Trouble::Line(security::Trouble::Refused(error)) if is_taken(&error.message) => {
            "Somebody has that username already. Choose another one.".into()
        }
        Trouble::Line(trouble) => account::trouble(trouble),
    }
}

/// Home Assistant says the key, ours the sentence.
fn is_taken(message: &str) -> bool {
    matches!(message, "username_already_exists" | "Username already exists")
}

/// Where this page is, as far as the hub can tell.
pub(in crate::view) fn here(here: &NetworkHere) -> String {
    let address = here.address.as_deref().unwrap_or("an address that it does not know");
    match &here.network {
        Some(network) => format!("The hub sees this device at {address}, in the network {network}."),
        None => format!("The hub sees this device at {address}. {}", why_not(here.why_not.as_deref())),
    }
}

fn why_not(key: Option<&str>) -> String {
    match key {
        Some("not_a_home_address") => {
            "That is no address of a home network, so everybody signs in with a password.".into()
        }
        Some("address_unknown") => {
            "Something stands between the hub and this network that hides who calls, so everybody signs in with a password until that is set right.".into()
        }
        Some("own_machine") => {
            "That is its own machine, which is in no network with the others. Everybody signs in with a password until a network is trusted.".into()
        }
        _ => "It cannot tell a home network from others there, so everybody signs in with a password.".into(),
    }
}
