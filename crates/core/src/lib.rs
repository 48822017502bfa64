//! Everything the app decides, and nothing that it does.
//!
//! One door: [`App::update`] takes in an [`Event`] and says what follows from it, as [`Command`]s to
//! perform and [`Changes`] to draw. Nothing here waits, reads a clock, draws or touches a network, so
//! nothing here can fail to run in a test. An event that does not fit the state is ignored, never fatal.

pub mod accounts;
pub mod actions;
pub mod app;
pub mod card;
pub mod command;
pub mod connection;
pub mod dashboard;
pub mod entities;
pub mod event;
pub mod home;
pub mod login;
pub mod outbox;
pub mod overview;
pub mod picker;
mod pkce;
pub mod place;
pub mod problem;
pub mod reply;
pub mod security;
pub mod session;
pub mod setup;
pub mod time;

pub use app::{App, Screen};
pub use command::{Changes, Command, Update};
pub use event::{Event, Intent};
