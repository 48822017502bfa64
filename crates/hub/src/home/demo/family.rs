//! The users of the demo family, as the persons of the house name them: the same at every fresh start.

/// Anna, the owner.
pub const ANNA: &str = "a11a0d3e5c7b4f2e9d1c6b8a70f4e2d3";
/// Ben, an administrator.
pub const BEN: &str = "be4f1c2d9a8e4b7c8f3d5e6a1b0c9d8e";
/// Clara, a user.
pub const CLARA: &str = "c1a7a5e8d2f34b6c9e0a4d7b3f8c1e25";
/// Dan, who may only look.
pub const DAN: &str = "da4c7e1f6b2a4d9e8c5f0a3b7d1e9f62";
/// The household, for a tablet that nobody in particular uses.
pub const HOUSEHOLD: &str = "40e5e401d6c84f1b9a2e7d3c5b8f0a61";
