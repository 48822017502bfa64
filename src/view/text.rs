//! Every sentence of the app. Each says what happened and what to do.

pub(super) mod account;
pub(super) mod set_up;

use doorstep_core::actions::Refusal;
use doorstep_core::dashboard::{Group, Title};
use doorstep_core::event::StorageError;
use doorstep_core::login::Login;
use doorstep_core::overview::Overview;
use doorstep_core::problem::{Problem, Refused};
use doorstep_protocol::login::{Explanation, Provider};

/// What a person is told of a problem.
pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::HubUnreachable => "The hub does not answer. Check that it is switched on and that this device is on its network.".into(),
        Problem::HubFailed { status } => format!("The hub has a problem of its own (error {status}). It may be starting; try again in a minute."),
        Problem::NotAHub => "Something else than the hub answered, perhaps the sign-in page of a network or of a proxy. Reload this page to see it.".into(),
        Problem::NotSetUp => "This hub has no owner yet. Finish its set-up first, then try again.".into(),
        Problem::Banned => "The hub refuses this device's address after too many wrong passwords. Do not try again from here: its administrator lifts the ban, on Home Assistant by removing the address from ip_bans.yaml and restarting.".into(),
        Problem::TooManyTries { retry_after } => format!("Too many attempts. You can try again in {}.", time(retry_after.unwrap_or(60))),
        Problem::NotHere(refused) => not_here(refused),
        Problem::InProgress => "The hub is still busy with your last answer. Wait a moment, then send it again.".into(),
        Problem::StartedAgain => "That took too long, or the hub was restarted, so the sign-in has begun again. Go on with a fresh code.".into(),
        Problem::ProviderGone => "The hub no longer offers this way to sign in. Try again to see what it offers now.".into(),
        Problem::FlowAborted { reason } => aborted(reason),
        Problem::StepUnknown => "The hub asks for something that this version of Doorstep does not know. Choose another way to sign in.".into(),
        Problem::AddressUnsafe => "The hub wants to send you to an address that is not safe to open, so you stay here. Tell its administrator, and choose another way to sign in.".into(),
        Problem::NothingCame => "What the hub was waiting for did not happen in time. Try again.".into(),
        Problem::NoProvider => "The hub offers no way to sign in from here. Check its settings, then try again.".into(),
        Problem::NotAccepted { reason } => format!("The hub did not accept this: {}. Check what you typed.", reason.trim_end_matches('.')),
        Problem::SessionEnded => "Your session has ended. Sign in again.".into(),
        Problem::TokenRefused { reason } => format!("The hub does not let you in: {}. Try again, or sign in as someone else.", reason.trim_end_matches('.')),
    }
}

/// Why somebody is not let in from here, now.
fn not_here(refused: &Refused) -> String {
    match refused {
        Refused::Inactive => "This account is switched off. Somebody who manages the hub can switch it on again.".into(),
        Refused::LocalOnly | Refused::NotRemote => "This account works at home only. Connect this device to your home network; it goes on by itself there.".into(),
        Refused::NotTrusted => "You came in by your home network, and this is another one. Go back to it, or sign in as someone else.".into(),
        Refused::Proxy => "Something stands between this device and the hub, so the hub cannot tell where you are. Open the hub's own address, or sign in with a password.".into(),
        Refused::Cloud => "From outside the home this account cannot come in without a password. Sign in with one, or try again at home.".into(),
        Refused::Redirect => "The hub does not let this page sign anybody in. Open Doorstep at the hub's own address.".into(),
        Refused::Other(reason) => format!("The hub does not let you in from here: {reason}. Try again on your home network."),
    }
}

/// How long a button waits.
pub(super) fn wait(seconds: u64) -> String {
    format!("Wait {}", time(seconds))
}

fn time(seconds: u64) -> String {
    match seconds {
        0..=1 => "1 second".to_owned(),
        2..=119 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

fn aborted(reason: &str) -> String {
    match reason {
        "not_allowed" => "This way to sign in is not open from where you are. Choose another one.".into(),
        "login_expired" => {
            "That took too long. Sign in again; the second step stays open for five minutes.".into()
        }
        "too_many_retry" => {
            "Too many wrong codes. Sign in again, then wait for the next code of your app before you type it."
                .into()
        }
        "unknown_error" => {
            "The hub could not check the second step. Sign in again; if it stays so, tell its administrator."
                .into()
        }
        other => format!("The hub ended the sign-in ({other}). Try again."),
    }
}

/// What stands over a step.
pub(super) fn heading(step: Option<&str>) -> &'static str {
    match step {
        Some("mfa" | "select_mfa_module") => "One more step",
        Some(_) | None => "Sign in",
    }
}

/// What stands under that.
pub(super) fn lead(step: Option<&str>, module: Option<String>) -> Option<String> {
    match (step, module) {
        (Some("mfa"), Some(module)) if module != "Authenticator app" && !module.contains("One Time") => {
            Some(format!("Type the code of {module}."))
        }
        (Some("mfa"), _) => Some("Type the code that your authenticator app shows now.".into()),
        (Some("select_mfa_module"), _) => Some("Choose how to prove that it is you.".into()),
        (_, _) => None,
    }
}

/// What a way in is called.
pub(super) fn way(provider: &Provider) -> String {
    if provider.kind == "trusted_networks" {
        "Continue on this network".into()
    } else {
        provider.name.clone()
    }
}

/// What is being waited for.
pub(super) fn progress(action: &str) -> String {
    if action.is_empty() { "One moment…".into() } else { format!("{}…", label(action)) }
}

/// Why somebody sees what they see before they are in.
pub(super) fn why(login: &Login, has_remembered: bool) -> Option<Vec<String>> {
    let mut said = Vec::new();
    if has_remembered && login.wants_faces() {
        said.push("This device remembers people who have signed in on it before.".to_owned());
    }
    match login.explanation() {
        Some(explanation) => said.extend(explained(explanation)),
        None if login.has_network_faces() => {
            said.push("The hub lets people in from this network without a password. Its setting trusted_networks decides who they are.".to_owned());
        }
        None if login.providers().is_empty() => said.push("The hub has not answered yet.".to_owned()),
        None => said.push("The hub does not let anybody in by this network alone, so you show who you are. Its setting trusted_networks decides that, and it does not say more.".to_owned()),
    }
    Some(said)
}

fn explained(explanation: &Explanation) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(address) = &explanation.address {
        let proxy = explanation.proxy.as_ref().map(|proxy| format!(", through the proxy {proxy}"));
        said.push(format!("The hub sees this device at {address}{}.", proxy.unwrap_or_default()));
    }
    said.push(match (explanation.why.as_str(), &explanation.rule) {
        ("rule_matched", Some(rule)) => format!("Its network rule “{rule}” says who may come in from there without a password."),
        ("rule_matched", None) => "One of its network rules says who may come in from there without a password.".into(),
        ("no_rules", _) => "It has no rule for any network, so everybody shows who they are.".into(),
        ("no_match", _) => "None of its network rules is for that address, so everybody shows who they are.".into(),
        ("address_unknown", _) => "It cannot tell which address this device really has, so no network rule applies and everybody shows who they are.".into(),
        ("not_a_home_address", _) => "That is no address of a home network, so no network rule applies and everybody shows who they are.".into(),
        ("users_not_shown", Some(rule)) => format!("Its network rule “{rule}” shows nobody before they have signed in."),
        ("users_not_shown", None) => "Its rule for this network shows nobody before they have signed in.".into(),
        (other, _) => format!("It gives this reason: {}.", other.replace('_', " ")),
    });
    said
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
        Refusal::NotAllowed => "You may look at this, not use it. An administrator can change that.".into(),
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
        assert_eq!(progress("wait_for_phone"), "Wait for phone…");
        let explanation = Explanation { why: "solar_flare".into(), ..Explanation::default() };
        assert!(explained(&explanation).concat().contains("solar flare"));
    }
}
