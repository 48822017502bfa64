//! The demo home: a family's house whose sensors move and whose things answer, kept over a restart.

pub mod family;
