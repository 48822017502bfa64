//! The shell of the app: acts and draws, decides nothing. The decisions are in `doorstep-core`.

pub mod runtime;

pub mod browser;

pub mod view;
pub mod watch;
