//! The words that the app and the hub speak: Home Assistant's auth and WebSocket APIs as types.
//!
//! Only serde lives here; no decision is taken. What the app reads is read by [`json`]. What is covered:
//! login flows, tokens and discovery (<https://developers.home-assistant.io/docs/auth_api>) and the
//! WebSocket messages (<https://developers.home-assistant.io/docs/api/websocket>), as measured against
//! Home Assistant 2024.3.3 and 2026.2.3. Unknown members are ignored when read; members that a version
//! of Home Assistant leaves out are optional.

pub mod entities;
pub mod ids;
pub mod json;
pub mod login;
pub mod mfa;
pub mod onboarding;
pub mod registry;
pub mod secret;
pub mod service;
pub mod sessions;
pub mod socket;
pub mod state;
pub mod token;
pub mod user;
pub mod users;
