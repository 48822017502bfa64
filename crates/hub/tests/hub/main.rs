//! The hub from outside: as HTTP, as a socket, as a process.

mod house;
mod page;
mod recorded;

mod recorded_http;
mod recorded_socket;
