//! What may stand where: lengths, headers, and the browser only in its own module.

/// Looks at one file and tells each breach: its line and why it is one.
pub(crate) type Rule = fn(path: &str, text: &str) -> Vec<(usize, String)>;

/// The rules of this file.
pub(crate) const ALL: &[Rule] = &[length, header, browser, view_macro, style_text, page];

const LONGEST: usize = 400;

/// A file says one thing; at this length it says several.
fn length(path: &str, text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().count();
    let written = ends(path, &["rs", "mjs", "css"]);
    let breach = written && lines > LONGEST;
    breach.then(|| (lines, format!("{lines} lines: at most {LONGEST}"))).into_iter().collect()
}

/// A module opens by saying what it is for.
fn header(path: &str, text: &str) -> Vec<(usize, String)> {
    let breach = ends(path, &["rs"]) && !text.starts_with("//! ");
    breach
        .then(|| (1, "the first line is no `//!` that says what it is for".to_owned()))
        .into_iter()
        .collect()
}

/// Only src/browser knows the browser.
fn browser(path: &str, text: &str) -> Vec<(usize, String)> {
    let crates = ["web_sys", "js_sys", "gloo", "reqwasm", "wasm_bindgen"];
    let ours = path.starts_with("src/browser/") || path == "src/browser.rs";
    if !path.starts_with("src/") || ours {
        return Vec::new();
    }
    on_lines(text, |code| {
        let name = crates.iter().find(|name| code.contains(*name))?;
        Some(format!("{name} is only for src/browser"))
    })
}

/// Leptos turns static parts of `view!` into innerHTML, which strict Trusted Types forbid.
fn view_macro(path: &str, text: &str) -> Vec<(usize, String)> {
    if !path.starts_with("src/") {
        return Vec::new();
    }
    on_lines(text, |code| {
        let found = ["view!", "template!"].into_iter().find(|name| code.contains(name))?;
        Some(format!("{found} makes innerHTML: use the functions that make elements"))
    })
}

/// The policy drops `style` attributes silently; single properties go through the object model.
fn style_text(path: &str, text: &str) -> Vec<(usize, String)> {
    if !path.starts_with("src/") {
        return Vec::new();
    }
    on_lines(text, |code| {
        let property = code.replace(".style(\"--", "");
        let found = [".style(\"", ".style(format!", "\"style\"", "style=\\\""]
            .iter()
            .any(|way| property.contains(way));
        found.then(|| "a style in text is dropped by the policy: set a --custom-property".to_owned())
    })
}

/// The page holds no script and no style of its own.
fn page(path: &str, text: &str) -> Vec<(usize, String)> {
    if !ends(path, &["html"]) {
        return Vec::new();
    }
    on_lines(text, |code| {
        let inline = ["<script", "<style", " style=", "javascript:"].iter().any(|way| code.contains(way));
        let handler = code.split(" on").skip(1).any(|after| {
            let name: String = after.chars().take_while(char::is_ascii_lowercase).collect();
            !name.is_empty() && after[name.len()..].starts_with('=')
        });
        (inline || handler).then(|| "the policy refuses scripts and styles inside the page".to_owned())
    })
}

fn ends(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(&format!(".{ending}")))
}

/// Applies to what the compiler reads: a comment may name what the code may not use.
fn on_lines(text: &str, breach: impl Fn(&str) -> Option<String>) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter_map(|(at, line)| breach(line).map(|why| (at + 1, why)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: Rule, path: &str, text: &str, lines: &[usize]) {
        let found: Vec<_> = rule(path, text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, lines, "{path}: {text}");
    }

    #[test]
    fn a_file_of_401_lines_is_too_long() {
        check(length, "src/a.rs", &"x\n".repeat(400), &[]);
        check(length, "src/a.rs", &"x\n".repeat(401), &[401]);
        check(length, "tests/e2e/a.mjs", &"x\n".repeat(401), &[401]);
        check(length, "CHANGELOG.md", &"x\n".repeat(401), &[]);
    }

    #[test]
    fn a_module_without_a_header_is_told() {
        check(header, "src/a.rs", "//! What it is for.\n", &[]);
        check(header, "src/a.rs", "// Something.\n//! Late.\n", &[1]);
        check(header, "style/a.css", "a {}\n", &[]);
    }

    #[test]
    fn the_browser_is_known_only_to_its_module() {
        let text = "use a;\n// web_sys is not used here\n    let x = web_sys::window();\n";
        check(browser, "src/view/tile.rs", text, &[3]);
        check(browser, "src/runtime.rs", "use gloo_storage::LocalStorage;\n", &[1]);
        check(browser, "src/browser/page.rs", text, &[]);
        check(browser, "src/browser.rs", text, &[]);
        check(browser, "crates/hub/src/a.rs", text, &[]);
    }

    #[test]
    fn the_view_macro_is_told() {
        check(view_macro, "src/view/tile.rs", "//! not with view! at all\nview! { <p/> }\n", &[2]);
        check(view_macro, "src/view/tile.rs", "p().child(review)\n", &[]);
    }

    #[test]
    fn a_style_in_text_is_told_and_a_property_is_not() {
        check(style_text, "src/view/tile.rs", "div().style(\"color: red\")\n", &[1]);
        check(style_text, "src/view/tile.rs", "div().attr(\"style\", x)\n", &[1]);
        check(style_text, "src/view/tile.rs", "div().style(\"--level\", level)\n", &[]);
    }

    #[test]
    fn a_page_with_a_script_a_style_or_a_handler_is_told() {
        check(page, "index.html", "<script>go()</script>\n", &[1]);
        check(page, "index.html", "<p>\n<p style=\"color:red\">\n", &[2]);
        check(page, "index.html", "<body onload=\"go()\">\n", &[1]);
        check(page, "index.html", "<p title=\"a door on=off\">what is on.</p>\n", &[]);
    }
}
