//! Tells Cargo to build the hub anew when the app that goes into it has changed.

fn main() {
    // A debug build reads the folder when it runs. In a release, a folder that is missing counts as
    // changed: the app may have been built since.
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if embeds { "../../dist" } else { "build.rs" };
    println!("cargo::rerun-if-changed={watched}");
}
