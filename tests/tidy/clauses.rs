//! Rules over several files: nothing lies about that nobody reads, nothing is forbidden untried.

use crate::files::File;

/// Fixtures whose file or folder no test names.
pub(crate) fn unread_fixtures(files: &[File]) -> Vec<&str> {
    let is_test = |file: &&File| {
        let path = &file.path;
        (path.ends_with(".rs") || path.ends_with(".mjs")) && !path.starts_with("tests/tidy/")
    };
    let tests: Vec<_> = files.iter().filter(is_test).map(|file| &*file.text).collect();
    let fixtures = files.iter().map(|file| &*file.path).filter(|path| path.starts_with("tests/fixtures/"));
    fixtures.filter(|path| !is_named(path, &tests)).collect()
}

fn is_named(path: &str, tests: &[&str]) -> bool {
    let path = path.strip_prefix("tests/").unwrap_or(path);
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]);
    ends.map(|end| &path[..end]).any(|part| {
        tests.iter().any(|text| {
            text.match_indices(part).any(|(at, _)| !text[at + part.len()..].starts_with(is_inside_a_name))
        })
    })
}

fn is_inside_a_name(next: char) -> bool {
    next.is_alphanumeric() || "_-./".contains(next)
}

/// Forbidden calls that no expectation in tests/locks.rs proves.
pub(crate) fn untried_locks<'a>(clippy: &'a str, locks: &str) -> Vec<&'a str> {
    let paths = clippy.lines().filter_map(|line| line.trim().strip_prefix("{ path = \"")?.split('"').next());
    paths.filter(|path| !locks.contains(&format!("\"refused: {path}\""))).collect()
}

/// Tests that a page names and that nobody has written: `words_joined_like_this` is a test.
pub(crate) fn unwritten_tests<'a>(page: &'a str, files: &[File]) -> Vec<&'a str> {
    let is_test = |word: &str| {
        word.contains('_')
            && word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit())
    };
    let is_written = |name: &str| {
        let opening = format!("fn {name}(");
        files.iter().any(|file| file.path.ends_with(".rs") && file.text.contains(&opening))
    };
    page.split('`').filter(|word| is_test(word) && !is_written(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_is_named_and_not_written_is_told() {
        let files = [file("tests/a.rs", "async fn it_holds() {}"), file("b.md", "fn it_is_said() {}")];
        let page = "`it_holds`, `it_is_said`, `it_hold`, `cargo test -p a_b`, `word`";
        assert_eq!(unwritten_tests(page, &files), ["it_is_said", "it_hold"]);
    }

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_fixture_that_no_test_names_is_told() {
        let files = [
            file("tests/fixtures/read/a.json", ""),
            file("tests/fixtures/read/deep/b.json", ""),
            file("tests/fixtures/ready/c.json", ""),
            file("tests/fixtures/d.json", ""),
            file("tests/fixtures/e.json", ""),
            file("tests/some.rs", "read_dir(\"fixtures/read\"); read(\"fixtures/d.json\")"),
        ];
        assert_eq!(unread_fixtures(&files), ["tests/fixtures/ready/c.json", "tests/fixtures/e.json"]);
    }

    #[test]
    fn a_call_that_is_forbidden_and_not_tried_is_told() {
        let clippy =
            "disallowed-methods = [\n    { path = \"a::b\", reason = \"\" },\n    { path = \"c::d\" },\n]";
        assert_eq!(untried_locks(clippy, "reason = \"refused: a::b\""), ["c::d"]);
    }
}
