//! Compiling the app to wasm, with the target for it in place.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::app::Kind;
use crate::places::Places;
use crate::program::{cargo, program, read, run};
use crate::say;

/// What the app is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the wasm target where it is missing.
pub(crate) fn prepare(places: &Places) -> Result<()> {
    let library = read(program("rustc").current_dir(&places.root).args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    say::line(format!("      installing the target {TARGET}"));
    run(program("rustup").current_dir(&places.root).args(["target", "add", TARGET]))
        .context("the target for the app is missing and rustup could not add it")
}

/// Installs the source of the standard library where it is missing.
fn prepare_source(places: &Places) -> Result<()> {
    let root = read(program("rustc").current_dir(&places.root).args(["--print", "sysroot"]))?;
    if Path::new(root.trim()).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    say::line("      installing the source of the standard library");
    run(program("rustup").current_dir(&places.root).args(["component", "add", "rust-src"]))
        .context("the source of the standard library is missing and rustup could not add it")
}

/// Compiles the app and answers where the module lies.
pub(crate) fn compile(places: &Places, kind: Kind) -> Result<PathBuf> {
    let (profile, folder) = match kind {
        Kind::Release => ("app", "app"),
        Kind::Dev => ("dev", "debug"),
    };
    let mut command = cargo(&places.root);
    command.args(["build", "--package", "doorstep", "--bin", "doorstep", "--locked"]).args([
        "--target",
        TARGET,
        "--profile",
        profile,
    ]);
    match kind {
        Kind::Release => {
            prepare_source(places)?;
            // The compiler is pinned, so what is not stable in it does not move.
            command.args(SMALL).env("RUSTC_BOOTSTRAP", "1");
        }
        Kind::Dev => {}
    }
    run(&mut command)?;
    let module = places.target.join(TARGET).join(folder).join("doorstep.wasm");
    if !module.is_file() {
        bail!("cargo built no {}", module.display());
    }
    Ok(module)
}

/// A standard library built for size, and no words for panics and for debugging: nobody in a browser reads them,
/// and a module that has stopped is stopped either way.
const SMALL: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    "target.wasm32-unknown-unknown.rustflags = [\"-Zunstable-options\", \"-Cpanic=immediate-abort\", \
     \"-Zlocation-detail=none\", \"-Zfmt-debug=none\"]",
];
