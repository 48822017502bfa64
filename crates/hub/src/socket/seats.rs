//! Who is connected: how many may be, and how the hub ends the conversations of a session or a user.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_protocol::ids::UserId;
use tokio::sync::{Notify, watch};

use super::End;
use crate::config::Limits;
use crate::networks::Address;
use crate::store::SessionId;

/// Every open conversation.
pub(crate) struct Sockets {
    seats: Arc<Mutex<Seats>>,
    left: Arc<Notify>,
    limits: Limits,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: HashMap<u64, Taken>,
}

struct Taken {
    by: Guest,
    /// Where they are, who are here by their network.
    network: Option<Address>,
    end: watch::Sender<Option<End>>,
}

enum Guest {
    Stranger,
    Known(SessionId, UserId),
}

/// A place in the hub; given back when it is dropped.
pub(crate) struct Seat {
    seats: Arc<Mutex<Seats>>,
    left: Arc<Notify>,
    number: u64,
    end: watch::Receiver<Option<End>>,
    limits: Limits,
}

impl Sockets {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { seats: Arc::default(), left: Arc::default(), limits }
    }

    /// A seat for somebody who has not said yet who they are.
    pub(crate) fn take_seat(&self) -> Option<Seat> {
        let mut seats = lock(&self.seats);
        let strangers = seats.taken.values().filter(|seat| matches!(seat.by, Guest::Stranger)).count();
        if seats.taken.len() >= self.limits.sockets || strangers >= self.limits.strangers {
            return None;
        }
        let (sender, end) = watch::channel(None);
        let number = seats.next;
        seats.next += 1;
        seats.taken.insert(number, Taken { by: Guest::Stranger, network: None, end: sender });
        drop(seats);
        let (seats, left) = (Arc::clone(&self.seats), Arc::clone(&self.left));
        Some(Seat { seats, left, number, end, limits: self.limits })
    }

    /// Waits until nobody is left.
    pub(crate) async fn emptied(&self) {
        loop {
            let left = self.left.notified();
            if lock(&self.seats).taken.is_empty() {
                return;
            }
            left.await;
        }
    }

    /// Ends the conversations of a session.
    pub(crate) fn close_session(&self, session: &SessionId) {
        self.close(End::Done, |guest| matches!(guest, Guest::Known(of, _) if of == session));
    }

    /// Ends the conversations of a user.
    pub(crate) fn close_user(&self, user: &UserId) {
        self.close(End::Done, |guest| matches!(guest, Guest::Known(_, who) if who == user));
    }

    /// Ends every conversation.
    pub(crate) fn close_all(&self) {
        self.close(End::Stopping, |_| true);
    }

    /// Those who are here by their network, and where.
    pub(crate) fn guests(&self) -> HashSet<(UserId, Address)> {
        let seats = lock(&self.seats);
        let guest = |seat: &Taken| match (&seat.by, seat.network) {
            (Guest::Known(_, user), Some(address)) => Some((user.clone(), address)),
            (Guest::Known(..) | Guest::Stranger, _) => None,
        };
        seats.taken.values().filter_map(guest).collect()
    }

    /// Ends the conversations of a user who is at this address by their network.
    pub(crate) fn close_guest(&self, user: &UserId, address: Address) {
        for seat in lock(&self.seats).taken.values().filter(|seat| seat.network == Some(address)) {
            if matches!(&seat.by, Guest::Known(_, who) if who == user) {
                seat.end.send_replace(Some(End::Done));
            }
        }
    }

    fn close(&self, end: End, whose: impl Fn(&Guest) -> bool) {
        for seat in lock(&self.seats).taken.values().filter(|seat| whose(&seat.by)) {
            seat.end.send_replace(Some(end));
        }
    }
}

impl Seat {
    /// Says whose seat this is; `false` when that user has too many.
    pub(crate) fn belongs_to(&self, session: &SessionId, user: &UserId, network: Option<Address>) -> bool {
        let mut seats = lock(&self.seats);
        let of_user = seats
            .taken
            .values()
            .filter(|seat| matches!(&seat.by, Guest::Known(_, who) if who == user))
            .count();
        if of_user >= self.limits.sockets_per_user {
            return false;
        }
        if let Some(seat) = seats.taken.get_mut(&self.number) {
            seat.by = Guest::Known(session.clone(), user.clone());
            seat.network = network;
        }
        true
    }

    /// Waits until the hub wants the conversation to end.
    pub(crate) async fn ended(&mut self) -> End {
        self.end.wait_for(Option::is_some).await.ok().and_then(|end| *end).unwrap_or(End::Stopping)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        lock(&self.seats).taken.remove(&self.number);
        self.left.notify_waiters();
    }
}

fn lock(seats: &Mutex<Seats>) -> MutexGuard<'_, Seats> {
    seats.lock().unwrap_or_else(PoisonError::into_inner)
}
