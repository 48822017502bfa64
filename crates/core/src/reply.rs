//! Reads the hub's HTTP answers: what each status and body means for the app.
//!
//! The table of Home Assistant's auth endpoints; only `invalid_grant` ever costs a credential.

use doorstep_protocol::json::{self, FromJson};
use doorstep_protocol::token::{Refusal, TokenError, Tokens};

use crate::event::{HttpReply, NetworkError};
use crate::problem::{Problem, Refused};

/// Reads a successful answer, or says what went wrong.
pub fn read<T: FromJson>(reply: Result<HttpReply, NetworkError>) -> Result<T, Problem> {
    let reply = reply.map_err(|NetworkError::Unreachable| Problem::HubUnreachable)?;
    match reply.status {
        200..=299 => json::parse(&reply.body).ok_or(Problem::NotAHub),
        _ => Err(refusal(&reply)),
    }
}

/// What an answer of `/auth/token` means for a credential.
#[derive(Debug, PartialEq, Eq)]
pub enum TokenAnswer {
    /// Here they are.
    Granted(Tokens),
    /// The hub does not know the credential any more: forget it.
    Gone,
    /// Not here, not now: keep it.
    Kept(Problem),
}

/// Reads an answer of `/auth/token`.
pub fn read_tokens(reply: Result<HttpReply, NetworkError>) -> TokenAnswer {
    let reply = match reply {
        Ok(reply) => reply,
        Err(NetworkError::Unreachable) => return TokenAnswer::Kept(Problem::HubUnreachable),
    };
    if reply.status == 200 {
        return json::parse(&reply.body).map_or(TokenAnswer::Kept(Problem::NotAHub), TokenAnswer::Granted);
    }
    let error: Option<TokenError> = json::parse(&reply.body);
    match (reply.status, error) {
        (400, Some(error)) if error.error == "invalid_grant" => TokenAnswer::Gone,
        (403, Some(error)) => {
            let words = error.error_description.unwrap_or(error.error);
            TokenAnswer::Kept(Problem::NotHere(Refused::of(&words)))
        }
        (400, Some(error)) => {
            TokenAnswer::Kept(Problem::NotAccepted { reason: error.error_description.unwrap_or(error.error) })
        }
        (_, _) => TokenAnswer::Kept(refusal(&reply)),
    }
}

/// Whether a flow is gone from the hub: expired, finished, forgotten by a restart, or tied to an address
/// that this device no longer has. Starting again helps.
pub fn is_flow_gone(reply: &Result<HttpReply, NetworkError>) -> bool {
    match reply {
        Ok(reply) if reply.status == 404 => parse(&reply.body).is_some(),
        Ok(reply) if reply.status == 400 => {
            parse(&reply.body).is_some_and(|refusal| refusal.message == "IP address changed")
        }
        Ok(_) | Err(NetworkError::Unreachable) => false,
    }
}

fn refusal(reply: &HttpReply) -> Problem {
    match (reply.status, parse(&reply.body)) {
        (429, said) => Problem::TooManyTries { retry_after: said.and_then(|said| said.retry_after) },
        (400, Some(Refusal { code: Some(code), .. })) if code == "onboarding_required" => Problem::NotSetUp,
        (400, Some(refusal)) => Problem::NotAccepted { reason: refusal.message },
        (403, Some(refusal)) => Problem::NotHere(Refused::of(&refusal.message)),
        (404, Some(refusal)) if refusal.message == "Invalid handler specified" => Problem::ProviderGone,
        // A flow that is gone, and was begun again already.
        (404, Some(refusal)) if refusal.message == "Invalid flow specified" => {
            Problem::NotAccepted { reason: refusal.message }
        }
        (409, Some(_)) => Problem::InProgress,
        // Home Assistant answers a banned address with this bare text. Any other page is a proxy's.
        (403, None) if reply.body.trim() == "403: Forbidden" => Problem::Banned,
        (500.., _) => Problem::HubFailed { status: reply.status },
        (_, _) => Problem::NotAHub,
    }
}

fn parse(body: &str) -> Option<Refusal> {
    json::parse(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Result<HttpReply, NetworkError> {
        Ok(HttpReply { status, body: body.to_owned() })
    }

    #[test]
    fn only_invalid_grant_costs_the_credential() {
        assert_eq!(read_tokens(reply(400, r#"{"error":"invalid_grant"}"#)), TokenAnswer::Gone);
        for (status, body) in [
            (400, r#"{"error":"invalid_request","error_description":"Invalid client id"}"#),
            (403, r#"{"error":"access_denied","error_description":"Not in trusted_networks"}"#),
            (403, "403: Forbidden"),
            (400, "<html>"),
            (200, "<html>sign in to the hotel"),
            (502, ""),
            (429, ""),
        ] {
            assert!(matches!(read_tokens(reply(status, body)), TokenAnswer::Kept(_)), "{status} {body}");
        }
        assert!(matches!(read_tokens(Err(NetworkError::Unreachable)), TokenAnswer::Kept(_)));
    }

    #[test]
    fn every_refusal_has_its_own_problem() {
        let tries = |retry_after| Problem::TooManyTries { retry_after };
        for (status, body, expected) in [
            (400, r#"{"message":"Onboarding not finished","code":"onboarding_required"}"#, Problem::NotSetUp),
            (
                400,
                r#"{"message":"User input malformed"}"#,
                Problem::NotAccepted { reason: "User input malformed".into() },
            ),
            (403, r#"{"message":"Login blocked: User is not active"}"#, Problem::NotHere(Refused::Inactive)),
            (403, r#"{"message":"Invalid redirect URI"}"#, Problem::NotHere(Refused::Redirect)),
            (403, "403: Forbidden", Problem::Banned),
            (403, "<html>Who goes there?", Problem::NotAHub),
            (404, r#"{"message":"Invalid handler specified"}"#, Problem::ProviderGone),
            (404, "<html>", Problem::NotAHub),
            (409, r#"{"message":"Flow request already in progress"}"#, Problem::InProgress),
            (429, "", tries(None)),
            (429, r#"{"message":"Wait","code":"too_many_tries","retry_after":42}"#, tries(Some(42))),
            (500, "", Problem::HubFailed { status: 500 }),
            (502, "<html>Bad gateway", Problem::HubFailed { status: 502 }),
            (503, "<html>", Problem::HubFailed { status: 503 }),
            (200, "<html>Sign in to the hotel", Problem::NotAHub),
            (302, "", Problem::NotAHub),
            (401, "<html>", Problem::NotAHub),
        ] {
            assert_eq!(read::<Tokens>(reply(status, body)).unwrap_err(), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_token_that_is_not_for_here_and_now_says_why() {
        for (words, refused) in [
            ("User is local only", Refused::LocalOnly),
            ("Not in trusted_networks", Refused::NotTrusted),
            ("Can't allow access from a proxy server", Refused::Proxy),
        ] {
            let body = format!(r#"{{"error":"access_denied","error_description":"{words}"}}"#);
            let kept = TokenAnswer::Kept(Problem::NotHere(refused));
            assert_eq!(read_tokens(reply(403, &body)), kept, "{words}");
        }
        assert_eq!(read_tokens(reply(403, "403: Forbidden")), TokenAnswer::Kept(Problem::Banned));
    }

    #[test]
    fn a_flow_is_gone_by_404_or_by_a_new_address() {
        assert!(is_flow_gone(&reply(404, r#"{"message":"Invalid flow specified"}"#)));
        assert!(is_flow_gone(&reply(400, r#"{"message":"IP address changed"}"#)));
        assert!(!is_flow_gone(&reply(404, "<html>")));
        assert!(!is_flow_gone(&reply(400, r#"{"message":"User input malformed"}"#)));
    }
}
