//! Compressed copies beside each file, made once with the slowest and smallest settings.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use crate::app::folder::{Folder, put, sibling};

/// Makes the copies that are missing: an asset's name is its content, so what lies there is right.
pub(crate) fn fill(folder: &Folder) -> Result<()> {
    std::thread::scope(|scope| {
        let works: Vec<_> = folder.files().iter().map(|file| scope.spawn(|| copies(file))).collect();
        works
            .into_iter()
            .try_for_each(|work| work.join().unwrap_or_else(|_| anyhow::bail!("a compressor died")))
    })
}

fn copies(file: &Path) -> Result<()> {
    let (br, gz) = (sibling(file, "br"), sibling(file, "gz"));
    if br.exists() && gz.exists() {
        return Ok(());
    }
    let bytes = std::fs::read(file)?;
    put(&br, &brotli(&bytes)?)?;
    put(&gz, &gzip(&bytes)?)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let settings =
        BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &settings)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_copies_hold_the_same_as_the_file() {
        let bytes = b"the same thing again and again, ".repeat(100);
        let (br, gz) = (brotli(&bytes).unwrap(), gzip(&bytes).unwrap());
        assert!(br.len() < 100 && gz.len() < 150, "{} {}", br.len(), gz.len());
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &*br, &mut plain).unwrap();
        assert_eq!(plain, bytes);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&*gz).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, bytes);
    }
}
