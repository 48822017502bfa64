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
    /// Something answered, but not a hub: a proxy's page, a captive portal.
    NotAHub,
    /// The hub has no owner yet.
    NotSetUp,
    /// The hub refuses this address for good.
    Banned,
    /// Too many attempts; the hub wants a pause.
    TooManyTries,
    /// The hub will not let this user in from here, now. Nothing is forgotten.
    NotHere {
        /// The hub's own words.
        reason: String,
    },
    /// The provider ended the flow.
    FlowAborted {
        /// The hub's key, such as `not_allowed`.
        reason: String,
    },
    /// The flow has a step that this app cannot show.
    StepUnknown,
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

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Doing the same again.
    TryAgain,
    /// Nothing that this page can offer.
    None,
}

impl Problem {
    /// What to offer. Exhaustive, so that a new problem must be given one.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::HubUnreachable
            | Self::HubFailed { .. }
            | Self::NotAHub
            | Self::NotSetUp
            | Self::NotHere { .. }
            | Self::FlowAborted { .. }
            | Self::StepUnknown
            | Self::NoProvider
            | Self::TokenRefused { .. } => Remedy::TryAgain,
            Self::Banned | Self::TooManyTries | Self::NotAccepted { .. } | Self::SessionEnded => Remedy::None,
        }
    }

    /// Whether trying again by itself, after a while, is right: the hub may only be restarting. Anything
    /// that the hub has decided is left alone, since every refusal counts against this address.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::HubUnreachable | Self::HubFailed { .. } | Self::NotAHub | Self::TooManyTries => true,
            Self::NotSetUp
            | Self::Banned
            | Self::NotHere { .. }
            | Self::FlowAborted { .. }
            | Self::StepUnknown
            | Self::NoProvider
            | Self::NotAccepted { .. }
            | Self::SessionEnded
            | Self::TokenRefused { .. } => false,
        }
    }
}
