//! Building the app: wasm, bindings, styles, page, each under a name that its content gives it.

mod asset;
mod bindings;
mod compressed;
mod css;
mod folder;
mod glue;
mod page;
mod wasm;
pub(crate) mod weight;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::places::Places;
use crate::steps::Steps;
use asset::Asset;
use folder::Folder;
pub(crate) use wasm::{TARGET, prepare};

/// For whom the app is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For people: as small as it gets, compressed.
    Release,
    /// For daily work: quick to build again.
    Dev,
}

/// How many steps `build` takes.
pub(crate) fn steps(kind: Kind) -> usize {
    match kind {
        Kind::Release => 4,
        Kind::Dev => 3,
    }
}

/// Builds the app and answers where it lies.
pub(crate) fn build(places: &Places, kind: Kind, steps: &mut Steps) -> Result<PathBuf> {
    steps.take("looking for the wasm target", || wasm::prepare(places))?;
    let module = steps.take("compiling the app", || wasm::compile(places, kind))?;
    let dist = match kind {
        Kind::Release => places.dist.clone(),
        Kind::Dev => places.dev_dist(),
    };
    let folder = steps.take("packing the app", || pack(places, kind, &module, &dist))?;
    match kind {
        Kind::Release => {
            steps.take("compressing the app", || compressed::fill(&folder))?;
            weight::tell(&folder)?;
        }
        Kind::Dev => {}
    }
    Ok(dist)
}

fn pack(places: &Places, kind: Kind, module: &std::path::Path, dist: &std::path::Path) -> Result<Folder> {
    let text = std::fs::read_to_string(&places.page).context("cannot read the page")?;
    let page = page::Page::parse(&text)?;

    let bindings = bindings::make(module, &places.target.join("bindings"), kind)?;
    let wasm = Asset::new("doorstep", "wasm", bindings.wasm);
    let glue = Asset::new("doorstep", "js", glue::squeezed(&bindings.glue).into_bytes());
    let boot = include_str!("app/boot.js").replace("{glue}", &glue.name()).replace("{wasm}", &wasm.name());
    let boot = Asset::new("boot", "js", boot.into_bytes());

    let mut style = String::new();
    for file in page.styles() {
        let file = places.root.join(file);
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        style.push_str(&css::squeezed(&text));
    }
    let style = Asset::new("style", "css", style.into_bytes());

    let icon = places.root.join(page.icon());
    let icon = std::fs::read(&icon).with_context(|| format!("cannot read {}", icon.display()))?;
    let icon = Asset::new("icon", "svg", icon);

    let parts = page::Parts { wasm, glue, boot, style, icon };
    let html = page.with(&parts, &places.public_url);
    Folder::write(dist, &html, &[&parts.wasm, &parts.glue, &parts.boot, &parts.style, &parts.icon])
}
