//! Words that must not stand in any file.

use crate::rules::Rule;

/// The rules of this file.
pub(crate) const ALL: &[Rule] = &[unowned, machine, mirrored];

/// Something left to do has the number of its issue, or it is never done.
fn unowned(_: &str, text: &str) -> Vec<(usize, String)> {
    // In two halves, so that this file keeps its own rule.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let told = |line: &str| {
        let (_, after) = marks.iter().find_map(|mark| line.split_once(mark))?;
        let number = after.strip_prefix(" #").or_else(|| after.strip_prefix("(#"))?;
        number.starts_with(|digit: char| digit.is_ascii_digit()).then_some(())
    };
    lines(
        text,
        |line| marks.iter().any(|mark| line.contains(mark)) && told(line).is_none(),
        "has no issue: write #NUMBER",
    )
}

/// A path of somebody's machine works on no other.
fn machine(_: &str, text: &str) -> Vec<(usize, String)> {
    let roots =
        [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/Use", "rs/"), concat!("/tm", "p/w/")];
    lines(text, |line| roots.iter().any(|root| begins_a_path(line, root)), "a path of one machine")
}

/// A lock that names where packages came from sends everybody there.
fn mirrored(path: &str, text: &str) -> Vec<(usize, String)> {
    let is_lock = path.ends_with("package-lock.json");
    lines(text, |line| is_lock && line.contains("\"resolved\": \"http"), "an address of one registry")
}

/// `src/home/demo` holds no such path, `"/home/demo"` does.
fn begins_a_path(line: &str, root: &str) -> bool {
    line.match_indices(root).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric() && !"._-)}/".contains(before))
    })
}

fn lines(text: &str, breach: impl Fn(&str) -> bool, why: &str) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| breach(line))
        .map(|(at, _)| (at + 1, why.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_left_to_do_needs_an_issue() {
        let text =
            concat!("// TO", "DO: later\n// TO", "DO #12: later\n// FIX", "ME(#3)\n// FIX", "ME # soon\n");
        let found: Vec<_> = unowned("a.rs", text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, [1, 4]);
    }

    #[test]
    fn a_path_of_one_machine_is_told_and_a_folder_of_that_name_is_not() {
        let text = concat!("open(\"/wo", "rk/a\")\n../wo", "rk/a\n/ro", "ot/.cargo\nroot: /Use", "rs/x\n");
        let found: Vec<_> = machine("a.md", text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, [1, 3, 4]);
    }

    #[test]
    fn a_lock_that_names_a_registry_is_told() {
        let text = "{\n  \"resolved\": \"https://packages.example/a.tgz\"\n}\n";
        assert_eq!(mirrored("tests/e2e/package-lock.json", text).len(), 1);
        assert_eq!(mirrored("tests/fixtures/a.json", text), []);
    }
}
