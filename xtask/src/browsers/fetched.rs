//! Browsers that their makers publish, for systems whose packages are of no use: fetched by puppeteer's
//! installer into cargo's output, with the libraries that they need.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Browser;
use crate::places::Places;
use crate::program::{program, read};
use crate::{apt, journeys, say};

/// What Firefox needs of the system; Chrome brings such a list along.
const LIBRARIES_OF_FIREFOX: &str = "libgtk-3-0, libasound2, libdbus-glib-1-2, libx11-xcb1, libxt6, xz-utils";

/// One that was fetched earlier.
pub(super) fn found(places: &Places, browser: &Browser) -> Option<PathBuf> {
    let versions = std::fs::read_dir(folder(places).join(browser.fetched)).ok()?;
    let mut programs: Vec<_> = versions
        .filter_map(|version| std::fs::read_dir(version.ok()?.path()).ok())
        .flatten()
        .filter_map(|unpacked| Some(unpacked.ok()?.path().join(browser.fetched)))
        .filter(|program| program.is_file())
        .collect();
    programs.sort();
    programs.pop()
}

/// Fetches it.
pub(super) fn install(places: &Places, browser: &Browser) -> Result<()> {
    say::line(format!("      fetching {} from its maker", browser.fetched));
    if browser.fetched == "firefox" {
        // Its installer unpacks with xz.
        apt::satisfy(LIBRARIES_OF_FIREFOX)?;
    }
    let installer = journeys::folder(places).join("node_modules/.bin/browsers");
    let path = read(
        program(installer)
            .args(["install", &format!("{}@stable", browser.fetched), "--format", "{{path}}", "--path"])
            .arg(folder(places)),
    )
    .with_context(|| {
        format!(
            "{} cannot be fetched; install it and set {} to its program",
            browser.fetched, browser.variable
        )
    })?;
    let list = Path::new(path.trim()).with_file_name("deb.deps");
    match std::fs::read_to_string(list) {
        Ok(needed) => apt::satisfy(&needed.trim().replace('\n', ",")),
        Err(_) => Ok(()),
    }
}

fn folder(places: &Places) -> PathBuf {
    places.target.join("browsers")
}
