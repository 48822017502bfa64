//! The hub from outside: as HTTP, as a socket, as a process.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that finds something unexpected has failed"
)]

mod house;
mod journal;
mod page;
mod program;
mod recorded;

mod authenticator;
mod command_line;
mod entities;
mod factors;
mod flow_model;
mod front;
mod limits;
mod login;
mod networks;
mod people;
mod process;
mod recorded_http;
mod recorded_networks;
mod recorded_socket;
mod rubbish;
mod security;
mod sessions;
mod signed_in;
mod talk;
