//! Runs the program that judges: without a shell, for a bounded time, and few at once.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use doorstep_protocol::secret::Secret;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::config::CommandLine;
use crate::error::Error;

/// The program, ready to be asked.
pub(crate) struct Judge {
    words: CommandLine,
    turns: Semaphore,
}

/// What the program says about somebody whom it lets in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) name: Option<String>,
    pub(super) group: Option<String>,
    pub(super) local_only: bool,
}

impl Judge {
    pub(crate) fn new(words: CommandLine) -> Self {
        Self { words, turns: Semaphore::new(MOST_AT_ONCE) }
    }

    /// Whether the program lets them in. One that does not come to an end does not, and is killed.
    pub(super) async fn judge(&self, username: &str, password: &Secret) -> Result<Option<Told>, Error> {
        let _turn = self.turns.try_acquire().map_err(|_| Error::Busy)?;
        // No environment can hold it.
        if username.contains('\0') || password.expose().contains('\0') {
            return Ok(None);
        }
        let failed = |error: io::Error| {
            tracing::error!(%error, "the program of the command line provider does not run");
            Error::Internal
        };
        let mut child = self.command(username, password).spawn().map_err(failed)?;
        match timeout(LONGEST, listen(&mut child)).await {
            Ok(told) => told.map_err(failed),
            Err(_) => {
                tracing::error!("the program of the command line provider took too long and is killed");
                child.kill().await.map_err(failed)?;
                Ok(None)
            }
        }
    }

    fn command(&self, username: &str, password: &Secret) -> Command {
        let CommandLine { command, args, meta } = &self.words;
        let output = if *meta { Stdio::piped() } else { Stdio::null() };
        let mut command = Command::new(command);
        // Of the hub's own environment it gets what it needs to find other programs.
        command.args(args).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("username", username).env("password", password.expose());
        command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null()).kill_on_drop(true);
        command
    }
}

async fn listen(child: &mut Child) -> io::Result<Option<Told>> {
    let mut said = Vec::new();
    if let Some(output) = child.stdout.take() {
        output.take(MOST_OUTPUT).read_to_end(&mut said).await?;
    }
    Ok(child.wait().await?.success().then(|| read(&said)))
}

/// Lines of `key = value`; what is not understood is left out.
fn read(said: &[u8]) -> Told {
    let mut told = Told::default();
    for line in said.split(|byte| *byte == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else { continue };
        let Some((key, value)) = line.split_once('=') else { continue };
        let value = value.trim();
        match key.trim() {
            "name" if !value.is_empty() => told.name = Some(value.to_owned()),
            "group" => told.group = Some(value.to_owned()),
            "local_only" => told.local_only = matches!(value.to_lowercase().as_str(), "true" | "yes" | "1"),
            _ => {}
        }
    }
    told
}

const LONGEST: Duration = Duration::from_secs(10);
const MOST_OUTPUT: u64 = 64 * 1024;
const MOST_AT_ONCE: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_is_read_line_by_line() {
        let said =
            b"# a remark = no\nname = Bob Builder\ngroup=system-users\n\nlocal_only = True\n\xff = x\nodd";
        let told =
            Told { name: Some("Bob Builder".into()), group: Some("system-users".into()), local_only: true };
        assert_eq!(read(said), told);
        assert_eq!(read(b"name =\nis_owner = true\nlocal_only = no"), Told::default());
        assert_eq!(read(b""), Told::default());
    }
}
