//! A hub in this process, which the targets throw things at.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::OnceLock;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, StatusCode, header};
use doorstep_hub::config::Policy;
use doorstep_hub::{Clock, Config, Hub, Place, app};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// When every run begins.
const START: f64 = 1_795_500_000.0;
/// The page's own address.
pub const CLIENT: &str = "http://127.0.0.1:8480/";

/// A hub with the demo home, and the threads that it runs on.
pub struct House {
    /// The hub itself.
    pub hub: Hub,
    runtime: Runtime,
}

impl House {
    /// The one hub of this process; `networks` is what its configuration says of them.
    pub fn shared(networks: &str) -> &'static Self {
        static HOUSE: OnceLock<House> = OnceLock::new();
        HOUSE.get_or_init(|| {
            let runtime =
                Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime");
            let policy = Policy::parse(networks).expect("networks that are well formed");
            let config = Config { policy, ..Config::demo(Place::Memory) };
            let hub = runtime.block_on(Hub::open(config, Clock::by_hand(START))).expect("a hub");
            Self { hub, runtime }
        })
    }

    /// Runs something to its end.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Sends a request from this address, as a page of the hub's own.
    pub async fn send(&self, address: SocketAddr, mut request: Request<Body>) -> (StatusCode, String) {
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("127.0.0.1:8480"));
        request.extensions_mut().insert(ConnectInfo(address));
        let Ok(response) = app(self.hub.clone()).oneshot(request).await;
        let status = response.status();
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "the hub has failed");
        let body = to_bytes(response.into_body(), 16 << 20).await.expect("a body that ends");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Posts JSON and reads JSON, where the answer is known to be some.
    pub async fn ask(&self, path: &str, body: &Value) -> Value {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let request = request.body(body.to_string().into()).expect("a request");
        serde_json::from_str(&self.send(here(), request).await.1).expect("an answer in JSON")
    }

    /// Begins a sign-in by password and answers its number.
    pub async fn begin(&self) -> String {
        let start = json!({"client_id": CLIENT, "handler": ["homeassistant", null], "redirect_uri": CLIENT});
        text(&self.ask("/auth/login_flow", &start).await, "flow_id")
    }

    /// Signs one of the family in and answers an access token.
    pub async fn sign_in(&self, username: &str) -> String {
        let flow = self.begin().await;
        let password = format!("{username}-demo-pass");
        let answer = json!({"client_id": CLIENT, "username": username, "password": password});
        let step = self.ask(&format!("/auth/login_flow/{flow}"), &answer).await;
        let code = text(&step, "result");
        let form = format!("grant_type=authorization_code&client_id={CLIENT}&code={code}");
        let request = Request::post("/auth/token").header(header::CONTENT_TYPE, FORM);
        let answer = self.send(here(), request.body(form.into()).expect("a request")).await.1;
        text(&serde_json::from_str(&answer).expect("tokens"), "access_token")
    }
}

/// The kind of body that forms have.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Where requests come from, unless it matters.
pub fn here() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 50_000).into()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no {key} in {value}")).to_owned()
}
