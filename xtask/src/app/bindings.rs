//! From the compiler's module to what a browser loads: wasm-bindgen, as a library of the same version.

use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::app::Kind;

/// The two halves of a module: what computes and what ties it to the page.
pub(crate) struct Bindings {
    pub(crate) wasm: Vec<u8>,
    pub(crate) glue: String,
}

/// Makes both out of what the compiler wrote; `folder` is only passed through.
pub(crate) fn make(module: &Path, folder: &Path, kind: Kind) -> Result<Bindings> {
    let release = match kind {
        Kind::Release => true,
        Kind::Dev => false,
    };
    let mut output = Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen does not accept the module")?;
    let plain = output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty();
    if !plain {
        bail!("a dependency brings JavaScript of its own, which the page has no place for");
    }
    output.emit(folder)?;
    let wasm = std::fs::read(folder.join("doorstep_bg.wasm")).context("wasm-bindgen wrote no module")?;
    let glue = std::fs::read_to_string(folder.join("doorstep.js")).context("wasm-bindgen wrote no script")?;
    Ok(Bindings { wasm, glue })
}
