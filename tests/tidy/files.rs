//! The repository's own text: what people wrote, not what was built, installed or recorded.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file and where it lies, seen from the repository.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

const NOT_OURS: &[&str] = &[".git", "target", "dist", "data", "node_modules", "out"];
const WRITTEN: &[&str] = &["rs", "mjs", "css", "html", "toml", "md", "json", "txt", "yml", "js", ""];

/// Every text file in the repository.
pub(crate) fn repository() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(root, &mut paths);
    paths.sort();
    let files: Vec<_> = paths
        .into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some(File { path: path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), text })
        })
        .collect();
    assert!(files.len() > 50, "only {} files: this is not the repository", files.len());
    files
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let ending = path.extension().map_or("", |ending| ending.to_str().unwrap());
        if NOT_OURS.contains(&name) {
            // `.git` is a file in a second work tree.
            continue;
        }
        if path.is_dir() {
            walk(&path, paths);
        } else if WRITTEN.contains(&ending) {
            paths.push(path);
        }
    }
}
