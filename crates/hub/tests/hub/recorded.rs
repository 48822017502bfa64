//! Exchanges recorded with real Home Assistants, and how an answer of this hub is compared with them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

pub(crate) const VERSIONS: [&str; 2] = ["2024.3.3", "2026.2.3"];

/// One recording, by the number that its file begins with.
pub(crate) fn recording(version: &str, number: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/home-assistant");
    let mut files = fs::read_dir(folder.join(version)).unwrap().map(|file| file.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(number);
    let path = files.find(is_it).unwrap_or_else(|| panic!("no recording {number} of {version}"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The same value with everything that differs from one hub to the next replaced by what it is.
pub(crate) fn normalised(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(kind_of(text).map_or_else(|| text.clone(), str::to_owned)),
        Value::Array(items) => items.iter().map(normalised).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, member)| (key.clone(), normalised(member))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn kind_of(text: &str) -> Option<&'static str> {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_ulid =
        text.len() == 26 && text.starts_with("01") && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_time = text.ends_with("+00:00") && text.contains('T');
    match text.len() {
        32 if is_hex => Some("<id>"),
        128 if is_hex => Some("<token>"),
        _ if text.starts_with("eyJ") => Some("<jwt>"),
        _ if is_ulid => Some("<ulid>"),
        _ if is_time => Some("<time>"),
        _ => None,
    }
}

/// That `ours` has at least the members of `theirs`, each of the same kind, all the way down.
/// Lists are compared by their first members; where theirs is `null`, ours may be anything.
#[track_caller]
pub(crate) fn assert_covers(ours: &Value, theirs: &Value, path: &str) {
    match (ours, theirs) {
        (_, Value::Null) | (Value::Bool(_), Value::Bool(_)) | (Value::String(_), Value::String(_)) => {}
        (Value::Null, Value::String(_)) => {}
        (Value::Number(_), Value::Number(_)) => {}
        (Value::Array(ours), Value::Array(theirs)) => {
            if let (Some(ours), Some(theirs)) = (ours.first(), theirs.first()) {
                assert_covers(ours, theirs, &format!("{path}[]"));
            }
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, theirs) in theirs {
                let ours = ours.get(key).unwrap_or_else(|| panic!("{path} has no {key}"));
                assert_covers(ours, theirs, &format!("{path}.{key}"));
            }
        }
        (_, _) => panic!("{path}: {ours} where Home Assistant has {theirs}"),
    }
}
