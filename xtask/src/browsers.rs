//! The two browsers that play the journeys: found where they are, installed where they are missing.

mod fetched;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::apt;
use crate::places::Places;
use crate::program::found;

/// Where both lie.
pub(crate) struct Browsers {
    pub(crate) chromium: PathBuf,
    pub(crate) firefox: PathBuf,
}

struct Browser {
    variable: &'static str,
    programs: &'static [&'static str],
    package: &'static str,
    /// What puppeteer's own installer calls it.
    fetched: &'static str,
}

const CHROMIUM: Browser = Browser {
    variable: "CHROME_BIN",
    programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    package: "chromium",
    fetched: "chrome",
};

const FIREFOX: Browser = Browser {
    variable: "FIREFOX_BIN",
    programs: &["firefox-esr", "firefox"],
    package: "firefox-esr",
    fetched: "firefox",
};

/// Finds both, and installs those that are missing. The journeys' packages must be there already.
pub(crate) fn prepare(places: &Places) -> Result<Browsers> {
    let there = |browser: &Browser| -> Result<Option<PathBuf>> {
        match std::env::var_os(browser.variable).map(PathBuf::from) {
            Some(chosen) if chosen.is_file() => Ok(Some(chosen)),
            Some(chosen) => bail!("{} names {}, which is no file", browser.variable, chosen.display()),
            None => {
                let of_the_system = browser.programs.iter().filter_map(|name| found(name));
                Ok(of_the_system.chain(fetched::found(places, browser)).find(|file| drivable(file)))
            }
        }
    };
    let mut missing = Vec::new();
    for browser in [&CHROMIUM, &FIREFOX] {
        if there(browser)?.is_none() {
            missing.push(browser);
        }
    }
    if !missing.is_empty() {
        if has_packages() {
            apt::install(&missing.iter().map(|browser| browser.package).collect::<Vec<_>>())?;
        } else {
            missing.iter().try_for_each(|browser| fetched::install(places, browser))?;
        }
    }
    let installed = |browser: &Browser| match there(browser)? {
        Some(file) => Ok(file),
        None => bail!("{} was installed and is not to be found; set {}", browser.package, browser.variable),
    };
    Ok(Browsers { chromium: installed(&CHROMIUM)?, firefox: installed(&FIREFOX)? })
}

/// Whether the system's own packages hold the browsers. Ubuntu's hold snaps, which are shut off from the
/// profiles that tests make.
fn has_packages() -> bool {
    let is_ubuntu = std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"));
    Path::new("/etc/debian_version").exists() && !is_ubuntu
}

/// Ubuntu puts a script that starts a snap where the browser would be.
fn drivable(file: &Path) -> bool {
    if std::fs::canonicalize(file).is_ok_and(|real| real.starts_with("/snap") || real.ends_with("snap")) {
        return false;
    }
    let script = std::fs::metadata(file).is_ok_and(|metadata| metadata.len() < 10_000);
    !script || std::fs::read_to_string(file).is_ok_and(|script| !starts_a_snap(&script))
}

fn starts_a_snap(script: &str) -> bool {
    script.contains("/snap/bin/") || script.contains("snap install")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_for_a_snap_is_no_browser() {
        assert!(starts_a_snap("#!/bin/sh\nif ! [ -x /snap/bin/firefox ]; then exit 1; fi\n"));
        assert!(!starts_a_snap("#!/bin/sh\nexec /usr/lib/chromium/chromium \"$@\"\n"));
    }
}
