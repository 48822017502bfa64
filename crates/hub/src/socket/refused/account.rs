//! Why a user, a password or a group is not changed, in Home Assistant's words where it has some.

use serde_json::{Value, json};

use super::error;
use crate::auth::password_rule::Weakness;

/// Every way in which it can fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::socket) enum AccountError {
    /// No such user.
    NotFound,
    /// The same, as the commands of the owner say it.
    UserNotFound,
    /// The owner stays active.
    DeactivateOwner,
    /// The owner stays.
    DeleteOwner,
    /// Nobody removes themselves.
    DeleteSelf,
    /// The owner is changed by the owner only.
    ModifyOwner,
    /// The owner keeps a password.
    DeleteOwnerCredentials,
    /// There is a password already.
    CredentialsExist,
    /// There is no password.
    CredentialsNotFound,
    /// The password that is to be replaced is another.
    CurrentPassword,
    /// A username with capitals or space around it.
    NotNormalised(String),
    /// Somebody has that username.
    UsernameTaken(String),
    /// A password that is guessed too easily.
    Weak(Weakness),
    /// No such group.
    NoSuchGroup,
    /// No policy, and why.
    Policy(String),
}

impl AccountError {
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::NotFound => error("not_found", "User not found"),
            Self::UserNotFound => error("user_not_found", "User not found"),
            Self::DeactivateOwner => error("cannot_deactivate_owner", "Unable to deactivate owner."),
            Self::DeleteOwner => error("cannot_delete_owner", "Unable to delete owner."),
            Self::DeleteSelf => error("no_delete_self", "Unable to delete your own account"),
            Self::ModifyOwner => error("unauthorized", "Only the owner changes the owner's account."),
            Self::DeleteOwnerCredentials => {
                error("cannot_delete_owner_credentials", "Unable to delete the owner's credentials.")
            }
            Self::CredentialsExist => error("credentials_exist", "This user has a password already."),
            Self::CredentialsNotFound => error("credentials_not_found", "Credentials not found"),
            Self::CurrentPassword => error("invalid_current_password", "Invalid current password"),
            Self::NotNormalised(username) => json!({
                "code": "home_assistant_error",
                "message": format!(
                    "Username \"{username}\" is not normalized. Use small letters, and no space at its ends."
                ),
                "translation_key": "username_not_normalized",
                "translation_domain": "auth",
                "translation_placeholders": { "new_username": username },
            }),
            Self::UsernameTaken(username) => json!({
                "code": "home_assistant_error",
                "message": format!("Username \"{username}\" already exists"),
                "translation_key": "username_already_exists",
                "translation_domain": "auth",
                "translation_placeholders": { "username": username },
            }),
            Self::Weak(weakness) => error(weakness.key(), &weakness.sentence()),
            Self::NoSuchGroup => error("group_not_found", "Group not found"),
            Self::Policy(why) => error("invalid_format", &format!("This is no policy: {why}")),
        }
    }
}
