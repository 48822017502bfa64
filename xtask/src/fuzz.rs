//! `cargo xtask fuzz`: made-up input for everything that strangers can send. A target that finds something
//! leaves it in `fuzz/artifacts`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::places::{Places, cache};
use crate::program::{agrees, cargo, found, program, read, run};
use crate::steps::Steps;

/// The targets, each a file in `fuzz/fuzz_targets`.
const TARGETS: [&str; 5] = ["hub_request", "hub_message", "client_decode", "forwarded_header", "policy"];
/// Of cargo-fuzz.
const VERSION: &str = "0.13.2";
/// How long a target runs when nobody says, in seconds.
pub(crate) const USUAL: u64 = 60;

/// Runs one target, or all of them one after the other, so many seconds each.
pub(crate) fn task(seconds: u64, only: Option<&str>) -> Result<()> {
    let places = Places::find()?;
    let chosen: Vec<&str> =
        TARGETS.into_iter().filter(|target| only.is_none_or(|only| only == *target)).collect();
    if chosen.is_empty() {
        bail!("there is no such target; there are {}", TARGETS.join(", "));
    }
    let mut steps = Steps::of(2 + chosen.len());
    play(&places, seconds, &chosen, &mut steps)?;
    steps.table();
    Ok(())
}

/// How many steps all targets take.
pub(crate) const STEPS: usize = 2 + TARGETS.len();

/// All targets, for `cargo xtask test`.
pub(crate) fn all(places: &Places, seconds: u64, steps: &mut Steps) -> Result<()> {
    play(places, seconds, &TARGETS, steps)
}

fn play(places: &Places, seconds: u64, targets: &[&str], steps: &mut Steps) -> Result<()> {
    let search_path = steps.take("looking for cargo-fuzz", || prepare(places))?;
    let built = places.target.join("fuzz");
    // The stable compiler knows the fuzzer's counters; only its sanitizers are for nightly ones.
    steps.take("building what is fuzzed", || {
        run(cargo(&places.root)
            .env("PATH", &search_path)
            .args(["fuzz", "build", "--sanitizer", "none", "--target-dir"])
            .arg(&built))
    })?;
    let folder = places.root.join("fuzz");
    for target in targets {
        steps.take(&format!("fuzzing {target}"), || {
            // What is found on the way is nobody's source: it stays out of the repository.
            let corpus = places.target.join("fuzz-corpus").join(target);
            let artifacts = folder.join("artifacts").join(target);
            fs::create_dir_all(&corpus)?;
            fs::create_dir_all(&artifacts)?;
            run(program(built.join(host()?).join("release").join(target))
                .current_dir(&folder)
                .arg(&corpus)
                .arg(folder.join("seeds").join(target))
                .arg(format!("-artifact_prefix={}/", artifacts.display()))
                .arg(format!("-max_total_time={seconds}"))
                .args([
                    "-dict=dictionary",
                    "-max_len=4096",
                    "-timeout=10",
                    "-rss_limit_mb=2048",
                    "-verbosity=0",
                ]))
        })?;
    }
    Ok(())
}

/// What this machine is called by the compiler, and by cargo-fuzz in its paths.
fn host() -> Result<String> {
    let told = read(program("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what this machine is")
}

/// Installs cargo-fuzz where it is missing, and answers the search path on which it is found.
fn prepare(places: &Places) -> Result<std::ffi::OsString> {
    if found("c++").is_none() {
        apt::install(&["g++"])?;
    }
    let path = env::var_os("PATH").context("no search path")?;
    if found("cargo-fuzz").is_some() {
        return Ok(path);
    }
    let folder: PathBuf = cache()?.join("tools");
    let program_there = folder.join("bin/cargo-fuzz");
    if !agrees(program(&program_there).arg("--version")) {
        run(cargo(&places.root)
            .args(["install", "cargo-fuzz", "--version", VERSION, "--locked", "--quiet", "--root"])
            .arg(&folder))?;
    }
    let bin: &Path = &folder.join("bin");
    Ok(env::join_paths(std::iter::once(bin.to_owned()).chain(env::split_paths(&path)))?)
}
