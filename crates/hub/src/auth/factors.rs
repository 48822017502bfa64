//! Second factors: what somebody must have besides the password. Each is one file behind one trait.

pub(crate) mod enrolment;
pub(crate) mod recovery;
pub(crate) mod seal;
pub(crate) mod totp;

use std::future::Future;
use std::pin::Pin;

use doorstep_protocol::ids::UserId;

use crate::store::{Store, StoreError};
use enrolment::Enrolments;
use seal::Seal;

/// What the hub keeps about factors, beside what is in the store.
pub(crate) struct Factors {
    pub(crate) seal: Seal,
    pub(crate) enrolments: Enrolments,
}

/// The one module that Home Assistant's clients see. Recovery codes are typed where its codes are.
pub(crate) const MODULE: &str = "totp";
/// What people call it, in Home Assistant's words.
pub(crate) const MODULE_NAME: &str = "Authenticator app";

/// A second factor.
pub(crate) trait Factor: Send + Sync {
    /// Whether this is a good code of that user. If so it is used up, on the disk, before the answer.
    fn use_up<'a>(&'a self, code: &'a str, user: &'a UserId, means: Means<'a>) -> Used<'a>;
}

/// What a factor may use.
#[derive(Clone, Copy)]
pub(crate) struct Means<'a> {
    pub(crate) store: &'a Store,
    pub(crate) seal: &'a Seal,
    /// Unix seconds.
    pub(crate) now: f64,
}

/// [`Factor::use_up`] in progress.
pub(crate) type Used<'a> = Pin<Box<dyn Future<Output = Result<bool, StoreError>> + Send + 'a>>;

/// Every factor.
fn all() -> &'static [&'static dyn Factor] {
    &[&totp::Totp, &recovery::Recovery]
}

/// Whether any factor of this user takes the code.
pub(crate) async fn use_up(code: &str, user: &UserId, means: Means<'_>) -> Result<bool, StoreError> {
    let code: String = code.chars().filter(|char| !char.is_whitespace() && *char != '-').collect();
    for factor in all() {
        if factor.use_up(&code, user, means).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
