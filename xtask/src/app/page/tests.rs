//! The page before and after the build.

use super::*;

const WRITTEN: &str = r#"<!doctype html>
<html>
    <!-- What the build replaces
         is marked. -->
    <link data-trunk rel="css" href="style/a.css">
    <link data-trunk rel="css" href="style/b.css">
    <link data-trunk rel="icon" href="style/icon.svg">
    <link data-trunk rel="rust" data-wasm-opt="0">
</html>
"#;

fn parts() -> Parts {
    Parts {
        wasm: Asset::new("doorstep", "wasm", Vec::new()),
        glue: Asset::new("doorstep", "js", Vec::new()),
        boot: Asset::new("boot", "js", Vec::new()),
        style: Asset::new("style", "css", Vec::new()),
        icon: Asset::new("icon", "svg", Vec::new()),
    }
}

#[test]
fn styles_come_in_the_order_of_the_page() {
    let page = Page::parse(WRITTEN).unwrap();
    assert_eq!(page.styles().collect::<Vec<_>>(), ["style/a.css", "style/b.css"]);
    assert_eq!(page.icon(), "style/icon.svg");
}

#[test]
fn the_built_page_names_each_built_file_once_and_nothing_of_trunk() {
    let html = Page::parse(WRITTEN).unwrap().with(&parts(), "./");
    let parts = parts();
    for asset in [&parts.wasm, &parts.glue, &parts.boot, &parts.style, &parts.icon] {
        assert_eq!(html.matches(&format!("\"./assets/{}\"", asset.name())).count(), 1, "{html}");
    }
    assert!(!html.contains("data-trunk") && !html.contains("<!--") && !html.contains("    "), "{html}");
    assert!(html.starts_with("<!doctype html>\n<html>\n<link rel=\"stylesheet\""), "{html}");
}

#[test]
fn scripts_and_styles_are_files_with_integrity() {
    let html = Page::parse(WRITTEN).unwrap().with(&parts(), "./");
    assert_eq!(html.matches("integrity=\"sha384-").count(), 3, "{html}");
    assert!(html.contains("></script>") && !html.contains("<style"), "{html}");
}

#[test]
fn a_link_that_the_build_does_not_know_is_refused() {
    let problem = Page::parse(&WRITTEN.replace("rel=\"css\"", "rel=\"sass\"")).err().unwrap();
    assert!(problem.to_string().contains("sass"));
    assert!(Page::parse(&WRITTEN.replace("rel=\"rust\"", "rel=\"icon\"")).is_err());
    assert!(Page::parse("<html>").is_err());
}
