//! Both ends in one process: the app's core against the real hub, with the clock turned by hand.
//! No browser, no network, no mock: what one side says is what the other hears.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod account;
mod living;
mod losing;
mod pair;
mod second_factor;
mod set_up;
mod signing_in;
mod ways_in;
