//! Tells Cargo to build the hub anew when the app that goes into it has changed.

use std::path::Path;

fn main() {
    let dist = Path::new("../../dist");
    // A debug build reads the folder when it runs. A folder that is missing would count as changed
    // at every build.
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if embeds && dist.is_dir() { "../../dist" } else { "build.rs" };
    println!("cargo::rerun-if-changed={watched}");
}
