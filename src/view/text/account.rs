//! The sentences of the page of one's own account.

use doorstep_core::security::Trouble;
use doorstep_core::security::password::SHORTEST;
use doorstep_core::security::sessions::{Ends, Row, Title};
use doorstep_core::time::iso::Span;

use super::sentence_case;

/// What a person is told when something there was not done.
pub(in crate::view) fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotConnected => "Not done: there is no connection to the hub. Try again once it is back.".into(),
        Trouble::Silent => "The hub gave no answer. Try again.".into(),
        Trouble::Unconfirmed => {
            "The connection broke before the hub answered. Look whether it was done, then try again.".into()
        }
        Trouble::Unreadable => {
            "The hub answered something that this version of Doorstep does not know. Try again, or do it in the hub itself.".into()
        }
        Trouble::TooShort => format!("That is too short: this hub takes {SHORTEST} characters or more. A few words in a row are easy to remember."),
        Trouble::Refused(error) => refused(&error.code, &error.message),
    }
}

fn refused(code: &str, message: &str) -> String {
    match code {
        "invalid_current_password" | "invalid_auth" => {
            "The current password is not right. Check it and try again.".into()
        }
        "credentials_not_found" => {
            "This user has no password at this hub, so there is none to change.".into()
        }
        "token_removing_error" => {
            "Not all of them could be signed out. Look which are left, then try again.".into()
        }
        "invalid_format" | "unknown_command" => {
            "This hub is too old for that. Sign the devices out one by one.".into()
        }
        "unauthorized" => {
            "You may not do that the way you are signed in now. Sign in with your password, then try again."
                .into()
        }
        // Our hub's own, and sentences already.
        "password_too_short" | "password_too_long" | "password_guessable" | "too_many_tries"
        | "already_enabled" | "flow_not_found" => message.to_owned(),
        "no_module" => "This hub has no codes of an app to offer.".into(),
        "disable_failed" => "The hub could not turn it off. Try again.".into(),
        _ if message.is_empty() => format!("The hub refused ({code}). Try again."),
        _ => format!("The hub refused: {}. Try again.", message.trim_end_matches('.')),
    }
}

/// What a session is called.
pub(in crate::view) fn session(title: &Title) -> String {
    match title {
        Title::Name(name) | Title::Device(name) => name.clone(),
        Title::Page(page) => format!("Browser at {page}"),
        Title::Program(name) if name.is_empty() => "A program".into(),
        Title::Program(name) => format!("{name} (a program)"),
        Title::Unknown => "A device that gave no name".into(),
    }
}

/// The lines under a session's name.
pub(in crate::view) fn session_lines(row: &Row) -> (String, String) {
    let mut parts = Vec::new();
    if let Some(used) = row.used {
        parts.push(format!("Last used {}", ago(used)));
    }
    if let Some(from) = &row.from {
        parts.push(format!("from {from}"));
    }
    if parts.is_empty() {
        parts.push("Never used".to_owned());
    }
    let mut more: Vec<String> = row.entered.as_deref().map(entered).into_iter().collect();
    match row.ends {
        Some(Ends::In(span)) => more.push(format!("ends {} unless used", ahead(span))),
        Some(Ends::Never) => more.push("does not end by itself".into()),
        None => {}
    }
    (parts.join(" "), sentence_case(&more.join(" · ")))
}

/// How somebody came in; a key that has no word is shown as the hub writes it.
fn entered(key: &str) -> String {
    match key {
        "network" | "trusted_networks" => "by the home's network".into(),
        "remembered" => "remembered on this device".into(),
        "pin" => "by PIN".into(),
        "password" | "homeassistant" => "by password".into(),
        "mfa" => "by password and code".into(),
        "passkey" => "by passkey".into(),
        "certificate" => "by certificate".into(),
        "federated" => "by another service".into(),
        other => format!("by {}", other.replace('_', " ")),
    }
}

/// How long ago.
fn ago(span: Span) -> String {
    match span {
        Span::Moment => "just now".into(),
        Span::Minutes(_) | Span::Hours(_) | Span::Days(_) => format!("{} ago", long(span)),
    }
}

fn ahead(span: Span) -> String {
    match span {
        Span::Moment => "in a moment".into(),
        Span::Minutes(_) | Span::Hours(_) | Span::Days(_) => format!("in {}", long(span)),
    }
}

fn long(span: Span) -> String {
    let (count, unit) = match span {
        Span::Moment => return "a moment".into(),
        Span::Minutes(count) => (count, "minute"),
        Span::Hours(count) => (count, "hour"),
        Span::Days(count) => (count, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_protocol::ids::SessionId;

    #[test]
    fn a_session_reads_like_a_sentence() {
        let row = Row {
            id: SessionId::from("1"),
            title: Title::Device("Firefox on Linux".into()),
            is_current: false,
            is_ending: false,
            used: Some(Span::Minutes(2)),
            from: Some("192.168.1.5".into()),
            entered: Some("mfa".into()),
            ends: Some(Ends::In(Span::Days(1))),
        };
        let (used, more) = session_lines(&row);
        assert_eq!(used, "Last used 2 minutes ago from 192.168.1.5");
        assert_eq!(more, "By password and code · ends in 1 day unless used");
    }
}
