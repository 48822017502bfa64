//! A username for a name.

/// The first word of a name, in small letters: what most people would choose.
pub fn of_name(name: &str) -> String {
    let word = name.split_whitespace().next().unwrap_or_default();
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::of_name;

    #[test]
    fn the_first_word_in_small_letters() {
        for (name, username) in [
            ("Anna Maria", "anna"),
            ("  Ben", "ben"),
            ("Zoë!", "zoë"),
            ("O'Neil", "oneil"),
            ("", ""),
            ("李 明", "李"),
        ] {
            assert_eq!(of_name(name), username);
        }
    }
}
