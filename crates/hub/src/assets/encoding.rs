//! Which form of a file a browser can take: the build leaves a `.br` and a `.gz` beside each.

/// A form in which a file may lie there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

/// What an `Accept-Encoding` takes, smallest first. The plain form is always last.
pub(super) fn accepted(header: &str) -> Vec<Encoding> {
    let takes = |name: &str| {
        header.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            let is_named = words.next().is_some_and(|word| word.eq_ignore_ascii_case(name));
            let is_refused = words.any(|word| {
                word.strip_prefix("q=")
                    .and_then(|weight| weight.trim().parse().ok())
                    .is_some_and(|q: f32| q <= 0.0)
            });
            is_named && !is_refused
        })
    };
    let mut forms: Vec<Encoding> = [Encoding::Brotli, Encoding::Gzip]
        .into_iter()
        .filter(|form| form.name().is_some_and(takes))
        .collect();
    forms.push(Encoding::Plain);
    forms
}

impl Encoding {
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Plain => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding::{Brotli, Gzip, Plain};
    use super::*;

    #[test]
    fn the_smallest_form_that_a_browser_takes_comes_first() {
        assert_eq!(accepted("gzip, deflate, br, zstd"), [Brotli, Gzip, Plain]);
        assert_eq!(accepted("gzip;q=1.0, br;q=0"), [Gzip, Plain]);
        assert_eq!(accepted("GZIP"), [Gzip, Plain]);
        assert_eq!(accepted("brotli"), [Plain]);
        assert_eq!(accepted(""), [Plain]);
    }
}
