//! Under which terms the packages come that are in the programs: only those that deny.toml allows.

use crate::graph::tree;

/// The licences under `allow` in deny.toml.
fn allowed(deny: &str) -> Vec<&str> {
    let list = deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    list.split(',')
        .map(|licence| licence.trim().trim_matches('"'))
        .filter(|licence| !licence.is_empty())
        .collect()
}

/// Whether an expression (SPDX, or the older form with a slash) can be met with these licences alone.
/// A choice among combinations is not understood and so not met.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    expression.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part.split(" OR ").flat_map(|choice| choice.split('/')).any(|choice| allowed.contains(&choice))
    })
}

/// The lines of packages whose terms are not met.
fn unmet<'a>(tree: &'a str, allowed: &[&str]) -> Vec<&'a str> {
    let terms = |line: &'a str| line.split_once('|').map_or("", |(_, terms)| terms.trim_end_matches(" (*)"));
    tree.lines().filter(|line| !line.is_empty() && !is_met(terms(line), allowed)).collect()
}

#[test]
fn every_package_comes_under_terms_that_are_allowed() {
    let deny = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    for target in ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"] {
        let edges = ["--workspace", "--edges", "normal,build", "--target", target];
        let tree = tree("{p}|{l}", &edges);
        assert!(tree.contains("|MIT"), "{tree}");
        assert_eq!(unmet(&tree, &allowed(&deny)), [""; 0], "see [licenses] in deny.toml");
    }
}

#[test]
fn terms_are_met_by_one_choice_of_every_part() {
    let allowed = ["MIT", "Unicode-3.0"];
    let met = |expression| is_met(expression, &allowed);
    for expression in ["MIT", "GPL-3.0 OR MIT", "Unlicense/MIT", "(GPL-3.0 OR MIT) AND Unicode-3.0"] {
        assert!(met(expression), "{expression}");
    }
    for expression in ["", "GPL-3.0", "MIT AND GPL-3.0", "MITNFA", "(MIT OR X) AND Y"] {
        assert!(!met(expression), "{expression}");
    }
    assert_eq!(unmet("a v1|GPL-3.0\nb v1|MIT (*)\nc v1|\n\n", &allowed), ["a v1|GPL-3.0", "c v1|"]);
}
