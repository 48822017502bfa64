//! Playing the journeys of tests/e2e in real browsers, against our hub and a real Home Assistant.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::browsers::Browsers;
use crate::hub::Built;
use crate::places::Places;
use crate::program::{found, program, run};
use crate::proxies::Proxies;

/// What the journeys drive beside our own programs.
pub(crate) struct Tools {
    pub(crate) browsers: Browsers,
    pub(crate) proxies: Proxies,
    /// A Python environment that holds Home Assistant.
    pub(crate) home_assistant: PathBuf,
}

/// The folder of the journeys.
pub(crate) fn folder(places: &Places) -> PathBuf {
    places.root.join("tests/e2e")
}

/// Installs what the journeys are written with, where it is not there already.
pub(crate) fn prepare(places: &Places) -> Result<()> {
    if found("npm").is_none() {
        bail!("node and npm are missing: install Node.js 20 or newer");
    }
    let folder = folder(places);
    let (locked, installed) =
        (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    if age(&locked).is_some_and(|locked| age(&installed).is_some_and(|installed| installed > locked)) {
        return Ok(());
    }
    run(program("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))
}

/// Plays them; the last lines are those of node's test runner.
pub(crate) fn play(places: &Places, built: &Built, tools: &Tools) -> Result<()> {
    run(program("npm")
        .current_dir(folder(places))
        .args(["test"])
        .env("DOORSTEP_HUB", &built.hub)
        .env("DOORSTEP_DIST", &built.dist)
        .env("CHROME_BIN", &tools.browsers.chromium)
        .env("FIREFOX_BIN", &tools.browsers.firefox)
        .env("NGINX_BIN", &tools.proxies.nginx)
        .env("CADDY_BIN", &tools.proxies.caddy)
        .env("DOORSTEP_HA", &tools.home_assistant))
}

fn age(file: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}
