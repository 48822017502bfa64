//! SEC-XFF: whom the hub believes to be asking, whatever is claimed on the way.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::house::House;

/// What the hub makes of a request.
struct Row {
    name: &'static str,
    peer: [&'static str; 3],
    headers: &'static [(&'static str, &'static str)],
    /// Status, believed client, and what its network opens.
    expected: (u16, &'static str, &'static str),
}

const POLICY: &str = r#"
    [proxy]
    trusted = ["10.0.0.1", "fd00:ff::1"]
    header = "x-forwarded-for"

    [[network]]
    name = "home"
    cidr = ["192.168.7.0/24", "fd00:7::/64"]
    users = ["clara"]
    show_users = true
"#;

/// The same machine as IPv4, IPv6 and IPv4 in IPv6's clothes.
const PROXY: [&str; 3] = ["10.0.0.1", "fd00:ff::1", "::ffff:10.0.0.1"];
const AT_HOME: [&str; 3] = ["192.168.7.66", "fd00:7::66", "::ffff:192.168.7.66"];
const OUTSIDE: [&str; 3] = ["203.0.113.9", "2001:db8::9", "::ffff:203.0.113.9"];

async fn check(rows: &[Row], policy: &str) {
    let house = House::with_policy(policy).await;
    for Row { name, peer, headers, expected } in rows {
        for peer in peer {
            let mut request = Request::get("/auth/providers");
            for (header, value) in *headers {
                request = request.header(*header, *value);
            }
            let answer = house.from(peer).send(request.body(Body::empty()).unwrap()).await;
            let what = format!("{name} from {peer}");
            assert_eq!(answer.status.as_u16(), expected.0, "{what}");
            if expected.0 == 200 {
                let explanation = &answer.json()["explanation"];
                let address = if expected.1.is_empty() { json!(null) } else { json!(expected.1) };
                assert_eq!(
                    (&explanation["address"], &explanation["why"]),
                    (&address, &json!(expected.2)),
                    "{what}"
                );
                let offers = answer.text.contains("trusted_networks");
                assert_eq!(offers, expected.2 == "rule_matched", "{what}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_xff_1_a_claim_of_somebody_who_is_no_proxy_is_refused() {
    let spoofed: &[(&str, &str)] = &[("x-forwarded-for", "192.168.7.5")];
    let rows = [
        Row { name: "spoofed at home", peer: AT_HOME, headers: spoofed, expected: (400, "", "") },
        Row { name: "spoofed outside", peer: OUTSIDE, headers: spoofed, expected: (400, "", "") },
        Row {
            name: "another forwarded header",
            peer: OUTSIDE,
            headers: &[("x-forwarded-host", "localhost")],
            expected: (400, "", ""),
        },
    ];
    check(&rows, POLICY).await;
    for peer in OUTSIDE {
        let house = House::with_policy(POLICY).await.from(peer);
        for name in ["forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip", "client-ip"] {
            let request = Request::get("/auth/providers").header(name, "192.168.7.5").body(Body::empty());
            let answer = house.send(request.unwrap()).await.json();
            assert_eq!(answer["explanation"]["why"], "not_a_home_address", "{name} from {peer}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_xff_2_to_7_what_a_proxy_says_is_read_from_the_right_and_strictly() {
    let rows = [
        Row {
            name: "an honest proxy",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5")],
            expected: (200, "192.168.7.5", "rule_matched"),
        },
        Row {
            name: "2: a value that the attacker put before",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5, 203.0.113.9")],
            expected: (200, "203.0.113.9", "not_a_home_address"),
        },
        Row {
            name: "3: two lines",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5"), ("x-forwarded-for", "203.0.113.9")],
            expected: (200, "203.0.113.9", "not_a_home_address"),
        },
        Row {
            name: "4: not to be read",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5, unknown")],
            expected: (400, "", ""),
        },
        Row {
            name: "5: a port",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5:80")],
            expected: (400, "", ""),
        },
        Row {
            name: "5: brackets",
            peer: PROXY,
            headers: &[("x-forwarded-for", "[fd00:7::5]")],
            expected: (400, "", ""),
        },
        Row {
            name: "5: a zone",
            peer: PROXY,
            headers: &[("x-forwarded-for", "fe80::5%eth0")],
            expected: (400, "", ""),
        },
        Row { name: "6: empty", peer: PROXY, headers: &[("x-forwarded-for", "")], expected: (400, "", "") },
        Row {
            name: "6: half empty",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5,")],
            expected: (400, "", ""),
        },
        Row {
            name: "mapped",
            peer: PROXY,
            headers: &[("x-forwarded-for", "::ffff:192.168.7.5")],
            expected: (200, "192.168.7.5", "rule_matched"),
        },
        Row {
            name: "a chain of proxies",
            peer: PROXY,
            headers: &[("x-forwarded-for", "fd00:7::5, fd00:ff::1")],
            expected: (200, "fd00:7::5", "rule_matched"),
        },
        Row {
            name: "only proxies",
            peer: PROXY,
            headers: &[("x-forwarded-for", "10.0.0.1")],
            expected: (200, "", "address_unknown"),
        },
    ];
    check(&rows, POLICY).await;
    let house = House::with_policy(POLICY).await.from("10.0.0.1");
    for count in [17, 10_000] {
        let many = vec!["192.168.7.5"; count].join(",");
        let request = Request::get("/auth/providers").header("x-forwarded-for", many).body(Body::empty());
        assert_eq!(house.send(request.unwrap()).await.status, 400, "7: {count} elements");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_xff_8_without_a_configured_header_nobody_may_claim_anything() {
    let home_only = POLICY.replace(
        "[proxy]\n    trusted = [\"10.0.0.1\", \"fd00:ff::1\"]\n    header = \"x-forwarded-for\"",
        "",
    );
    assert!(!home_only.contains("proxy"));
    let rows = [
        Row {
            name: "a proxy that nobody configured",
            peer: PROXY,
            headers: &[("x-forwarded-for", "192.168.7.5")],
            expected: (400, "", ""),
        },
        Row {
            name: "no claim",
            peer: AT_HOME,
            headers: &[("x-real-ip", "203.0.113.9")],
            expected: (200, "AT_HOME", "rule_matched"),
        },
    ];
    let [claims, plain] = rows;
    check(&[claims], &home_only).await;
    for (peer, believed) in AT_HOME.into_iter().zip(["192.168.7.66", "fd00:7::66", "192.168.7.66"]) {
        let row = Row { peer: [peer; 3], expected: (200, believed, plain.expected.2), ..plain };
        check(&[row], &home_only).await;
    }
    let none = POLICY.replace("x-forwarded-for", "none");
    let row = Row {
        name: "disabled",
        peer: PROXY,
        headers: &[("x-forwarded-for", "192.168.7.5")],
        expected: (200, "", "address_unknown"),
    };
    check(&[row], &none).await;
}

#[tokio::test(start_paused = true)]
async fn sec_xff_9_a_proxy_that_names_nobody_opens_nothing() {
    let in_the_network =
        POLICY.replace("\"192.168.7.0/24\", \"fd00:7::/64\"", "\"192.168.7.0/24\", \"10.0.1.0/24\"");
    for policy in [POLICY, &in_the_network] {
        let row =
            Row { name: "no header", peer: PROXY, headers: &[], expected: (200, "", "address_unknown") };
        check(&[row], policy).await;
    }
}
