//! `cargo xtask run`: everything built, the hub started with the demo home, the link in sight.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::app::Kind;
use crate::hub;
use crate::places::Places;
use crate::say;
use crate::steps::Steps;

/// Builds, then becomes the hub: Ctrl-C and every other signal reach it directly.
pub(crate) fn task(kind: Kind, listen: Option<SocketAddr>) -> Result<()> {
    let places = Places::find()?;
    let mut steps = Steps::of(hub::steps(kind));
    let built = hub::build(&places, kind, &mut steps)?;
    let address = match listen {
        Some(address) => address,
        None => free_address()?,
    };
    say::line(format!(
        "\nThe demo home opens at   http://{address}\n\n  \
           sign in as   with the password\n  \
           anna         anna-demo-pass        the owner\n  \
           ben          ben-demo-pass         an administrator\n  \
           clara        clara-demo-pass       a user\n  \
           dan          dan-demo-pass         may only look\n\n\
         Ctrl-C ends it. What it remembers is in {}.\n",
        places.root.join("data").display()
    ));
    let mut command = Command::new(&built.hub);
    command.arg("--demo").arg("--listen").arg(address.to_string());
    command.arg("--data").arg(places.root.join("data"));
    match kind {
        Kind::Release => {}
        Kind::Dev => {
            command.arg("--app").arg(&built.dist);
        }
    }
    Err(command.exec()).with_context(|| format!("cannot start {}", built.hub.display()))
}

/// Always the same address where possible: browsers remember people by address.
fn free_address() -> Result<SocketAddr> {
    (8480..8500)
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .context("ports 8480 to 8499 are all taken: choose one with --listen 127.0.0.1:PORT")
}
