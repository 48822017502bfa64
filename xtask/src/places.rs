//! Where things lie: the repository, cargo's output, the built app.
//! Trunk.toml is read, not repeated, so that Trunk and these commands build the same app.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::program::{cargo, read};

/// The folders that every command knows.
pub(crate) struct Places {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// Where the release build of the app goes, as Trunk.toml says.
    pub(crate) dist: PathBuf,
    /// The page that the app is built from, as Trunk.toml says.
    pub(crate) page: PathBuf,
    /// What every address of an asset begins with, as Trunk.toml says.
    pub(crate) public_url: String,
}

impl Places {
    /// Finds them.
    pub(crate) fn find() -> Result<Self> {
        // Cargo says it when it starts this program; what was true when it was compiled may be another checkout.
        let here =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root =
            Path::new(&here).parent().context("the commands lie in a folder of the repository")?.to_owned();
        let metadata: Value = serde_json::from_str(&read(cargo(&root).args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ]))?)?;
        let target = metadata.get("target_directory").and_then(Value::as_str);
        let target = PathBuf::from(target.context("cargo names no target folder")?);

        let trunk = std::fs::read_to_string(root.join("Trunk.toml")).context("cannot read Trunk.toml")?;
        let trunk: toml::Table = trunk.parse().context("Trunk.toml is not understood")?;
        let setting = |name: &str| -> Result<&str> {
            let value = trunk.get("build").and_then(|build| build.get(name)).and_then(toml::Value::as_str);
            value.with_context(|| format!("Trunk.toml lacks `{name}` under [build]"))
        };
        let public_url = setting("public_url")?.to_owned();
        if public_url != "./" {
            bail!("the app is served at two places, so public_url must be \"./\", not {public_url:?}");
        }
        Ok(Self {
            dist: root.join(setting("dist")?),
            page: root.join(setting("target")?),
            public_url,
            target,
            root,
        })
    }

    /// Where the development build of the app goes: it never mixes with the release.
    pub(crate) fn dev_dist(&self) -> PathBuf {
        self.target.join("dev-dist")
    }
}

/// Where what was installed for the tests stays from one run to the next.
pub(crate) fn cache() -> Result<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("DOORSTEP_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("doorstep")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".cache/doorstep")))
        .context("no folder for caches: set DOORSTEP_CACHE")
}
