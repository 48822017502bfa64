//! Building the hub, with the app inside or beside it.

use std::path::PathBuf;

use anyhow::Result;

use crate::app::{self, Kind};
use crate::places::Places;
use crate::program::{cargo, run};
use crate::say;
use crate::steps::Steps;

/// A hub and the app that it serves.
pub(crate) struct Built {
    /// The hub's program.
    pub(crate) hub: PathBuf,
    /// The built app.
    pub(crate) dist: PathBuf,
}

/// `cargo xtask build`.
pub(crate) fn build_task(kind: Kind) -> Result<()> {
    let places = Places::find()?;
    let mut steps = Steps::of(steps(kind));
    let built = build(&places, kind, &mut steps)?;
    say::line(format!("the app: {}", built.dist.display()));
    say::line(format!("the hub: {}", built.hub.display()));
    Ok(())
}

/// How many steps `build` takes.
pub(crate) fn steps(kind: Kind) -> usize {
    app::steps(kind) + 1
}

/// Builds the app, then the hub, which holds the app in a release.
pub(crate) fn build(places: &Places, kind: Kind, steps: &mut Steps) -> Result<Built> {
    let dist = app::build(places, kind, steps)?;
    let (profile, folder) = match kind {
        Kind::Release => ("release", "release"),
        Kind::Dev => ("dev", "debug"),
    };
    steps.take("building the hub", || {
        run(cargo(&places.root)
            .args(["build", "--package", "doorstep-hub", "--bin", "doorstep-hub", "--locked"])
            .args(["--profile", profile]))
    })?;
    Ok(Built { hub: places.target.join(folder).join("doorstep-hub"), dist })
}
