//! Why a request is refused, and how that is said over HTTP: in Home Assistant's words where it has some.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use doorstep_protocol::token::Refusal;

use crate::arguments::Misfit;
use crate::auth::access::Block;
use crate::auth::passwords::HashError;
use crate::auth::tries::TooMany;
use crate::random::NoRandomness;
use crate::store::StoreError;

/// Everything that a view of the hub can refuse.
#[derive(Debug)]
pub(crate) enum Error {
    /// The body is not JSON.
    NotJson,
    /// The body does not have the members that it should.
    Misfit(Misfit),
    /// The body is JSON but no object.
    NotAnObject,
    /// The `client_id` is not an address that may ask.
    ClientId,
    /// A `response_type` other than `code`.
    ResponseType,
    /// A PKCE method without a challenge.
    ChallengeMissing,
    /// A PKCE method other than S256.
    ChallengeMethod,
    /// Nobody lives here yet.
    NotSetUp,
    /// No such provider.
    UnknownHandler,
    /// No such flow, or no longer.
    UnknownFlow,
    /// The flow is being answered already.
    FlowBusy,
    /// The flow was begun elsewhere.
    AddressChanged,
    /// The fields do not fit the form.
    InputMalformed,
    /// The code may not be sent there.
    RedirectUri,
    /// The person is known but may not come in.
    Blocked(Block),
    /// No token, or none that is good.
    Unauthorized,
    /// Too many guesses; the next one is looked at after this long.
    TooMany(TooMany),
    /// Too much at once.
    Busy,
    /// The database does not answer.
    Storage,
    /// The hub itself failed.
    Internal,
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotJson
            | Self::Misfit(_)
            | Self::NotAnObject
            | Self::ClientId
            | Self::NotSetUp
            | Self::ResponseType
            | Self::ChallengeMissing
            | Self::ChallengeMethod
            | Self::AddressChanged
            | Self::InputMalformed => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::RedirectUri | Self::Blocked(_) => StatusCode::FORBIDDEN,
            Self::UnknownHandler | Self::UnknownFlow => StatusCode::NOT_FOUND,
            Self::FlowBusy => StatusCode::CONFLICT,
            Self::TooMany(_) | Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::Storage => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NotJson => "Invalid JSON.".into(),
            Self::Misfit(misfit) => format!("Message format incorrect: {}", misfit.sentence()),
            Self::NotAnObject => "Message format incorrect: expected a dictionary".into(),
            Self::ClientId => "Invalid client id".into(),
            Self::ResponseType => "Response type not supported".into(),
            Self::ChallengeMissing => "code_challenge required when code_challenge_method is provided".into(),
            Self::ChallengeMethod => "Transform algorithm not supported".into(),
            Self::NotSetUp => "Onboarding not finished".into(),
            Self::UnknownHandler => "Invalid handler specified".into(),
            Self::UnknownFlow => "Invalid flow specified".into(),
            Self::FlowBusy => "Flow request already in progress".into(),
            Self::AddressChanged => "IP address changed".into(),
            Self::InputMalformed => "User input malformed".into(),
            Self::RedirectUri => "Invalid redirect URI".into(),
            Self::Blocked(block) => format!("Login blocked: {}", block.sentence()),
            Self::Unauthorized => "401: Unauthorized".into(),
            Self::TooMany(TooMany(seconds)) => too_many(*seconds),
            Self::Busy => "Too many sign-ins at once. Try again in a moment.".into(),
            Self::Storage => "The hub cannot reach its storage. Try again in a moment.".into(),
            Self::Internal => "The hub failed to do this. Its log says why.".into(),
        }
    }

    fn code(&self) -> Option<String> {
        if matches!(self, Self::NotSetUp) {
            return Some("onboarding_required".into());
        }
        if matches!(self, Self::TooMany(_)) {
            return Some("too_many_tries".into());
        }
        matches!(self, Self::Storage).then(|| "storage".into())
    }
}

fn too_many(seconds: u64) -> String {
    match seconds {
        1 => "Too many tries. Try again in a second.".into(),
        2..120 => format!("Too many tries. Try again in {seconds} seconds."),
        _ => format!("Too many tries. Try again in {} minutes.", seconds.div_ceil(60)),
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, message, code) = (self.status(), self.message(), self.code());
        if status == StatusCode::UNAUTHORIZED {
            // Home Assistant's own 401 is plain text too.
            return (status, message).into_response();
        }
        if let Self::TooMany(TooMany(seconds)) = self {
            let body = Refusal { message, code, retry_after: Some(seconds) };
            return (status, [(RETRY_AFTER, seconds.to_string())], Json(body)).into_response();
        }
        (status, Json(Refusal { message, code, retry_after: None })).into_response()
    }
}

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(misfit)
    }
}

impl From<StoreError> for Error {
    fn from(_: StoreError) -> Self {
        Self::Storage
    }
}

impl From<TooMany> for Error {
    fn from(wait: TooMany) -> Self {
        Self::TooMany(wait)
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Internal,
        }
    }
}

impl From<NoRandomness> for Error {
    fn from(_: NoRandomness) -> Self {
        Self::Internal
    }
}
