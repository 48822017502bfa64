//! The first lock: what can reach what. The graph of packages is asked, not the source.

use std::process::Command;

const SERDE: &[&str] = &[
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "itoa",
    "memchr",
    "zmij",
    "proc-macro2",
    "quote",
    "syn",
    "unicode-ident",
];

/// Pure arithmetic, for PKCE.
const HASH: &[&str] = &["hmac-sha256"];

/// The packages that `cargo tree` lists, itself included.
fn packages(tree: &str) -> Vec<&str> {
    let mut names: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}

fn strangers<'a>(tree: &'a str, known: &[&[&str]]) -> Vec<&'a str> {
    packages(tree).into_iter().filter(|name| !known.concat().contains(name)).collect()
}

/// What `cargo tree` prints, a package a line in this format.
pub(crate) fn tree(format: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--locked", "--prefix", "none", "--format", format])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_core_reaches_nothing_but_the_words_serde_and_a_hash() {
    let tree = tree("{p}", &["--package", "doorstep-core", "--edges", "normal"]);
    assert!(packages(&tree).contains(&"doorstep-core"), "{tree}");
    let known = [SERDE, HASH, &["doorstep-core", "doorstep-protocol"]];
    assert_eq!(strangers(&tree, &known), [""; 0]);
}

#[test]
fn the_words_reach_nothing_but_serde() {
    let tree = tree("{p}", &["--package", "doorstep-protocol", "--edges", "normal"]);
    assert!(packages(&tree).contains(&"doorstep-protocol"), "{tree}");
    assert_eq!(strangers(&tree, &[SERDE, &["doorstep-protocol"]]), [""; 0]);
}

#[test]
fn the_app_in_the_browser_never_sees_the_hub() {
    let wasm = ["--package", "doorstep", "--target", "wasm32-unknown-unknown", "--edges", "normal,dev"];
    let tree = tree("{p}", &wasm);
    let packages = packages(&tree);
    assert!(packages.contains(&"web-sys") && packages.contains(&"doorstep-core"), "{tree}");
    for name in ["doorstep-hub", "tokio", "axum", "rusqlite"] {
        assert!(!packages.contains(&name), "{name} is in the app: {tree}");
    }
}

#[test]
fn tests_of_the_app_have_the_hub_beside_it() {
    let tree = tree("{p}", &["--package", "doorstep", "--edges", "dev", "--depth", "1"]);
    assert!(packages(&tree).contains(&"doorstep-hub"), "{tree}");
}

#[test]
fn a_package_that_is_not_known_is_a_stranger() {
    let tree = "doorstep-core v0.1.0 (/a/b)\nserde v1.0.2\nweb-sys v0.3.1\nserde v1.0.2 (*)\n\n";
    assert_eq!(strangers(tree, &[SERDE, &["doorstep-core"]]), ["web-sys"]);
}
