//! The hub that is measured: a process of its own with data that nobody needs afterwards.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::Outcome;

pub(crate) struct Hub {
    child: Child,
    pub(crate) address: String,
    data: PathBuf,
}

impl Hub {
    /// Starts the demo home with these flags more.
    pub(crate) async fn start(more: &[&str]) -> Outcome<Self> {
        let program = std::env::var_os("DOORSTEP_HUB").ok_or("DOORSTEP_HUB does not name a hub")?;
        let mut random = [0; 8];
        getrandom::fill(&mut random)?;
        let name = format!("doorstep-load-{:016x}", u64::from_le_bytes(random));
        let data = std::env::temp_dir().join(name);
        let mut child = Command::new(program)
            .args(["--demo", "--listen", "127.0.0.1:0", "--log", "warn", "--data"])
            .arg(&data)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut line = String::new();
        let stdout = child.stdout.take().ok_or("the hub has no output")?;
        BufReader::new(stdout).read_line(&mut line).await?;
        let address =
            line.trim().strip_prefix("listening on http://").ok_or("the hub did not start")?.to_owned();
        Ok(Self { child, address, data })
    }

    /// An access token of one of the family.
    pub(crate) async fn sign_in(&self, username: &str) -> Outcome<String> {
        let client = format!("http://{}/", self.address);
        let start = json!({"client_id": client, "handler": ["homeassistant", null], "redirect_uri": client});
        let step = self.post("/auth/login_flow", "application/json", &start.to_string()).await?;
        let flow = step.get("flow_id").and_then(Value::as_str).ok_or("no flow began")?;
        let password = format!("{username}-demo-pass");
        let answer = json!({"client_id": client, "username": username, "password": password});
        let path = format!("/auth/login_flow/{flow}");
        let step = self.post(&path, "application/json", &answer.to_string()).await?;
        let code = step.get("result").and_then(Value::as_str).ok_or("no code came")?;
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("grant_type", "authorization_code"), ("client_id", &client), ("code", code)])
            .finish();
        let tokens = self.post("/auth/token", "application/x-www-form-urlencoded", &form).await?;
        Ok(tokens.get("access_token").and_then(Value::as_str).ok_or("no token came")?.to_owned())
    }

    async fn post(&self, path: &str, kind: &str, body: &str) -> Outcome<Value> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n\r\n{body}",
            self.address
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("the answer has no body")?;
        Ok(serde_json::from_str(body)?)
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(self.proc("status")?)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no memory is told")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Seconds of processor time since the start.
    pub(crate) fn cpu(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(self.proc("stat")?)?;
        // The name in brackets may hold anything; what follows it are numbers.
        let (_, numbers) = stat.rsplit_once(')').ok_or("no time is told")?;
        let ticks = numbers.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / TICKS_A_SECOND)
    }

    /// How many files and sockets it has open.
    pub(crate) fn open_files(&self) -> Outcome<usize> {
        Ok(std::fs::read_dir(self.proc("fd")?)?.count())
    }

    fn proc(&self, what: &str) -> Outcome<PathBuf> {
        let id = self.child.id().ok_or("the hub has ended")?;
        Ok(PathBuf::from(format!("/proc/{id}/{what}")))
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.data).ok();
    }
}

/// `sysconf(_SC_CLK_TCK)` on every Linux there is.
const TICKS_A_SECOND: f64 = 100.0;
