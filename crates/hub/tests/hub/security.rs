//! The threats of the security document, each as a test with its id.

mod brute;
mod enumeration;
mod xff;
