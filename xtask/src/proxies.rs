//! The two reverse proxies that stand before the hub in the tests of addresses: used where they are
//! installed, unpacked into the user's cache where they are not. Installing them would start servers.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::program::found;
use crate::steps::Steps;
use crate::{apt, places, say};

/// Where both lie.
pub(crate) struct Proxies {
    pub(crate) nginx: PathBuf,
    pub(crate) caddy: PathBuf,
}

struct Proxy {
    variable: &'static str,
    package: &'static str,
    /// Where Debian puts the program.
    place: &'static str,
}

const NGINX: Proxy = Proxy { variable: "NGINX_BIN", package: "nginx", place: "usr/sbin/nginx" };
const CADDY: Proxy = Proxy { variable: "CADDY_BIN", package: "caddy", place: "usr/bin/caddy" };

/// `cargo xtask proxies`.
pub(crate) fn task() -> Result<()> {
    let Proxies { nginx, caddy } = Steps::of(1).take("looking for nginx and Caddy", prepare)?;
    say::line(format!("nginx: {}", nginx.display()));
    say::line(format!("Caddy: {}", caddy.display()));
    Ok(())
}

/// Finds both, and unpacks those that are missing.
pub(crate) fn prepare() -> Result<Proxies> {
    Ok(Proxies { nginx: NGINX.find()?, caddy: CADDY.find()? })
}

impl Proxy {
    fn find(&self) -> Result<PathBuf> {
        if let Some(chosen) = std::env::var_os(self.variable).map(PathBuf::from) {
            if !chosen.is_file() {
                bail!("{} names {}, which is no file", self.variable, chosen.display());
            }
            return Ok(chosen);
        }
        let installed = PathBuf::from("/").join(self.place);
        if let Some(file) = found(self.package).or_else(|| installed.is_file().then_some(installed)) {
            return Ok(file);
        }
        let folder = places::cache()?.join("proxies");
        let unpacked = folder.join(self.place);
        if !unpacked.is_file() {
            apt::unpack(self.package, &folder)
                .with_context(|| format!("or set {} to its program", self.variable))?;
        }
        Ok(unpacked)
    }
}
