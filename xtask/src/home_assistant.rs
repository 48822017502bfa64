//! A real Home Assistant for the journeys: one pinned version in an environment of its own in the
//! user's cache, installed once.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;
use crate::places::{Places, cache};
use crate::program::{agrees, program, run};
use crate::say;
use crate::steps::Steps;

const VERSION: &str = "2024.3.3";
const REQUIREMENTS: &str = "tests/e2e/home-assistant/requirements.txt";

/// `cargo xtask home-assistant`.
pub(crate) fn task() -> Result<()> {
    let places = Places::find()?;
    let folder = Steps::of(1).take("installing Home Assistant", || prepare(&places))?;
    say::line(format!("Home Assistant {VERSION}: {}", folder.display()));
    Ok(())
}

/// Installs it where it is missing or another, and answers the folder of its environment.
pub(crate) fn prepare(places: &Places) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("DOORSTEP_HA") {
        return Ok(chosen.into());
    }
    let folder = cache()?.join(format!("home-assistant-{VERSION}"));
    let file = places.root.join(REQUIREMENTS);
    let wanted = std::fs::read_to_string(&file).context("cannot read what Home Assistant requires")?;
    // Written last and with what was installed: an attempt that was cut short does not count.
    let done = folder.join("doorstep-requirements.txt");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) && starts(&folder) {
        return Ok(folder);
    }
    let python = python()?;
    say::line(format!("      into {} (0.7 GB, some minutes)", folder.display()));
    run(program(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(program(folder.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(&file))?;
    std::fs::write(&done, wanted)?;
    Ok(folder)
}

fn starts(folder: &Path) -> bool {
    agrees(program(folder.join("bin/python")).args(["-c", "import homeassistant"]))
}

/// A Python that this Home Assistant runs on and that can make environments.
fn python() -> Result<&'static str> {
    const FITS: &str =
        "import ensurepip, venv, sys; sys.exit(sys.version_info[:2] not in [(3, 11), (3, 12)])";
    let candidates = ["python3.11", "python3.12", "python3", "/usr/bin/python3"];
    let fitting = || candidates.into_iter().find(|name| agrees(program(name).args(["-c", FITS])));
    if let Some(python) = fitting() {
        return Ok(python);
    }
    apt::install(&["python3", "python3-venv"])?;
    fitting().with_context(|| {
        format!(
            "Home Assistant {VERSION} needs Python 3.11 or 3.12: put one on the search path as python3.11 or \
             python3.12, or set DOORSTEP_HA to an environment that holds Home Assistant"
        )
    })
}
