//! The third lock: what neither the graph nor clippy can see of the habits in CONTRIBUTING.md.
//! Every rule is a function of text, so that each is shown to go red.
#![expect(clippy::unwrap_used, reason = "a test that is in the wrong may stop at once")]

mod clauses;
mod files;
mod graph;
mod licences;
mod rules;
mod words;

use std::fmt::Write;

use files::{File, repository};
use rules::Rule;

/// Tells every breach of the rules, each with its file and line.
fn breaches(files: &[File], rules: &[Rule]) -> String {
    let mut told = String::new();
    for file in files {
        for rule in rules {
            for (line, why) in rule(&file.path, &file.text) {
                writeln!(told, "{}:{line}: {why}", file.path).unwrap();
            }
        }
    }
    told
}

#[test]
fn every_file_keeps_the_rules() {
    let files = repository();
    let told = breaches(&files, &[rules::ALL, words::ALL].concat());
    assert!(told.is_empty(), "\n{told}");
}

#[test]
fn every_fixture_is_read_by_a_test() {
    let files = repository();
    let unread = clauses::unread_fixtures(&files);
    assert!(unread.is_empty(), "no test names these or a folder that holds them: {unread:#?}");
}

#[test]
fn every_promise_has_the_test_that_it_names() {
    let files = repository();
    let page = &files.iter().find(|file| file.path == "SECURITY.md").unwrap().text;
    let unwritten = clauses::unwritten_tests(page, &files);
    assert!(unwritten.is_empty(), "SECURITY.md names tests that nobody has written: {unwritten:#?}");
}

#[test]
fn every_forbidden_call_is_tried() {
    let text = |path: &str| repository().into_iter().find(|file| file.path == path).unwrap().text;
    let (clippy, locks) = (text("clippy.toml"), text("tests/locks.rs"));
    let untried = clauses::untried_locks(&clippy, &locks);
    assert!(untried.is_empty(), "clippy.toml forbids what tests/locks.rs does not try: {untried:?}");
}
