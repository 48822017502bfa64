//! The first start of a hub, over both of its halves: before there is an owner, and with the owner signed in.

use super::{App, Keep, Stage, Visit};
use crate::accounts::Entrance;
use crate::command::RequestId;
use crate::event::{HttpReply, NetworkError};
use crate::home::Home;
use crate::login::Start;
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::session::Session;
use crate::setup::{Page, Progress, SetUp, Trouble, Wish};
use crate::time::Timestamp;

/// What the screen says of the set-up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUpView {
    /// The page that is on.
    pub page: Page,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// Whether the hub is being waited for.
    pub is_busy: bool,
}

impl App {
    /// The set-up in progress.
    pub fn set_up(&self) -> SetUpView {
        match &self.stage {
            Stage::SetUp(set_up) => SetUpView {
                page: set_up.page(),
                trouble: set_up.trouble().cloned(),
                is_busy: set_up.is_busy(),
            },
            Stage::Home { home, .. } => {
                home.settling().map_or_else(SetUpView::default, |settling| SetUpView {
                    page: settling.page(),
                    trouble: settling.trouble().cloned(),
                    is_busy: settling.is_busy(),
                })
            }
            Stage::Waiting | Stage::Loading { .. } | Stage::SignIn(_) => SetUpView::default(),
        }
    }

    pub(super) fn set_up_wished(&mut self, wish: Wish, now: Timestamp, out: &mut Outbox) {
        match &mut self.stage {
            // It may have been set up elsewhere meanwhile.
            Stage::SetUp(set_up) if set_up.page() == Page::Elsewhere => self.sign_in(Start::Left, None, out),
            Stage::SetUp(set_up) => set_up.want(wish, out),
            Stage::Home { home, .. } => home.wish_settled(wish, now, out),
            Stage::Waiting | Stage::Loading { .. } | Stage::SignIn(_) => {}
        }
        out.update.redraw();
    }

    /// Nobody can sign in at a hub without an owner.
    pub(super) fn begin_set_up(&mut self, out: &mut Outbox) {
        if self.login().and_then(crate::login::Login::problem) == Some(&Problem::NotSetUp) {
            self.stage = Stage::SetUp(Box::new(SetUp::start(out)));
        }
    }

    pub(super) fn set_up_replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        let Stage::SetUp(set_up) = &mut self.stage else { return };
        let session = match set_up.replied(id, answer, out) {
            Progress::Going => return out.update.redraw(),
            Progress::IsSetUp => None,
            Progress::In(tokens) => Session::begin(tokens, out.place().client_id(), now),
        };
        match session {
            Some(session) => {
                let mut home = Box::new(Home::open(session, now, out));
                home.settle_in(now, out);
                self.accounts.set_up(true);
                let visit = Visit::begin(Entrance::SignedIn, now);
                self.stage = Stage::Home { home, keep: Keep::Remember, visit };
                out.update.redraw();
            }
            None => self.sign_in(Start::Left, None, out),
        }
    }

    pub(super) fn settled(&mut self, out: &mut Outbox) {
        self.accounts.set_up(false);
        self.save(out);
        out.update.redraw();
    }
}
