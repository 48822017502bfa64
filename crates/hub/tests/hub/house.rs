//! A hub with the demo home, asked in this process, with time that is turned by hand.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use doorstep_hub::config::Policy;
use doorstep_hub::{Clock, Config, Hub, Place, app};
use serde_json::{Value, json};
use tower::ServiceExt;

/// When every test begins: 2026-11-24, morning.
pub(crate) const START: f64 = 1_795_500_000.0;
/// The page's own address; what every `client_id` is.
pub(crate) const CLIENT: &str = "http://127.0.0.1:8480/";

pub(crate) struct House {
    pub(crate) hub: Hub,
    pub(crate) clock: Clock,
    app: Router,
    address: IpAddr,
    host: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// What a sign-in gives.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(Config::demo(Place::Memory)).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let clock = Clock::by_hand(START);
        let hub = Hub::open(config, clock).await.unwrap();
        let app = app(hub.clone());
        Self { hub, clock, app, address: Ipv4Addr::LOCALHOST.into(), host: "127.0.0.1:8480".into() }
    }

    /// The demo home with what this text of a configuration file says about addresses.
    pub(crate) async fn with_policy(text: &str) -> Self {
        let policy = Policy::parse(text).unwrap();
        Self::with(Config { policy, ..Config::demo(Place::Memory) }).await
    }

    /// The same hub, asked from another address.
    pub(crate) fn from(&self, address: &str) -> Self {
        let address = address.parse().unwrap();
        Self {
            hub: self.hub.clone(),
            clock: self.clock,
            app: self.app.clone(),
            address,
            host: self.host.clone(),
        }
    }

    /// The other end of its connections.
    pub(crate) fn peer(&self) -> SocketAddr {
        SocketAddr::from((self.address, 50_000))
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, self.host.parse().unwrap());
        }
        self.send_as_it_is(request).await
    }

    /// The same without adding a host.
    pub(crate) async fn send_as_it_is(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(self.peer()));
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 16 * 1024 * 1024).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn get_as(&self, path: &str, access_token: &str) -> Answer {
        let authorization = format!("Bearer {access_token}");
        let request = Request::get(path).header(header::AUTHORIZATION, authorization);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path).header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()).await
    }

    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.post(path, "application/json", body.to_string()).await
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post(path, "application/x-www-form-urlencoded", body).await
    }

    /// Begins a flow of the password provider and answers its id.
    pub(crate) async fn begin_flow(&self, client: &str) -> String {
        let start = json!({"client_id": client, "handler": ["homeassistant", null], "redirect_uri": client});
        self.post_json("/auth/login_flow", &start).await.json()["flow_id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn answer_flow(&self, flow: &str, username: &str, password: &str) -> Answer {
        let body = json!({"client_id": CLIENT, "username": username, "password": password});
        self.post_json(&format!("/auth/login_flow/{flow}"), &body).await
    }

    /// A code for `client`, made by signing in as one of the family.
    pub(crate) async fn code(&self, username: &str, client: &str) -> String {
        let flow = self.begin_flow(client).await;
        let password = format!("{username}-demo-pass");
        let body = json!({"client_id": client, "username": username, "password": password});
        let step = self.post_json(&format!("/auth/login_flow/{flow}"), &body).await.json();
        step["result"].as_str().unwrap_or_else(|| panic!("{step}")).to_owned()
    }

    /// Signs one of the family in.
    pub(crate) async fn sign_in(&self, username: &str) -> SignedIn {
        self.redeemed(&self.code(username, CLIENT).await).await
    }

    /// What a code is worth.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        let fields = [("grant_type", "authorization_code"), ("client_id", CLIENT), ("code", code)];
        self.post_form("/auth/token", &fields).await
    }

    /// The tokens of a code that is good.
    pub(crate) async fn redeemed(&self, code: &str) -> SignedIn {
        let tokens = self.redeem(code).await.json();
        let text = |key: &str| tokens[key].as_str().unwrap().to_owned();
        SignedIn { access_token: text("access_token"), refresh_token: text("refresh_token") }
    }

    pub(crate) async fn refresh(&self, refresh_token: &str) -> Answer {
        let fields =
            [("grant_type", "refresh_token"), ("client_id", CLIENT), ("refresh_token", refresh_token)];
        self.post_form("/auth/token", &fields).await
    }

    pub(crate) async fn revoke(&self, refresh_token: &str) -> Answer {
        self.post_form("/auth/revoke", &[("token", refresh_token)]).await
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// That it is this status with this `message`.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, message: &str) {
        assert_eq!((self.status.as_u16(), self.json()["message"].as_str()), (status, Some(message)));
    }
}
