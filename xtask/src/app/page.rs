//! The page shell: index.html names what belongs to the app in Trunk's words, and the built page
//! names the built files instead. Nothing in it is a script or a style of its own.

use anyhow::{Context, Result, bail};

use crate::app::asset::Asset;

/// The page as it was written, cut at the links that the build replaces.
pub(crate) struct Page {
    pieces: Vec<Piece>,
    icon: String,
}

/// The files that the built page names.
pub(crate) struct Parts {
    pub(crate) wasm: Asset,
    pub(crate) glue: Asset,
    pub(crate) boot: Asset,
    pub(crate) style: Asset,
    pub(crate) icon: Asset,
}

enum Piece {
    Text(String),
    Style(String),
    Icon,
    Program,
}

impl Page {
    /// Reads a page; every `data-trunk` link must be of a known kind.
    pub(crate) fn parse(html: &str) -> Result<Self> {
        let mut pieces = Vec::new();
        let mut icon = None;
        let mut programs = 0;
        let mut rest = html;
        while let Some((before, after)) = rest.split_once("<link data-trunk ") {
            let (link, after) = after.split_once('>').context("a link has no end")?;
            pieces.push(Piece::Text(before.to_owned()));
            rest = after;
            let href = || attribute(link, "href").with_context(|| format!("no href in {link:?}"));
            pieces.push(match attribute(link, "rel") {
                Some("css") => Piece::Style(href()?.to_owned()),
                Some("icon") => {
                    icon = Some(href()?.to_owned());
                    Piece::Icon
                }
                Some("rust") => {
                    programs += 1;
                    Piece::Program
                }
                other => bail!("the page asks Trunk for {other:?}, which this build does not know"),
            });
        }
        pieces.push(Piece::Text(rest.to_owned()));
        if programs != 1 {
            bail!("the page needs exactly one link with rel=\"rust\", not {programs}");
        }
        Ok(Self { pieces, icon: icon.context("the page has no link with rel=\"icon\"")? })
    }

    /// The style sheets, in the order in which they apply.
    pub(crate) fn styles(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Style(file) => Some(&**file),
            Piece::Text(_) | Piece::Icon | Piece::Program => None,
        })
    }

    /// The file that is the page's icon.
    pub(crate) fn icon(&self) -> &str {
        &self.icon
    }

    /// The page for these files, whose addresses begin with `base`.
    pub(crate) fn with(&self, parts: &Parts, base: &str) -> String {
        let mut html = String::new();
        let mut style = Some(format!(
            "<link rel=\"stylesheet\" href=\"{base}assets/{}\" integrity=\"{}\">",
            parts.style.name(),
            parts.style.integrity()
        ));
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => html.push_str(text),
                Piece::Style(_) => html.push_str(&style.take().unwrap_or_default()),
                Piece::Icon => html.push_str(&format!(
                    "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{base}assets/{}\">",
                    parts.icon.name()
                )),
                Piece::Program => html.push_str(&program(parts, base)),
            }
        }
        shortened(&html)
    }
}

/// The module is asked for before the scripts that need it. It carries no integrity: a browser would
/// have to hold it back until the last byte, where now it compiles while it arrives, and its name is
/// its content's already.
fn program(parts: &Parts, base: &str) -> String {
    let wasm = parts.wasm.name();
    let (glue, glue_sum) = (parts.glue.name(), parts.glue.integrity());
    let (boot, boot_sum) = (parts.boot.name(), parts.boot.integrity());
    format!(
        "<link rel=\"preload\" href=\"{base}assets/{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         <link rel=\"modulepreload\" href=\"{base}assets/{glue}\" integrity=\"{glue_sum}\">\n\
         <script type=\"module\" src=\"{base}assets/{boot}\" integrity=\"{boot_sum}\"></script>"
    )
}

fn attribute<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = link.split_once(&format!("{name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

/// Without comments, indentation and empty lines.
fn shortened(html: &str) -> String {
    let mut rest = html;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |html, line| html + line + "\n")
}

#[cfg(test)]
#[path = "page/tests.rs"]
mod tests;
