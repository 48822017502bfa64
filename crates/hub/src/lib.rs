//! The hub: accounts, sessions and a live home, spoken in Home Assistant's words.

pub mod clock;
pub mod home;

pub use clock::Clock;
