//! Where somebody comes from, and what that alone may open.
//!
//! Source of the rules: RFC 7239, and the trusted networks of Home Assistant
//! (`homeassistant/auth/providers/trusted_networks.py`), made stricter.

pub(crate) mod address;
pub(crate) mod forwarding;
pub(crate) mod ranges;

pub(crate) use address::{Address, Hidden};
