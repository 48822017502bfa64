//! Which passwords somebody may choose. Length is what counts: no classes of characters, no cutting off.

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] bytes.
    TooLong,
    /// The username, or the same character over and over.
    Guessable,
}

/// What is wrong with a password that `username` wants to have, if anything.
pub(crate) fn weakness(password: &str, username: &str) -> Option<Weakness> {
    let mut characters = password.chars();
    let first = characters.next();
    if password.chars().count() < SHORTEST {
        Some(Weakness::TooShort)
    } else if password.len() > LONGEST {
        Some(Weakness::TooLong)
    } else if password.to_lowercase() == username || characters.all(|other| Some(other) == first) {
        Some(Weakness::Guessable)
    } else {
        None
    }
}

impl Weakness {
    /// What the app knows it by.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::Guessable => "password_guessable",
        }
    }

    /// What to do about it.
    pub(crate) fn sentence(self) -> String {
        match self {
            Self::TooShort => format!("That password is too short: use {SHORTEST} characters or more."),
            Self::TooLong => format!("That password is too long: use {LONGEST} bytes or fewer."),
            Self::Guessable => "That password is guessed at once: use a few words in a row.".into(),
        }
    }
}

/// Characters.
pub(crate) const SHORTEST: usize = 12;
/// Bytes. All of them count.
pub(crate) const LONGEST: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_characters_are_enough_in_any_script() {
        assert_eq!(weakness("elf zeichen", "anna"), Some(Weakness::TooShort));
        assert_eq!(weakness("zwölf zeiche", "anna"), None);
        assert_eq!(weakness("ключ от дома", "anna"), None);
        assert_eq!(weakness(&"kilobyte".repeat(128), "anna"), None);
        assert_eq!(weakness(&"x1".repeat(2_049), "anna"), Some(Weakness::TooLong));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        assert_eq!(weakness("aaaaaaaaaaaa", "anna"), Some(Weakness::Guessable));
        assert_eq!(weakness("Anna.Example.Org", "anna.example.org"), Some(Weakness::Guessable));
    }
}
