//! Changing one's own password.

use doorstep_protocol::mfa::WaysIn;
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::Command as Ask;
use doorstep_protocol::users;

use super::{Asked, Means, Part, Security, Trouble};

/// The shortest password that our hub takes.
pub const SHORTEST: usize = 12;

/// How it stands with the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Password {
    /// The hub has not said yet whether there is one.
    #[default]
    Unknown,
    /// This user signs in another way.
    None,
    /// There is one.
    Set,
    /// The person is asked for the old and the new one.
    Asking,
    /// It has just been changed.
    Changed,
}

impl Password {
    pub(super) fn told(&mut self, ways: &WaysIn) {
        let has_one = ways.providers.iter().any(|provider| provider == "homeassistant");
        match (self, has_one) {
            (state, false) => *state = Self::None,
            (state @ (Self::Unknown | Self::None | Self::Set), true) => *state = Self::Set,
            (Self::Asking | Self::Changed, true) => {}
        }
    }
}

impl Security {
    pub(super) fn close_password(&mut self) {
        self.password = Password::Set;
        self.troubles.retain(|(part, _)| *part != Part::Password);
    }

    pub(super) fn change_password(&mut self, current: Secret, new: Secret, means: &mut Means<'_>) {
        // Home Assistant takes any password; our hub would refuse, so it need not be asked.
        if self.is_able_to("doorstep") && new.expose().chars().count() < SHORTEST {
            return self.fail(Part::Password, Trouble::TooShort);
        }
        let ask = users::Ask::ChangePassword { current, new };
        self.ask(Ask::Users(ask), Asked::ChangePassword, means);
    }
}
