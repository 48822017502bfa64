//! Everything that the hub logs on this test's thread, down to the last detail.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use tracing::level_filters::LevelFilter;

/// Listens for as long as it is there.
pub(crate) struct Journal(());

impl Journal {
    pub(crate) fn begin() -> Self {
        // One for all tests, since what listens to one thread can miss what another has logged first.
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| {
            let all = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false);
            all.with_writer(|| ThisThread).init();
        });
        LINES.set(Some(Vec::new()));
        Self(())
    }

    pub(crate) fn text(&self) -> String {
        let Self(()) = self;
        LINES.with_borrow(|lines| String::from_utf8_lossy(lines.as_deref().unwrap_or_default()).into_owned())
    }

    pub(crate) fn count(&self, words: &str) -> usize {
        self.text().matches(words).count()
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

struct ThisThread;

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.as_mut().map(|lines| lines.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

thread_local! {
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}
