//! Everything the app decides.
