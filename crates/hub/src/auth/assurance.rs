//! How the hub knows who somebody is, and how long it believes it.
//!
//! Source: the session policy of the hub: what is easy to come by ends soon.

/// How a session's user was recognised, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assurance {
    /// By the network that they are in, and by nothing of their own.
    Network,
    /// By a device that remembers them.
    Remembered,
    /// By a PIN on such a device.
    Pin,
    /// By a password.
    Password,
    /// By a second factor on top.
    Mfa,
    /// By a passkey.
    Passkey,
    /// By a client certificate.
    Certificate,
    /// By another service that vouches for them.
    Federated,
}

impl Assurance {
    const ALL: [Self; 8] = [
        Self::Network,
        Self::Remembered,
        Self::Pin,
        Self::Password,
        Self::Mfa,
        Self::Passkey,
        Self::Certificate,
        Self::Federated,
    ];

    /// As the session list says it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Remembered => "remembered",
            Self::Pin => "pin",
            Self::Password => "password",
            Self::Mfa => "mfa",
            Self::Passkey => "passkey",
            Self::Certificate => "certificate",
            Self::Federated => "federated",
        }
    }

    /// One that this version does not know is worth the least.
    pub(crate) fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.as_str() == text).unwrap_or(Self::Network)
    }

    /// How long an access token of such a session is good, in seconds.
    pub(crate) fn access_token_lifetime(self) -> u64 {
        if self == Self::Network { 300 } else { 1800 }
    }

    /// Whether nobody can make such a session last.
    pub(crate) fn always_ends(self) -> bool {
        self == Self::Network
    }

    /// When a session that began at `created_at` and is used at `now` ends, in Unix seconds.
    pub(crate) fn session_end(self, created_at: f64, now: f64) -> f64 {
        if self == Self::Network {
            f64::min(now + NETWORK_IDLE, created_at + NETWORK_LONGEST)
        } else {
            now + IDLE
        }
    }
}

/// Seconds: 90 days.
const IDLE: f64 = 90.0 * 86_400.0;
/// Seconds: half an hour.
const NETWORK_IDLE: f64 = 1_800.0;
/// Seconds: twelve hours.
const NETWORK_LONGEST: f64 = 43_200.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assurance_is_read_as_it_was_written_and_an_unknown_one_is_worth_the_least() {
        for assurance in Assurance::ALL {
            assert_eq!(Assurance::parse(assurance.as_str()), assurance);
        }
        assert_eq!(Assurance::parse("blood oath"), Assurance::Network);
    }

    #[test]
    fn use_makes_a_session_last_but_one_by_network_ends_after_half_a_day() {
        assert!((Assurance::Password.session_end(0.0, 1e9) - (1e9 + IDLE)).abs() < 1.0);
        assert!((Assurance::Network.session_end(0.0, 60.0) - 1_860.0).abs() < 1.0);
        assert!((Assurance::Network.session_end(0.0, 43_000.0) - 43_200.0).abs() < 1.0);
    }
}
