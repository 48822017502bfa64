//! Addresses from outside: which of them a person may be sent to, and that none of them moves the hub.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use doorstep_core::login::Asked;
use doorstep_core::login::address::checked;
use doorstep_core::place::Place;
use doorstep_core::problem::Problem;
use doorstep_core::{Command, accounts::Vault};
use serde_json::json;
use support::{Player, providers};

const ORIGIN: &str = "http://hub:8123";

const GOOD: &[(&str, &str)] = &[
    ("https://id.example/", "id.example"),
    ("https://id.example", "id.example"),
    ("HTTPS://ID.example/a?b=c#d", "ID.example"),
    ("http://192.168.1.5:8080/login", "192.168.1.5:8080"),
    ("https://[fd00::5]:8443/x", "[fd00::5]:8443"),
    ("https://[::1]/", "[::1]"),
    ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ("/auth/external?flow=1", "hub:8123"),
    ("/", "hub:8123"),
    ("https://id.example/?next=javascript:alert(1)", "id.example"),
];

/// Schemes that a page must never be sent to.
const SCHEMES: &[&str] = &[
    "javascript",
    "JavaScript",
    "jAvAsCrIpT",
    "vbscript",
    "data",
    "DATA",
    "blob",
    "file",
    "filesystem",
    "about",
    "view-source",
    "ws",
    "wss",
    "ftp",
    "mailto",
    "tel",
    "sms",
    "intent",
    "chrome",
    "moz-extension",
    "jar",
    "feed",
    "homeassistant",
    "httpss",
    "https+x",
    "htp",
    "",
];

/// What stands behind them.
const BODIES: &[&str] = &[
    ":alert(1)",
    "://alert(1)",
    "://id.example/%0aalert(1)",
    ":text/html,<script>alert(1)</script>",
    "://id.example/",
    ":/id.example",
    ":%2f%2fid.example",
];

/// What a browser reads otherwise than it looks.
const TRICKS: &[&str] = &[
    "",
    " ",
    "#",
    "?",
    ".",
    "..",
    "//",
    "//id.example/",
    "///id.example/",
    "/\\id.example",
    "\\\\id.example",
    "\\/id.example",
    "https:id.example",
    "https:/id.example",
    "https://",
    "https:///",
    "https:///path",
    "https://user@id.example/",
    "https://id.example@evil.example/",
    "https://user:pass@id.example/",
    "https://id.example:99999999/",
    "https://id.example:/",
    "https://id.example:80x/",
    "https://id.example:80:80/",
    "https://id example/",
    "https://id.example /",
    "https://id.exa\tmple/",
    "https://id.example/\n",
    " https://id.example/",
    "\thttps://id.example/",
    "\u{1}https://id.example/",
    "https://id.example/\u{0}",
    "https://id\u{2e}example\u{202e}/",
    "https://ıd.example/",
    "https://id.example\\@evil.example/",
    "https://id.example\\.evil.example/",
    "https://[fd00::5/",
    "https://[fd00::5]x/",
    "https://[]/",
    "https://[javascript:alert(1)]/",
    "https://%69d.example/",
    "https://<b>/",
    "https://id.example/\"onclick=\"x",
    "https://id.example/'><script>",
    "https://id.example/<x>",
    "ht\ttps://id.example/",
    "java\tscript:alert(1)",
    "java\nscript://%0aalert(1)",
    "\u{feff}javascript:alert(1)",
    "javascript\u{3a}alert(1)",
    "&#106;avascript:alert(1)",
    "%6aavascript:alert(1)",
    "javascript&colon;alert(1)",
    "id.example",
    "www.id.example/path",
    "path/only",
    "?query",
    "#fragment",
    "/\\/id.example",
    "/ path",
    "/a\u{b}b",
];

#[test]
fn sec_xss_2_only_pages_of_the_web_are_opened() {
    for (address, host) in GOOD {
        let expected =
            address.strip_prefix('/').map_or((*address).to_owned(), |path| format!("{ORIGIN}/{path}"));
        assert_eq!(checked(address, ORIGIN), Some((expected, (*host).to_owned())), "{address}");
    }
    let mut bad: Vec<String> = TRICKS.iter().map(|trick| (*trick).to_owned()).collect();
    for scheme in SCHEMES {
        bad.extend(BODIES.iter().map(|body| format!("{scheme}{body}")));
    }
    bad.push(format!("https://id.example/{}", "a".repeat(5_000)));
    assert!(bad.len() + GOOD.len() > 200, "{}", bad.len());
    for address in bad {
        assert_eq!(checked(&address, ORIGIN), None, "{address:?}");
    }
}

#[test]
fn sec_xss_2_a_hub_that_sends_people_to_a_script_is_refused() {
    for url in ["javascript:alert(1)", "data:text/html,x", "//evil.example/"] {
        let mut player = Player::open(Vault::default());
        player.reply(200, &providers());
        player
            .reply(200, &json!({"type": "external", "flow_id": "f", "step_id": "s", "url": url}).to_string());
        let login = player.app.login().unwrap();
        assert_eq!(*login.asked(), Asked::Nothing);
        assert_eq!(login.problem(), Some(&Problem::AddressUnsafe), "{url}");
    }
}

#[test]
fn sec_lcsrf_1_nothing_in_the_address_of_the_page_moves_the_hub_or_signs_anybody_in() {
    let state = "eyJoYXNzVXJsIjoiaHR0cDovL2V2aWwuZXhhbXBsZSJ9";
    let hostile = [
        "?auth_callback=1&code=stolen&state=eyJoYXNzVXJsIjoiaHR0cDovL2V2aWwuZXhhbXBsZSJ9".to_owned(),
        format!("?code=stolen&state={state}"),
        "?hassUrl=http://evil.example&hub=http://evil.example&server=//evil.example".to_owned(),
        "#access_token=stolen&token_type=Bearer".to_owned(),
        "?access_token=stolen#state=x".to_owned(),
        "?client_id=http://evil.example/&redirect_uri=http://evil.example/".to_owned(),
        "?x=http://evil.example/../../".to_owned(),
        "#/http://evil.example/".to_owned(),
    ];
    for address in hostile {
        let page = format!("{ORIGIN}/{address}");
        let place = Place::of_page(&page).unwrap();
        assert_eq!(place, Place::of_page(&format!("{ORIGIN}/")).unwrap(), "{page}");
        let mut player = Player::open_page(&page);
        player.reply(200, &providers());
        for command in &player.asked {
            let Command::Request { request, .. } = command else { continue };
            assert!(request.address.starts_with(ORIGIN), "{page}: {}", request.address);
            assert!(!request.address.ends_with("/auth/token"), "{page}: a token was asked for");
        }
        assert!(!player.last_request().2.contains("evil"), "{page}");
        assert!(!format!("{:?}", player.asked).contains("stolen"), "{page}");
    }
}
