//! The threats of the security document, each as a test with its id.

mod authorization;
mod brute;
mod configuration;
mod cross_site;
mod enumeration;
mod host;
mod log;
mod oauth;
mod revocation;
mod setup;
mod xff;
