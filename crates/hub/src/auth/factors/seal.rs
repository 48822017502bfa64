//! Seals what the database must not tell: under a key that lies beside it and not in it.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use doorstep_protocol::ids::UserId;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::random::{self, NoRandomness};
use crate::store::Place;

/// The key of this hub.
pub(crate) struct Seal([u8; 32]);

/// Why there is no key.
#[derive(Debug)]
pub enum NoKey {
    /// The file cannot be read or made, or is not a key.
    File(PathBuf, io::Error),
    /// It is gone, and something was sealed with it.
    Gone(PathBuf),
}

impl Seal {
    /// Reads the key, and makes one where nothing `is_sealed` yet.
    pub(crate) fn load(place: &Place, is_sealed: bool) -> Result<Self, NoKey> {
        let Place::Folder(folder) = place else {
            return random::bytes().map(Self).map_err(|_| NoKey::File(PathBuf::new(), no_randomness()));
        };
        let file = folder.join(FILE_NAME);
        match fs::read(&file) {
            Ok(bytes) => bytes.try_into().map(Self).map_err(|_| {
                let wrong = io::Error::new(io::ErrorKind::InvalidData, "it does not have 32 bytes");
                NoKey::File(file, wrong)
            }),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(NoKey::File(file, error)),
            Err(_) if is_sealed => Err(NoKey::Gone(file)),
            Err(_) => make(&file).map(Self).map_err(|error| NoKey::File(file, error)),
        }
    }

    /// Seals `plain` for a user: it opens for nobody else.
    pub(super) fn seal(&self, plain: &[u8], user: &UserId) -> Result<Vec<u8>, NoRandomness> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let payload = Payload { msg: plain, aad: user.as_str().as_bytes() };
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), payload).map_err(|_| NoRandomness)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for this user.
    pub(super) fn open(&self, sealed: &[u8], user: &UserId) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: user.as_str().as_bytes() };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).ok()
    }

    /// What is kept of a code: without the key nobody can try codes against it.
    pub(super) fn hash(&self, code: &str, user: &UserId) -> [u8; 32] {
        // A block of SHA-256 begins with the key, as RFC 2104 has it.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
        mac.update(user.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(code.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.0.into())
    }

    #[cfg(test)]
    pub(super) fn of(key: [u8; 32]) -> Self {
        Self(key)
    }
}

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file, error) => {
                write!(f, "The key file {} cannot be used: {error}.", file.display())
            }
            Self::Gone(file) => write!(
                f,
                "The key file {} is gone, and second factors cannot be checked without it. Put it back from \
                 the backup that the database came from.",
                file.display()
            ),
        }
    }
}

fn make(file: &PathBuf) -> io::Result<[u8; 32]> {
    let key = random::bytes().map_err(|_| no_randomness())?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(&key)?;
    file.sync_all()?;
    Ok(key)
}

fn no_randomness() -> io::Error {
    io::Error::other("the system gives no random numbers")
}

const FILE_NAME: &str = "doorstep.key";
const NONCE: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_user_with_its_key_and_whole() {
        let (seal, anna) = (Seal::of([7; 32]), UserId::from("anna"));
        let mut sealed = seal.seal(b"seed", &anna).unwrap();
        assert_eq!(seal.open(&sealed, &anna).unwrap(), b"seed");
        assert_eq!(seal.open(&sealed, &"ben".into()), None);
        assert_eq!(Seal::of([8; 32]).open(&sealed, &anna), None);
        assert_ne!(seal.seal(b"seed", &anna).unwrap(), sealed);
        sealed[NONCE] ^= 1;
        assert_eq!(seal.open(&sealed, &anna), None);
        assert_eq!(seal.open(b"short", &anna), None);
    }
}
