//! What a first visit downloads, and the most that it may be.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::app::folder::{Folder, sibling};
use crate::say;

/// The whole app on the wire: page, styles, scripts, module and icon, compressed. It should be 200 kB: see
/// ARCHITECTURE.md, "Whole-app download".
pub(crate) const BUDGET: u64 = 212_000;

/// Says what each file weighs, as it is and as it travels.
pub(crate) fn tell(folder: &Folder) -> Result<()> {
    let (mut raw, mut wire) = (0, 0);
    for file in folder.files() {
        let (here, there) = (bytes(file)?, bytes(&sibling(file, "br"))?);
        row(&folder.name(file).display().to_string(), here, there);
        raw += here;
        wire += there;
    }
    row("together", raw, wire);
    Ok(())
}

/// Refuses an app that a first visit waits too long for.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let mut wire = 0;
    for folder in [dist.to_owned(), dist.join("assets")] {
        for entry in std::fs::read_dir(folder).context("the app is not built")? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "br") {
                wire += bytes(&path)?;
            }
        }
    }
    say::line(format!("      a first visit downloads {} of {}", say::size(wire), say::size(BUDGET)));
    if wire == 0 || wire > BUDGET {
        bail!("the app must weigh something, and at most {}", say::size(BUDGET));
    }
    Ok(())
}

fn bytes(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).with_context(|| format!("no {}", file.display()))?.len())
}

fn row(name: &str, raw: u64, wire: u64) {
    say::line(format!("      {name:34} {:>10}  brotli {:>10}", say::size(raw), say::size(wire)));
}
