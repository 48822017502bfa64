//! The script that wasm-bindgen writes, without what only people read.

/// The same script, shorter: comments that fill whole lines and indentation go.
///
/// It does not read JavaScript. A text over several lines would make it guess, so it leaves a script with one alone.
pub(crate) fn squeezed(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut is_comment = false;
    let mut squeezed = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        if !is_comment && line.starts_with("/*") {
            is_comment = line.find("*/").is_none_or(|end| end + 2 == line.len());
        }
        if is_comment {
            is_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go() {
        let script = "/**\n * @returns {number}\n */\nfunction one() {\n    // why\n\n    /* short */\n    return 1; // one\n}\n";
        assert_eq!(squeezed(script), "function one() {\nreturn 1; // one\n}\n");
        assert_eq!(squeezed("/* a */ f();\ng();\n"), "/* a */ f();\ng();\n");
    }

    #[test]
    fn a_text_over_several_lines_is_left_alone() {
        let script = "const text = `\n    // not a comment\n`;\n";
        assert_eq!(squeezed(script), script);
        assert_eq!(squeezed("  f(`a`, `b`);\n"), "f(`a`, `b`);\n");
    }
}
