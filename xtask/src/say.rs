//! What the commands tell the person who runs them: the only place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "telling is what these commands are for")]

use std::fmt::Display;
use std::time::Duration;

/// One line for the person.
pub(crate) fn line(text: impl Display) {
    println!("{text}");
}

/// Why the command ends here, with everything that led to it.
pub(crate) fn problem(problem: &anyhow::Error) {
    eprintln!("\nxtask: {problem:#}");
}

/// `41 s`, `2 min 05 s`: a duration as people read it.
pub(crate) fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else if seconds >= 10 {
        format!("{seconds} s")
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

/// `146.8 kB`: a size as people read it, a kilobyte being 1000 bytes.
pub(crate) fn size(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_clock() {
        assert_eq!(time(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(time(Duration::from_secs(41)), "41 s");
        assert_eq!(time(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn sizes_are_in_kilobytes_of_a_thousand() {
        assert_eq!(size(146_751), "146.7 kB");
        assert_eq!(size(99), "0.0 kB");
    }
}
