//! The folder of the built app. It is never half old and half new: assets come first, then the page
//! that names them, and only then what no page names any more goes. What is the same stays untouched,
//! so that the hub, which holds the folder, is built again only when the app is another.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::app::asset::Asset;

/// A written app.
pub(crate) struct Folder {
    path: PathBuf,
    files: Vec<PathBuf>,
}

impl Folder {
    /// Writes the page and its assets.
    pub(crate) fn write(path: &Path, html: &str, assets: &[&Asset]) -> Result<Self> {
        let inner = path.join("assets");
        std::fs::create_dir_all(&inner).with_context(|| format!("cannot make {}", inner.display()))?;
        let page = path.join("index.html");
        let mut files = vec![page.clone()];
        for asset in assets {
            let file = inner.join(asset.name());
            put_if_other(&file, asset.bytes())?;
            files.push(file);
        }
        if put_if_other(&page, html.as_bytes())? {
            for encoding in ENCODINGS {
                let stale = sibling(&page, encoding);
                if stale.exists() {
                    std::fs::remove_file(&stale)?;
                }
            }
        }
        let folder = Self { path: path.to_owned(), files };
        folder.drop_strangers(&inner)?;
        Ok(folder)
    }

    /// The page and its assets, by where they lie.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// How a file is called inside the app.
    pub(crate) fn name<'a>(&self, file: &'a Path) -> &'a Path {
        file.strip_prefix(&self.path).unwrap_or(file)
    }

    fn drop_strangers(&self, inner: &Path) -> Result<()> {
        let mut ours = BTreeSet::new();
        for file in &self.files {
            ours.extend(ENCODINGS.iter().map(|encoding| sibling(file, encoding)));
            ours.insert(file.clone());
        }
        for entry in std::fs::read_dir(inner)? {
            let path = entry?.path();
            if !ours.contains(&path) {
                std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }
}

/// The endings of the compressed copies that lie beside each file.
pub(crate) const ENCODINGS: [&str; 2] = ["br", "gz"];

/// The compressed copy of a file.
pub(crate) fn sibling(file: &Path, encoding: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(encoding);
    PathBuf::from(name)
}

fn put_if_other(file: &Path, bytes: &[u8]) -> Result<bool> {
    let other = !std::fs::read(file).is_ok_and(|there| there == bytes);
    if other {
        put(file, bytes)?;
    }
    Ok(other)
}

/// Puts the whole file in place at once, so that nobody ever reads half of it.
pub(crate) fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    let unfinished = sibling(file, "unfinished");
    std::fs::write(&unfinished, bytes)
        .and_then(|()| std::fs::rename(&unfinished, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_page_names_any_more_goes() {
        let path = std::env::temp_dir().join(format!("doorstep-folder-{}", std::process::id()));
        let old = Asset::new("style", "css", b"old".to_vec());
        let new = Asset::new("style", "css", b"new".to_vec());
        Folder::write(&path, "old", &[&old]).unwrap();
        put(&sibling(&path.join("index.html"), "br"), b"old").unwrap();
        let folder = Folder::write(&path, "new", &[&new]).unwrap();
        let names: Vec<_> = folder.files().iter().map(|file| folder.name(file).to_owned()).collect();
        assert_eq!(names, [PathBuf::from("index.html"), Path::new("assets").join(new.name())]);
        assert_eq!(std::fs::read_to_string(path.join("index.html")).unwrap(), "new");
        assert!(!path.join("index.html.br").exists(), "a compressed page of yesterday would still be served");
        assert_eq!(std::fs::read_dir(path.join("assets")).unwrap().count(), 1);
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn what_is_the_same_stays_untouched() {
        let path = std::env::temp_dir().join(format!("doorstep-same-{}", std::process::id()));
        let asset = Asset::new("style", "css", b"same".to_vec());
        let times = || -> Vec<_> {
            let folder = Folder::write(&path, "same", &[&asset]).unwrap();
            put(&sibling(&path.join("index.html"), "br"), b"kept").unwrap();
            folder.files().iter().map(|file| std::fs::metadata(file).unwrap().modified().unwrap()).collect()
        };
        let (first, second) = (times(), times());
        assert_eq!(first, second);
        assert!(path.join("index.html.br").exists());
        std::fs::remove_dir_all(path).unwrap();
    }
}
