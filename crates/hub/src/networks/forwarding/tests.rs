//! Whom a request is believed to come from.

use axum::http::{HeaderName, HeaderValue};

use super::*;

fn proxies(header: Forwarding) -> Proxies {
    Proxies { trusted: vec!["10.0.0.1/32".parse().unwrap(), "fd00::53/128".parse().unwrap()], header }
}

fn claim(proxies: &Proxies, peer: &str, headers: &[(&str, &str)]) -> Result<Claim, BadClaim> {
    let headers = headers
        .iter()
        .map(|(name, value)| {
            (name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        })
        .collect();
    proxies.claim(SocketAddr::new(ip(peer)?, 5000), &headers)
}

fn believed(proxies: &Proxies, peer: &str, headers: &[(&str, &str)]) -> Result<String, BadClaim> {
    claim(proxies, peer, headers).map(|claim| claim.address.to_string())
}

#[test]
fn the_nearest_that_is_no_proxy_is_the_client() {
    let proxies = proxies(Forwarding::XForwardedFor);
    for (header, expected) in [
        ("203.0.113.9", "203.0.113.9 through 10.0.0.1"),
        ("192.168.1.5, 203.0.113.9", "203.0.113.9 through 10.0.0.1"),
        ("192.168.1.5,203.0.113.9 , 10.0.0.1", "203.0.113.9 through 10.0.0.1"),
        ("::ffff:203.0.113.9", "203.0.113.9 through 10.0.0.1"),
        ("2001:db8::1, fd00::53", "2001:db8::1 through 10.0.0.1"),
        ("10.0.0.1", "unknown, behind 10.0.0.1"),
        ("fd00::53, 10.0.0.1", "unknown, behind fd00::53"),
    ] {
        assert_eq!(
            believed(&proxies, "10.0.0.1", &[("x-forwarded-for", header)]),
            Ok(expected.into()),
            "{header}"
        );
    }
    assert_eq!(believed(&proxies, "10.0.0.1", &[]), Ok("unknown, through 10.0.0.1".into()));
    let lines = [("x-forwarded-for", "192.168.1.5"), ("x-forwarded-for", "203.0.113.9")];
    assert_eq!(believed(&proxies, "10.0.0.1", &lines), Ok("203.0.113.9 through 10.0.0.1".into()));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let proxies = proxies(Forwarding::XForwardedFor);
    let many = vec!["1.2.3.4"; 17].join(",");
    let long = format!("1.2.3.4{}", " ".repeat(1024));
    for header in [
        "",
        " ",
        ",",
        "1.2.3.4,",
        "unknown",
        "1.2.3.4:80",
        "[::1]",
        "fe80::1%eth0",
        "1.2.3",
        "01.2.3.4",
        "é",
        &many,
        &long,
    ] {
        assert_eq!(believed(&proxies, "10.0.0.1", &[("x-forwarded-for", header)]), Err(BadClaim), "{header}");
    }
    let most = vec!["1.2.3.4"; 16].join(",");
    assert!(believed(&proxies, "10.0.0.1", &[("x-forwarded-for", &most)]).is_ok());
}

#[test]
fn only_a_proxy_of_the_home_may_forward() {
    let known = proxies(Forwarding::XForwardedFor);
    for name in ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-prefix"] {
        assert_eq!(believed(&known, "10.0.0.2", &[(name, "192.168.1.5")]), Err(BadClaim), "{name}");
        assert_eq!(believed(&Proxies::default(), "10.0.0.1", &[(name, "192.168.1.5")]), Err(BadClaim));
    }
    for name in ["forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip"] {
        let value = "for=192.168.1.5";
        assert_eq!(believed(&known, "10.0.0.2", &[(name, value)]), Ok("10.0.0.2".into()), "{name}");
        assert_eq!(believed(&known, "10.0.0.1", &[(name, value)]), Ok("unknown, through 10.0.0.1".into()));
    }
    let other = proxies(Forwarding::Forwarded);
    assert_eq!(believed(&other, "10.0.0.2", &[("forwarded", "for=192.168.1.5")]), Err(BadClaim));
    let ignored = [("x-forwarded-for", "192.168.1.5")];
    assert_eq!(believed(&other, "10.0.0.1", &ignored), Ok("unknown, through 10.0.0.1".into()));
}

#[test]
fn the_standard_header_is_read_as_strictly() {
    let proxies = proxies(Forwarding::Forwarded);
    for (header, expected) in [
        ("for=203.0.113.9", Ok("203.0.113.9 through 10.0.0.1")),
        ("For=\"203.0.113.9\";proto=https;by=10.0.0.1", Ok("203.0.113.9 through 10.0.0.1")),
        ("for=192.168.1.5, for=203.0.113.9", Ok("203.0.113.9 through 10.0.0.1")),
        ("for=\"[2001:db8::1]\"", Ok("2001:db8::1 through 10.0.0.1")),
        ("for=\"[2001:db8::1]:80\"", Err(BadClaim)),
        ("for=2001:db8::1", Err(BadClaim)),
        ("for=[1.2.3.4]", Err(BadClaim)),
        ("for=1.2.3.4:80", Err(BadClaim)),
        ("for=unknown", Err(BadClaim)),
        ("for=_hidden", Err(BadClaim)),
        ("for=1.2.3.4;for=5.6.7.8", Err(BadClaim)),
        ("proto=https", Err(BadClaim)),
        ("for=\"1.2.3.4", Err(BadClaim)),
        ("for", Err(BadClaim)),
        ("", Err(BadClaim)),
    ] {
        let believed = believed(&proxies, "10.0.0.1", &[("forwarded", header)]);
        assert_eq!(believed, expected.map(str::to_owned), "{header}");
    }
    let claim =
        claim(&proxies, "10.0.0.1", &[("forwarded", "for=1.2.3.4;proto=https;host=home.example")]).unwrap();
    assert_eq!((claim.is_https, claim.host.as_deref()), (true, Some("home.example")));
}

#[test]
fn how_the_client_speaks_is_told_by_a_proxy_that_names_it() {
    let proxies = proxies(Forwarding::XForwardedFor);
    let told = |more: &[(&str, &str)]| {
        let mut headers = vec![("x-forwarded-for", "1.2.3.4")];
        headers.extend(more);
        claim(&proxies, "10.0.0.1", &headers).map(|claim| (claim.is_https, claim.host))
    };
    assert_eq!(told(&[]), Ok((false, None)));
    assert_eq!(told(&[("x-forwarded-proto", "https")]), Ok((true, None)));
    assert_eq!(told(&[("x-forwarded-host", "home.example")]), Ok((false, Some("home.example".into()))));
    for wrong in [
        &[("x-forwarded-proto", "https"), ("x-forwarded-proto", "https")][..],
        &[("x-forwarded-proto", "https, http")],
        &[("x-forwarded-proto", "ftp")],
        &[("x-forwarded-host", "a, b")],
        &[("x-forwarded-host", "")],
    ] {
        assert_eq!(told(wrong), Err(BadClaim), "{wrong:?}");
    }
    // Without a client the proxy is believed nothing.
    let alone = claim(&proxies, "10.0.0.1", &[("x-forwarded-proto", "https")]).unwrap();
    assert!(!alone.is_https);
}
