//! Requests that must carry an access token.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::auth::access::{self, Address};
use crate::auth::sessions;
use crate::error::Error;
use crate::hub::Hub;
use crate::permissions::{self, Access};

/// Proof that a request carries a good token, of a user who may come in from here: what they may do.
pub(crate) struct Bearer(pub(crate) Access);

impl FromRequestParts<Hub> for Bearer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Error> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(Error::Unauthorized)?;
        let session = sessions::of_access_token(hub, token).await?.ok_or(Error::Unauthorized)?;
        let Ok(address) = Address::from_request_parts(parts, hub).await;
        match access::refusal(hub, &session.user, session.assurance, address).await? {
            None => {
                sessions::note_use(hub, &session, address).await?;
                Ok(Self(permissions::of(hub, &session, address).await?))
            }
            Some(_) => Err(Error::Unauthorized),
        }
    }
}
