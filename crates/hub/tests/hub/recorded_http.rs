//! What two real Home Assistants have answered over HTTP, this hub answers too: the recorded requests are
//! made again in their order, with this hub's ids in place of theirs.

use std::time::Duration;

use std::collections::HashMap;

use axum::body::Body;
use axum::http::Request;
use doorstep_hub::{Config, Place};
use serde_json::Value;

use crate::house::House;
use crate::recorded::{VERSIONS, assert_covers, normalised, recording};

/// Recordings whose answers must be the same, in the order in which they were made.
const SAME: [&str; 41] = [
    "012", "014", "015", "016", "017", "018", "019", "020", "021", "022", "023", "024", "025", "027", "028",
    "029", "030", "031", "033", "034", "036", "037", "038", "039", "040", "041", "042", "043", "044", "045",
    "046", "047", "048", "049", "050", "051", "052", "053", "112", "114", "116",
];

#[tokio::test(start_paused = true)]
async fn the_recorded_requests_get_the_recorded_answers() {
    for version in VERSIONS {
        let mut replay = Replay::new(version).await;
        for number in SAME {
            replay.check(number).await;
            // Home Assistant looks at every guess at once; this hub takes a breath.
            tokio::time::advance(Duration::from_secs(1)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_sessions_access_token_is_dead_at_once() {
    for version in VERSIONS {
        let replay = Replay::new(version).await;
        let signed_in = replay.house.sign_in("anna").await;
        replay.house.revoke(&signed_in.refresh_token).await;
        let answer = replay.house.get_as("/api/states", &signed_in.access_token).await;
        let theirs = &recording(version, "115")["response"];
        assert_eq!(answer.status.as_u16(), theirs["status"]);
        assert_eq!(answer.text, theirs["body"]);
    }
}

/// Where this hub follows a later version than those that were recorded.
#[tokio::test(start_paused = true)]
async fn what_was_an_error_of_the_server_is_an_answer_now() {
    let house = House::open().await;
    for version in VERSIONS {
        let request = recording(version, "035");
        assert_eq!(request["response"]["status"], 500);
        let answer = house.post_json("/auth/login_flow", &request["request"]["body"]).await;
        answer.is(404, "Invalid handler specified");
    }
    assert_eq!(house.get("/auth/login_flow/00000000000000000000000000000000").await.status, 405);
    assert_eq!(recording("2026.2.3", "026")["response"]["status"], 500);
}

#[tokio::test(start_paused = true)]
async fn a_view_that_is_only_posted_to_cannot_be_read() {
    let house = House::open().await;
    for version in VERSIONS {
        assert_eq!(recording(version, "032")["response"]["status"], 405);
    }
    assert_eq!(house.get("/auth/login_flow").await.status, 405);
}

#[tokio::test(start_paused = true)]
async fn the_hubs_metadata_has_all_that_home_assistants_has_and_offers_pkce() {
    let house = House::open().await;
    let ours = house.get("/.well-known/oauth-authorization-server").await.json();
    for version in VERSIONS {
        assert_covers(&ours, &recording(version, "007")["response"]["body"], version);
    }
    assert_eq!(ours["issuer"], "http://127.0.0.1:8480");
    assert_eq!(ours["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert!(ours["features"].as_array().is_some_and(|features| !features.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn providers_are_listed_in_home_assistants_shape() {
    let house = House::open().await;
    for version in VERSIONS {
        let theirs = recording(version, "005");
        let ours = house.get("/auth/providers").await.json();
        assert_covers(&ours, &theirs["response"]["body"], version);
        assert_eq!(ours["providers"][0]["type"], theirs["response"]["body"]["providers"][0]["type"]);
        assert_eq!(ours["preselect_remember_me"], true);
    }
    let far = house.from("203.0.113.7").get("/auth/providers").await.json();
    assert_eq!(far["preselect_remember_me"], false);
}

/// Members that steps of 2024 had and those of 2026 have no more.
fn without_what_is_gone(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(members) = body.as_object_mut() {
        members.retain(|key, _| key != "version" && key != "minor_version");
    }
    body
}

/// Makes recorded requests and keeps which of our ids stands for which of theirs.
struct Replay {
    version: &'static str,
    house: House,
    ids: HashMap<String, String>,
}

impl Replay {
    async fn new(version: &'static str) -> Self {
        let mut config = Config::demo(Place::Memory);
        // The page of another origin that recording 043 comes from.
        config.origins.push("http://127.0.0.1:9000".into());
        Self { version, house: House::with(config).await, ids: HashMap::new() }
    }

    async fn check(&mut self, number: &str) {
        let recording = recording(self.version, number);
        let (request, theirs) = (&recording["request"], &recording["response"]);
        let (path, body) = (request["path"].as_str().unwrap(), &request["body"]);
        self.prepare(number, path, body).await;
        let mut ours =
            Request::builder().method(request["method"].as_str().unwrap()).uri(self.translate(path));
        for (name, value) in request["headers"].as_object().unwrap() {
            ours = ours.header(name, self.translate(value.as_str().unwrap()));
        }
        let body = match body {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let ours = ours.body(Body::from(self.translate(&body))).unwrap();
        let answer = self.house.from(recording["client_ip"].as_str().unwrap()).send(ours).await;

        let name = format!("{} {number}", self.version);
        if theirs["status"] == 500 {
            // What broke the server in 2024 is an error of the one who asks.
            assert!(answer.status.is_client_error(), "{name}: {}", answer.text);
            return;
        }
        assert_eq!(answer.status.as_u16(), theirs["status"], "{name}: {}", answer.text);
        for header in ["Content-Type", "Pragma", "Referrer-Policy", "X-Content-Type-Options"] {
            let expected = theirs["headers"].get(header).and_then(Value::as_str).unwrap_or_default();
            let has_no_kind = header == "Content-Type" && answer.text.is_empty();
            assert!(has_no_kind || answer.header(header) == expected, "{name}: {header}");
        }
        match &theirs["body"] {
            Value::String(text) => assert_eq!(answer.text, *text, "{name}"),
            body => {
                let ours = answer.json();
                assert_eq!(normalised(&ours), normalised(&without_what_is_gone(body)), "{name}");
                self.learn(body, &ours);
            }
        }
    }

    /// Flows, codes and tokens that were made between the recordings.
    async fn prepare(&mut self, number: &str, path: &str, body: &Value) {
        if let Some(flow) = path.strip_prefix("/auth/login_flow/")
            && !self.ids.contains_key(flow)
            && number != "029"
        {
            let port = if self.version == "2024.3.3" { 8123 } else { 8124 };
            let ours = self.house.begin_flow(&format!("http://127.0.0.1:{port}/")).await;
            self.ids.insert(flow.to_owned(), ours);
        }
        match number {
            "042" => {
                let code = body.as_str().unwrap().split("code=").last().unwrap();
                let ours = self.house.code("anna", "http://127.0.0.1:9000/").await;
                self.ids.insert(code.to_owned(), ours);
            }
            "112" => {
                let token = body.as_str().unwrap().strip_prefix("token=").unwrap();
                let ours = self.house.sign_in("anna").await.refresh_token;
                self.ids.insert(token.to_owned(), ours);
            }
            _ => {}
        }
    }

    /// Pairs what stands in the same place of both answers.
    fn learn(&mut self, theirs: &Value, ours: &Value) {
        for key in ["flow_id", "result", "access_token", "refresh_token"] {
            if let (Some(theirs), Some(ours)) = (theirs[key].as_str(), ours[key].as_str()) {
                self.ids.insert(theirs.to_owned(), ours.to_owned());
            }
        }
    }

    fn translate(&self, text: &str) -> String {
        let text = self.ids.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours));
        text.replace("olivia-pass-1", "anna-demo-pass").replace("olivia", "anna").replace("OLIVIA", "ANNA")
    }
}
