//! What every request passes through, whatever it asks: who may call, and what every answer carries.

pub(crate) mod bearer;
pub(crate) mod csp;
pub(crate) mod form;
pub(crate) mod guard;
pub(crate) mod headers;
pub(crate) mod public;
