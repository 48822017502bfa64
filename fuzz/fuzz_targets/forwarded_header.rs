//! What proxies say of their clients: the hub believes somebody, or refuses; it never opens by mistake.
#![no_main]

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use doorstep_fuzz::House;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const NETWORKS: &str = r#"
[proxy]
trusted = ["10.0.0.1"]
header = "x-forwarded-for"

[[network]]
name = "kitchen"
cidr = ["192.168.7.0/24"]
users = ["clara"]
show_users = true
"#;

fuzz_target!(|data: &[u8]| {
    let house = House::shared(NETWORKS);
    let mut request = Request::get("/auth/providers").body(Body::empty()).expect("a request");
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').take(20).collect();
    for line in &lines {
        let Ok(value) = HeaderValue::from_bytes(line) else { return };
        request.headers_mut().append("x-forwarded-for", value);
    }
    let proxy: SocketAddr = ([10, 0, 0, 1], 50_000).into();
    let (status, body) = house.run(house.send(proxy, request));
    if status != StatusCode::OK {
        assert_eq!(status, StatusCode::BAD_REQUEST);
        return;
    }
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    let is_open = body.contains("trusted_networks");
    // Read again by the plainest rule there is: the last address that is not the proxy's own.
    let nearest = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')).find_map(|part| {
        let part = std::str::from_utf8(part).ok()?.trim();
        let address: std::net::IpAddr = part.parse().ok()?;
        let address = address.to_canonical();
        (address.to_string() != "10.0.0.1").then(|| address.to_string())
    });
    let believed = answer["explanation"]["address"].as_str();
    if is_open {
        assert!(believed.is_some_and(|address| address.starts_with("192.168.7.")), "{answer}");
    }
    assert!(
        believed.is_none() || believed == nearest.as_deref() || nearest.is_none(),
        "{answer} for {nearest:?}"
    );
});
