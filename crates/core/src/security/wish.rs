//! What can be wanted of one's own account, what that asks of the hub, and what can go wrong.

use doorstep_protocol::ids::{SessionId, UserId};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::CommandError;

/// What a person wants there.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Look at the page.
    Open,
    /// Look away.
    Close,
    /// Do again what did not come to an end.
    Retry(Part),
    /// End a session: one's own, or as an administrator somebody else's.
    EndSession(SessionId),
    /// End all of one's own sessions but this one.
    EndOthers,
    /// End all sessions of a user.
    EndAllOf(UserId),
    /// Call a session so.
    Rename(SessionId, String),
    /// Turn the second step on.
    BeginFactor,
    /// Prove it with a code.
    SendCode(Secret),
    /// Leave it off.
    CancelFactor,
    /// The recovery codes are kept.
    KeepCodes,
    /// Turn the second step off.
    RemoveFactor,
    /// Show the form for a new password.
    OpenPassword,
    /// Put it away.
    ClosePassword,
    /// Change the password.
    ChangePassword {
        /// The one that it has been.
        current: Secret,
        /// The one that it shall be.
        new: Secret,
    },
}

/// The parts of the page; each has its own trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One's own sessions.
    Sessions,
    /// Everybody's sessions.
    Everyone,
    /// The second step.
    Factor,
    /// The password.
    Password,
}

/// What was asked of the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The ways in that this user has.
    WaysIn,
    /// One's own sessions.
    Sessions,
    /// Everybody's sessions.
    Everyone,
    /// The names of all users.
    Users,
    /// To end one of one's own sessions.
    EndSession(SessionId),
    /// To end somebody else's.
    Revoke(SessionId),
    /// To end all others.
    EndOthers,
    /// To end all of a user.
    EndAllOf(UserId),
    /// To call a session so.
    Rename(SessionId, String),
    /// To begin with a second factor.
    BeginFactor,
    /// To look at a code.
    ProveFactor,
    /// To turn the second factor off.
    RemoveFactor,
    /// To change the password.
    ChangePassword,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no line to the hub.
    NotConnected,
    /// The hub has not answered in time.
    Silent,
    /// The line broke before the answer.
    Unconfirmed,
    /// The hub said no.
    Refused(CommandError),
    /// The answer was not of a shape that this app knows.
    Unreadable,
    /// The new password is too short for this hub.
    TooShort,
}

/// Which part of the page a question belongs to.
pub(super) fn part(asked: &Asked) -> Part {
    match asked {
        Asked::Sessions | Asked::EndSession(_) | Asked::EndOthers | Asked::Rename(..) => Part::Sessions,
        Asked::Everyone | Asked::Users | Asked::Revoke(_) | Asked::EndAllOf(_) => Part::Everyone,
        Asked::WaysIn | Asked::BeginFactor | Asked::ProveFactor | Asked::RemoveFactor => Part::Factor,
        Asked::ChangePassword => Part::Password,
    }
}
