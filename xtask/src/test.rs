//! `cargo xtask test`: everything that must hold before a change lands, in one command.

use anyhow::Result;

use crate::app::{Kind, weight};
use crate::places::Places;
use crate::program::{agrees, cargo, program, run};
use crate::steps::Steps;
use crate::{browsers, fuzz, home_assistant, hub, journeys, proxies, say};

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ring {
    /// Format, lints, documentation.
    Lint,
    /// Everything that needs no browser.
    Native,
    /// The built app in real browsers.
    Browser,
    /// Made-up input.
    Fuzz,
}

impl Ring {
    const ALL: [Self; 4] = [Self::Lint, Self::Native, Self::Browser, Self::Fuzz];

    /// How long each target is fuzzed, in seconds.
    const FUZZED: u64 = 15;

    /// The ring of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "lint" => Some(Self::Lint),
            "native" => Some(Self::Native),
            "browser" => Some(Self::Browser),
            "fuzz" => Some(Self::Fuzz),
            _ => None,
        }
    }

    fn steps(self) -> usize {
        match self {
            Self::Lint => 5,
            Self::Native => 1,
            Self::Browser => hub::steps(Kind::Release) + 6,
            Self::Fuzz => fuzz::STEPS,
        }
    }
}

/// Runs one ring or all of them; the first failure ends it.
pub(crate) fn task(only: Option<Ring>) -> Result<()> {
    let places = Places::find()?;
    let rings: Vec<Ring> =
        Ring::ALL.into_iter().filter(|ring| only.is_none_or(|only| only == *ring)).collect();
    let mut steps = Steps::of(rings.iter().map(|ring| ring.steps()).sum());
    let outcome = rings.iter().try_for_each(|ring| match ring {
        Ring::Lint => lint(&places, &mut steps),
        Ring::Native => native(&places, &mut steps),
        Ring::Browser => browser(&places, &mut steps),
        Ring::Fuzz => fuzz::all(&places, Ring::FUZZED, &mut steps),
    });
    say::line("");
    steps.table();
    outcome
}

fn lint(places: &Places, steps: &mut Steps) -> Result<()> {
    let cargo = || cargo(&places.root);
    steps.take("looking for rustfmt and clippy", || {
        let there = |tool: &str| agrees(cargo().args([tool, "--version"]));
        if there("fmt") && there("clippy") {
            return Ok(());
        }
        run(program("rustup").current_dir(&places.root).args(["component", "add", "rustfmt", "clippy"]))
    })?;
    steps.take("checking the format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    steps.take("clippy", || {
        run(cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
    })?;
    steps.take("clippy for the browser", || {
        crate::app::prepare(places)?;
        run(cargo()
            .args(["clippy", "--package", "doorstep", "--target", crate::app::TARGET, "--locked"])
            .args(["--", "-D", "warnings"]))
    })?;
    steps.take("building the documentation", || {
        run(cargo().args(["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))
    })
}

fn native(places: &Places, steps: &mut Steps) -> Result<()> {
    steps.take("tests without a browser", || {
        run(cargo(&places.root).args(["test", "--workspace", "--locked"]))
    })
}

fn browser(places: &Places, steps: &mut Steps) -> Result<()> {
    let built = hub::build(places, Kind::Release, steps)?;
    steps.take("weighing the app", || weight::check(&built.dist))?;
    steps.take("installing the journeys' packages", || journeys::prepare(places))?;
    let browsers = steps.take("looking for Chromium and Firefox", || browsers::prepare(places))?;
    let home_assistant = steps.take("looking for Home Assistant", || home_assistant::prepare(places))?;
    let proxies = steps.take("looking for nginx and Caddy", proxies::prepare)?;
    steps.take("journeys in Chromium and Firefox", || {
        journeys::play(places, &built, &journeys::Tools { browsers, proxies, home_assistant })
    })
}
