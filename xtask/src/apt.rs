//! Installing or unpacking what the distribution has, where a person or CI may.

use std::fs;
use std::path::Path;
use std::process::Command;

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

/// Unpacks one package into a folder and leaves the system as it is: no server is started.
pub(crate) fn unpack(package: &str, folder: &Path) -> Result<()> {
    say::line(format!("      unpacking {package} into {}", folder.display()));
    let downloads = folder.join("downloads").join(package);
    fs::create_dir_all(&downloads)?;
    let download = || run(apt()?.current_dir(&downloads).args(["download", package]));
    // A system that has no list of packages yet needs one first.
    download().or_else(|_| update().and_then(|()| download())).with_context(|| by_hand(package))?;
    for file in fs::read_dir(&downloads)? {
        run(program("dpkg-deb").arg("--extract").arg(file?.path()).arg(folder))?;
    }
    Ok(fs::remove_dir_all(&downloads)?)
}

fn bring(what: &str, arguments: &[&str]) -> Result<()> {
    say::line(format!("      installing {what}"));
    update().and_then(|()| run(apt_as_root()?.args(arguments))).with_context(|| by_hand(what))
}

fn update() -> Result<()> {
    run(apt_as_root()?.arg("update"))
}

fn by_hand(what: &str) -> String {
    format!("install them yourself, with apt-get or otherwise: {what}")
}

fn apt() -> Result<Command> {
    if found("apt-get").is_none() {
        bail!("only apt is known here");
    }
    let mut command = program("apt-get");
    command.arg("-qq");
    Ok(command)
}

fn apt_as_root() -> Result<Command> {
    let apt = apt()?;
    let root = read(program("id").arg("-u"))?.trim() == "0";
    if !root && !agrees(program("sudo").args(["-n", "true"])) {
        bail!("that takes root, and sudo would ask for a password");
    }
    let mut command = if root { apt } else { program("sudo") };
    if !root {
        command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
