//! A file of the app under a name that its content gives it, so that it may be kept for ever.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// One file for `assets/`.
pub(crate) struct Asset {
    stem: &'static str,
    extension: &'static str,
    bytes: Vec<u8>,
}

impl Asset {
    /// A file with this content.
    pub(crate) fn new(stem: &'static str, extension: &'static str, bytes: Vec<u8>) -> Self {
        Self { stem, extension, bytes }
    }

    /// What is in it.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// `boot-0123456789abcdef.js`: another content is another name.
    pub(crate) fn name(&self) -> String {
        let mut name = format!("{}-", self.stem);
        for byte in Sha256::digest(&self.bytes).iter().take(8) {
            name.push_str(&format!("{byte:02x}"));
        }
        format!("{name}.{}", self.extension)
    }

    /// The value for an `integrity` attribute.
    pub(crate) fn integrity(&self) -> String {
        format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(&self.bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_content() {
        let asset = Asset::new("boot", "js", b"hello\n".to_vec());
        assert_eq!(asset.name(), "boot-5891b5b522d5df08.js");
        assert_ne!(asset.name(), Asset::new("boot", "js", b"hello".to_vec()).name());
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        let asset = Asset::new("boot", "js", b"alert('Hello, world.');".to_vec());
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(asset.integrity(), expected);
    }
}
