//! The first start: whoever can read what the hub prints makes the owner, and the owner sets the home up.

mod code;
pub(crate) mod views;

use std::sync::{Mutex, MutexGuard, PoisonError};

use doorstep_protocol::secret::Secret;
use tokio::sync::watch;

use crate::random::NoRandomness;
use code::{Code, Judged};

/// How far the set-up has come.
pub(crate) struct SetUp {
    stage: Mutex<Stage>,
    printed: watch::Sender<Option<Secret>>,
}

enum Stage {
    /// Nobody lives here; whoever has the code may become the owner.
    Owner(Code),
    /// There is an owner, who is in and settles.
    Home,
    /// All is done. What the home is called; empty where nobody gave it a name.
    Done(String),
}

impl SetUp {
    /// Where the set-up stands: `home_name` as the store has it.
    pub(crate) fn new(has_users: bool, home_name: Option<String>, now: f64) -> Result<Self, NoRandomness> {
        let mut printed = None;
        let stage = match (home_name, has_users) {
            (Some(name), _) => Stage::Done(name),
            (None, true) => Stage::Home,
            (None, false) => {
                let (code, shown) = Code::new(now)?;
                printed = Some(shown);
                Stage::Owner(code)
            }
        };
        Ok(Self { stage: Mutex::new(stage), printed: watch::Sender::new(printed) })
    }

    /// The code to print, each time that there is another.
    pub(crate) fn codes(&self) -> watch::Receiver<Option<Secret>> {
        self.printed.subscribe()
    }

    /// Whether there is nobody yet.
    pub(crate) fn needs_owner(&self) -> bool {
        matches!(*self.lock(), Stage::Owner(_))
    }

    /// What the home is called, once it is set up.
    pub(crate) fn home_name(&self) -> Option<String> {
        match &*self.lock() {
            Stage::Done(name) => Some(name.clone()),
            Stage::Owner(_) | Stage::Home => None,
        }
    }

    /// Whether this is the code that the hub has printed. One that is used up or too old is replaced.
    fn judge(&self, given: &str, now: f64) -> Result<bool, NoRandomness> {
        let mut stage = self.lock();
        let Stage::Owner(code) = &mut *stage else { return Ok(false) };
        match code.judge(given, now) {
            Judged::Right => Ok(true),
            Judged::Wrong => Ok(false),
            Judged::Over => {
                let (next, shown) = Code::new(now)?;
                *code = next;
                self.printed.send_replace(Some(shown));
                Ok(false)
            }
        }
    }

    fn has_owner(&self) {
        let mut stage = self.lock();
        if matches!(*stage, Stage::Owner(_)) {
            *stage = Stage::Home;
            self.printed.send_replace(None);
        }
    }

    fn finish(&self, home_name: String) {
        *self.lock() = Stage::Done(home_name);
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
