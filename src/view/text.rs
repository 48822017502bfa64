//! Every sentence of the app. Each says what happened and what to do.

pub(super) mod account;
pub(super) mod set_up;

use doorstep_core::actions::Refusal;
use doorstep_core::dashboard::{Group, Title};
use doorstep_core::event::StorageError;
use doorstep_core::overview::Overview;
use doorstep_core::problem::Problem;

/// What a person is told of a problem.
pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::HubUnreachable => "The hub does not answer. Check that it is switched on and that this device is on its network.".into(),
        Problem::HubFailed { status } => format!("The hub has a problem of its own (error {status}). It may be starting; try again in a minute."),
        Problem::NotAHub => "Something else than the hub answered, perhaps the sign-in page of a network. Check the connection, then try again.".into(),
        Problem::NotSetUp => "This hub has no owner yet. Finish its set-up first, then try again.".into(),
        Problem::Banned => "The hub refuses this device's address after too many wrong passwords. Its administrator can lift the ban.".into(),
        Problem::TooManyTries => "Too many attempts. Wait a minute, then try again.".into(),
        Problem::NotHere { reason } => format!("The hub does not let you in from here: {}. Try again on your home network.", reason.trim_end_matches('.')),
        Problem::FlowAborted { reason } => aborted(reason),
        Problem::StepUnknown => "The hub asks for something that this version of Doorstep does not know. Choose another way to sign in.".into(),
        Problem::NoProvider => "The hub offers no way to sign in from here. Check its settings, then try again.".into(),
        Problem::NotAccepted { reason } => format!("The hub did not accept this: {}. Check what you typed.", reason.trim_end_matches('.')),
        Problem::SessionEnded => "Your session has ended. Sign in again.".into(),
        Problem::TokenRefused { reason } => format!("The hub does not let you in: {}. Try again, or sign in as someone else.", reason.trim_end_matches('.')),
    }
}

fn aborted(reason: &str) -> String {
    match reason {
        "not_allowed" => "This way to sign in is not open from where you are. Choose another one.".into(),
        "login_expired" => "That took too long. Start again.".into(),
        "too_many_retry" => "Too many wrong codes. Start again.".into(),
        other => format!("The hub ended the sign-in ({other}). Try again."),
    }
}

/// What a form says of a field or of itself; `key` is the hub's.
pub(super) fn form_error(key: &str) -> String {
    match key {
        "invalid_auth" => "Username and password do not match. Check both and try again.".into(),
        "invalid_code" => "That code is not right. Wait for the next one and try again.".into(),
        "invalid_auth_module" => "That second step is not known. Choose another one.".into(),
        other => format!("The hub did not accept this ({other})."),
    }
}

/// What a field is called.
pub(super) fn label(name: &str) -> String {
    match name {
        "username" => "Username".into(),
        "password" => "Password".into(),
        "code" => "Code".into(),
        "user" => "User".into(),
        "multi_factor_auth_module" => "Second step".into(),
        other => sentence_case(&other.replace('_', " ")),
    }
}

/// Why this device does not remember.
pub(super) fn storage(error: StorageError) -> &'static str {
    match error {
        StorageError::Denied => {
            "This browser lets no page remember anything, so you will be asked again next time. A private window does that."
        }
        StorageError::Broken => {
            "This browser's storage does not answer, so you will be asked again next time. Closing the browser and opening it again may help."
        }
        StorageError::Full => {
            "This device's storage is full, so you will be asked again next time. Make some room on it."
        }
        StorageError::Unreadable => {
            "What this device remembered cannot be read any more. Sign in once, and it will be remembered anew."
        }
    }
}

/// Why a tile did not do as it was told.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotConnected => "Not sent: no connection.".into(),
        Refusal::ByHub(reason) if reason.is_empty() => "The hub refused.".into(),
        Refusal::ByHub(reason) => reason.clone(),
    }
}

/// The greeting over a home.
pub(super) fn greeting(hour: u8, name: Option<&str>) -> String {
    let hello = match hour {
        5..=11 => "Good morning",
        12..=16 => "Good afternoon",
        17..=21 => "Good evening",
        _ => "Good night",
    };
    match name {
        Some(name) => format!("{hello}, {name}"),
        None => hello.into(),
    }
}

/// The line under the greeting.
pub(super) fn summary(overview: &Overview) -> String {
    let mut parts = Vec::new();
    if overview.has_people {
        parts.push(match overview.at_home.as_slice() {
            [] => "Nobody is home".to_owned(),
            [one] => format!("{one} is home"),
            [first @ .., last] => format!("{} and {last} are home", first.join(", ")),
        });
    }
    if overview.has_lights {
        parts.push(match overview.lights_on {
            0 => "no light on".to_owned(),
            1 => "1 light on".to_owned(),
            many => format!("{many} lights on"),
        });
    }
    if overview.has_locks {
        parts.push(match overview.unlocked.as_slice() {
            [] => "everything locked".to_owned(),
            names => format!("{} unlocked", names.join(", ")),
        });
    }
    sentence_case(&parts.join(" · "))
}

/// The name of a section.
pub(super) fn title(title: &Title) -> String {
    match title {
        Title::Area(name) => name.clone(),
        Title::Group(group) => match group {
            Group::People => "People",
            Group::Lights => "Lights and switches",
            Group::Climate => "Climate",
            Group::Doors => "Doors and blinds",
            Group::Media => "Media and helpers",
            Group::Scenes => "Scenes",
            Group::Sensors => "Sensors",
            Group::Other => "Everything else",
        }
        .into(),
    }
}

/// The same with a capital first letter.
pub(super) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_reads_like_a_sentence() {
        let overview = Overview {
            lights_on: 6,
            has_lights: true,
            has_locks: true,
            has_people: true,
            at_home: vec!["Ben".into(), "Clara".into()],
            ..Overview::default()
        };
        assert_eq!(summary(&overview), "Ben and Clara are home · 6 lights on · everything locked");
        let dark = Overview { has_lights: true, ..Overview::default() };
        assert_eq!(summary(&dark), "No light on");
        assert_eq!(summary(&Overview::default()), "");
    }

    #[test]
    fn a_key_of_the_hub_that_nobody_knows_is_shown_not_hidden() {
        assert!(form_error("solar_flare").contains("solar_flare"));
        assert!(aborted("solar_flare").contains("solar_flare"));
        assert_eq!(label("favourite_pet"), "Favourite pet");
    }
}
