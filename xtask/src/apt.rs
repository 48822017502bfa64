//! Installing what the distribution has, where a person or CI may.

use anyhow::{Context, Result, bail};

use crate::program::{agrees, found, program, read, run};
use crate::say;

/// Installs these packages of Debian or Ubuntu.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let options = ["install", "--yes", "--no-install-recommends"];
    bring(&packages.join(" "), &[&options, packages].concat())
}

/// Installs whatever satisfies a list of dependencies, whose names differ from release to release.
pub(crate) fn satisfy(needed: &str) -> Result<()> {
    bring(needed, &["satisfy", "--yes", "--no-install-recommends", needed])
}

fn bring(what: &str, arguments: &[&str]) -> Result<()> {
    let by_hand = format!("install them yourself, with apt-get or otherwise: {what}");
    if found("apt-get").is_none() {
        bail!("only apt is known here; {by_hand}");
    }
    let root = read(program("id").arg("-u"))?.trim() == "0";
    if !root && !agrees(program("sudo").args(["-n", "true"])) {
        bail!("that takes root, and sudo would ask for a password; {by_hand}");
    }
    let apt = |arguments: &[&str]| {
        let mut command = if root { program("apt-get") } else { program("sudo") };
        if !root {
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        run(command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").args(arguments))
    };
    say::line(format!("      installing {what}"));
    apt(&["update"]).and_then(|()| apt(arguments)).context(by_hand)
}
