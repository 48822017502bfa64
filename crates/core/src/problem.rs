//! What can go wrong for a person, and what they can do about it. Sentences are made in the view.

/// Something that a person must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody answers at the hub's address.
    HubUnreachable,
    /// The hub answered with an error of its own.
    HubFailed {
        /// The HTTP status.
        status: u16,
    },
    /// Something answered, but not a hub: the sign-in page of a proxy or of a guest network.
    NotAHub,
    /// The hub has no owner yet.
    NotSetUp,
    /// The hub refuses this address for good.
    Banned,
    /// Too many attempts; the hub wants a pause.
    TooManyTries {
        /// For how many seconds, where the hub says so.
        retry_after: Option<u64>,
    },
    /// The hub will not let this user in from here, now. Nothing is forgotten.
    NotHere(Refused),
    /// The hub is still busy with what was sent before.
    InProgress,
    /// The hub has lost the sign-in after its first step, and a new one was begun.
    StartedAgain,
    /// This way to sign in is gone.
    ProviderGone,
    /// The provider ended the flow.
    FlowAborted {
        /// The hub's key, such as `not_allowed`.
        reason: String,
    },
    /// The flow has a step that this app cannot show.
    StepUnknown,
    /// The flow leads to an address that no page should open.
    AddressUnsafe,
    /// What the flow waited for did not come.
    NothingCame,
    /// The hub has no way to sign in.
    NoProvider,
    /// What was sent did not fit the form.
    NotAccepted {
        /// The hub's own words.
        reason: String,
    },
    /// The session ended: expired, revoked, or the user is gone.
    SessionEnded,
    /// A fresh token was refused.
    TokenRefused {
        /// The hub's own words.
        reason: String,
    },
}

/// Why the hub does not let a user in from here, now.
///
/// Source: `auth_provider.async_validate_refresh_token` and `async_user_not_allowed_do_auth` of Home Assistant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The account is switched off.
    Inactive,
    /// The account may only be used at home.
    LocalOnly,
    /// The same, said of a connection from outside.
    NotRemote,
    /// It came in by its network, and this is another one.
    NotTrusted,
    /// A proxy stands between, so the hub cannot see where this device is.
    Proxy,
    /// The connection comes through the cloud.
    Cloud,
    /// The hub does not let this page sign anybody in.
    Redirect,
    /// In the hub's own words.
    Other(String),
}

impl Refused {
    /// Reads the hub's words.
    pub fn of(words: &str) -> Self {
        let words = words.strip_prefix("Login blocked: ").unwrap_or(words).trim().trim_end_matches('.');
        match words {
            "User is not active" => Self::Inactive,
            "User is local only" => Self::LocalOnly,
            "User cannot authenticate remotely" => Self::NotRemote,
            "Not in trusted_networks" | "trusted_networks is not configured" => Self::NotTrusted,
            "Can't allow access from a proxy server" => Self::Proxy,
            "Can't allow access from Home Assistant Cloud" => Self::Cloud,
            "Invalid redirect URI" => Self::Redirect,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Doing the same again.
    TryAgain,
    /// Loading the page again: only then can what stands between show itself.
    Reload,
    /// Nothing that this page can offer.
    None,
}

impl Problem {
    /// What to offer. Exhaustive, so that a new problem must be given one.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::HubUnreachable
            | Self::HubFailed { .. }
            | Self::NotSetUp
            | Self::NotHere(_)
            | Self::ProviderGone
            | Self::FlowAborted { .. }
            | Self::StepUnknown
            | Self::AddressUnsafe
            | Self::NothingCame
            | Self::NoProvider
            | Self::TokenRefused { .. } => Remedy::TryAgain,
            Self::NotAHub => Remedy::Reload,
            Self::Banned
            | Self::TooManyTries { .. }
            | Self::InProgress
            | Self::StartedAgain
            | Self::NotAccepted { .. }
            | Self::SessionEnded => Remedy::None,
        }
    }

    /// Whether trying again by itself, after a while, is right: the hub may only be restarting. Anything
    /// that the hub has decided is left alone, since every refusal counts against this address.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::HubUnreachable
            | Self::HubFailed { .. }
            | Self::NotAHub
            | Self::TooManyTries { .. }
            | Self::InProgress => true,
            Self::NotSetUp
            | Self::Banned
            | Self::NotHere(_)
            | Self::StartedAgain
            | Self::ProviderGone
            | Self::FlowAborted { .. }
            | Self::StepUnknown
            | Self::AddressUnsafe
            | Self::NothingCame
            | Self::NoProvider
            | Self::NotAccepted { .. }
            | Self::SessionEnded
            | Self::TokenRefused { .. } => false,
        }
    }

    /// Whether another network may change it: not here, not now.
    pub fn is_of_the_network(&self) -> bool {
        matches!(self, Self::NotHere(_)) || self.is_passing()
    }

    /// How many seconds the hub wants to hear nothing; a minute where it does not say.
    pub fn pause(&self) -> Option<u64> {
        // More than an hour is a mistake or a joke; a person can still come back.
        let Self::TooManyTries { retry_after } = self else { return None };
        Some(retry_after.unwrap_or(60).clamp(1, 3_600))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_home_assistant_are_understood() {
        for (words, refused) in [
            ("Login blocked: User is not active", Refused::Inactive),
            ("User is local only", Refused::LocalOnly),
            ("Login blocked: User cannot authenticate remotely.", Refused::NotRemote),
            ("Not in trusted_networks", Refused::NotTrusted),
            ("Can't allow access from a proxy server", Refused::Proxy),
            ("Can't allow access from Home Assistant Cloud", Refused::Cloud),
            ("Invalid redirect URI", Refused::Redirect),
            ("It is Sunday.", Refused::Other("It is Sunday".into())),
        ] {
            assert_eq!(Refused::of(words), refused, "{words}");
        }
    }

    #[test]
    fn a_pause_is_never_for_ever() {
        let pause = |retry_after| Problem::TooManyTries { retry_after }.pause();
        assert_eq!((pause(None), pause(Some(0)), pause(Some(u64::MAX))), (Some(60), Some(1), Some(3_600)));
        assert_eq!(Problem::Banned.pause(), None);
    }
}
