//! `cargo xtask bench`: figures, never verdicts. What measures prints one line of JSON at its end.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::app::Kind;
use crate::places::Places;
use crate::program::{cargo, program, read};
use crate::steps::Steps;
use crate::{browsers, home_assistant, hub, journeys, say};

/// Measures the hub under load, then the app in a browser.
pub(crate) fn task() -> Result<()> {
    let places = Places::find()?;
    let mut steps = Steps::of(hub::steps(Kind::Release) + 5);
    let built = hub::build(&places, Kind::Release, &mut steps)?;
    steps.take("installing the journeys' packages", || journeys::prepare(&places))?;
    let browsers = steps.take("looking for Chromium and Firefox", || browsers::prepare(&places))?;
    // The official page is measured in the same run: a time alone says more about the machine.
    let home_assistant = steps.take("looking for Home Assistant", || home_assistant::prepare(&places))?;
    let ready = |mut command: Command| {
        command
            .env("DOORSTEP_HUB", &built.hub)
            .env("DOORSTEP_DIST", &built.dist)
            .env("CHROME_BIN", &browsers.chromium)
            .env("FIREFOX_BIN", &browsers.firefox)
            .env("DOORSTEP_HA", &home_assistant);
        command
    };
    let mut load = cargo(&places.root);
    load.args(["run", "--quiet", "--release", "--locked", "--package", "doorstep-hub", "--example", "load"]);
    let hub = steps.take("the hub under load", || figures(&mut ready(load)))?;
    let mut page = program("node");
    page.current_dir(journeys::folder(&places)).arg("bench.mjs");
    let app = steps.take("the app in a browser", || figures(&mut ready(page)))?;

    let all = Value::Object(Map::from_iter([("hub".to_owned(), hub), ("app".to_owned(), app)]));
    let file = places.target.join("bench.json");
    std::fs::write(&file, serde_json::to_string_pretty(&all)? + "\n")?;
    say::line("");
    let mut rows = Vec::new();
    flatten("", &all, &mut rows);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in rows {
        say::line(format!("  {name:width$}  {value:>14}"));
    }
    say::line(format!("the same as JSON: {}", file.display()));
    Ok(())
}

/// The last line that the program prints.
fn figures(command: &mut Command) -> Result<Value> {
    let text = read(command)?;
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).with_context(|| format!("its last line is no JSON: {line:?}"))
}

fn flatten(name: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    let below = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name} · {key}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(&below(key), value, rows)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(&below(&at.to_string()), item, rows));
        }
        Value::String(text) => rows.push((name.to_owned(), text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => rows.push((name.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_inside_figures_become_rows() {
        let mut rows = Vec::new();
        flatten("", &serde_json::json!({"hub": {"sockets": 100, "each": [1, "2 kB"]}}), &mut rows);
        let rows: Vec<_> = rows.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(rows, [("hub · each · 0", "1"), ("hub · each · 1", "2 kB"), ("hub · sockets", "100")]);
    }
}
