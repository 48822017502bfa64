//! The hub as a program of its own, spoken to over the network.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::house::SignedIn;

/// Longer than anything here takes, on a machine that has much else to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
    stdout: JoinHandle<String>,
    log: JoinHandle<String>,
}

/// What a program leaves behind.
pub(crate) struct Left {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) log: String,
}

impl Program {
    /// Starts the demo home and waits until it listens.
    pub(crate) async fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = command(data, more).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        timeout(PATIENCE, stdout.read_line(&mut line)).await.unwrap().unwrap();
        let log = read_all(child.stderr.take().unwrap());
        let Some(address) = line.strip_prefix("listening on http://") else {
            panic!("it said {line:?}: {}", log.await.unwrap());
        };
        Self { child, address: address.trim_end().to_owned(), stdout: read_all(stdout), log }
    }

    /// Asks it to stop and waits.
    pub(crate) async fn terminate(self) -> Left {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        self.wait().await
    }

    /// Asks it to read its configuration file again.
    pub(crate) async fn hang_up(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-HUP", &id]).status().await.unwrap().success());
    }

    /// Ends it without asking.
    pub(crate) async fn kill(mut self) -> Left {
        self.child.start_kill().unwrap();
        self.wait().await
    }

    async fn wait(mut self) -> Left {
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        Left { code: status.code(), stdout: self.stdout.await.unwrap(), log: self.log.await.unwrap() }
    }

    /// One request; the answer's status and body.
    pub(crate) async fn ask(&self, method: &str, path: &str, kind: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap_or_default())
    }

    pub(crate) async fn sign_in(&self, username: &str) -> SignedIn {
        let client = format!("http://{}/", self.address);
        let start = json!({"client_id": client, "handler": ["homeassistant", null], "redirect_uri": client});
        let (_, step) = self.ask("POST", "/auth/login_flow", "application/json", &start.to_string()).await;
        let path = format!("/auth/login_flow/{}", step["flow_id"].as_str().unwrap());
        let password = format!("{username}-demo-pass");
        let answer = json!({"client_id": client, "username": username, "password": password});
        let (_, step) = self.ask("POST", &path, "application/json", &answer.to_string()).await;
        let code = step["result"].as_str().unwrap();
        let form = [("grant_type", "authorization_code"), ("client_id", &client), ("code", code)];
        let (_, tokens) = self.post_form("/auth/token", &form).await;
        let text = |key: &str| tokens[key].as_str().unwrap().to_owned();
        SignedIn { access_token: text("access_token"), refresh_token: text("refresh_token") }
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> (u16, Value) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask("POST", path, "application/x-www-form-urlencoded", &body).await
    }

    /// A refresh by the client whose address the session began at.
    pub(crate) async fn refresh(&self, client: &str, token: &str) -> (u16, Value) {
        let form = [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token)];
        self.post_form("/auth/token", &form).await
    }
}

/// Runs the hub with these flags until it ends by itself.
pub(crate) async fn run(data: &Path, more: &[&str]) -> Left {
    let output = timeout(PATIENCE, command(data, more).output()).await.unwrap().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Left { code: output.status.code(), stdout: text(&output.stdout), log: text(&output.stderr) }
}

fn command(data: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep-hub"));
    command.args(["--demo", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

fn read_all(mut from: impl AsyncReadExt + Unpin + Send + 'static) -> JoinHandle<String> {
    tokio::spawn(async move {
        let mut text = String::new();
        from.read_to_string(&mut text).await.unwrap();
        text
    })
}
