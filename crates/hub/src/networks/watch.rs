//! Who came in by their network must still be in it: looked at when a rule changes, and every minute.

use std::sync::Arc;
use std::time::Duration;

use super::people;
use crate::hub::Hub;
use crate::socket::news::News;
use crate::store::StoreError;

/// Looks every minute. Never ends.
pub(crate) async fn run(hub: &Hub) {
    loop {
        tokio::time::sleep(EVERY).await;
        hub.networks().look_around();
        if let Err(error) = look(hub).await {
            tracing::warn!(%error, "who is here by their network cannot be looked at");
        }
    }
}

/// The rules are others now: whom they no longer let in goes, and what the rest may do is looked at again.
pub(crate) async fn changed(hub: &Hub) -> Result<(), StoreError> {
    let looked = look(hub).await;
    // Nobody may be there to hear it.
    hub.news().send(Arc::new(News::AccessChanged(None))).ok();
    looked
}

/// Closes every socket that its network no longer keeps open. Whoever cannot be looked at has to go.
pub(crate) async fn look(hub: &Hub) -> Result<(), StoreError> {
    let mut failure = Ok(());
    for (user, address) in hub.sockets().guests() {
        let admitted = async {
            match hub.store().user(user.clone()).await? {
                Some(known) => people::admits(hub.networks().decide(address), &known, hub.store()).await,
                None => Ok(false),
            }
        };
        let stays = admitted.await.unwrap_or_else(|error| {
            failure = Err(error);
            false
        });
        if !stays {
            tracing::info!(%address, "a socket was closed: its network no longer keeps it open");
            hub.sockets().close_guest(&user, address);
        }
    }
    failure
}

const EVERY: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;
    use crate::config::{Config, Policy};
    use crate::home::demo::family;
    use crate::networks::Address;
    use crate::store::{Place, SessionId};
    use crate::{Clock, Hub};

    #[tokio::test(start_paused = true)]
    async fn who_is_no_longer_in_a_network_is_sent_away_within_a_minute() {
        let rule = "[[network]]\nname = \"home\"\ncidr = [\"192.168.7.0/24\"]\nusers = [\"clara\", \"dan\"]";
        let policy = Policy::parse(rule).unwrap();
        let config = Config { policy, ..Config::demo(Place::Memory) };
        let hub = Hub::open(config, Clock::by_hand(0.0)).await.unwrap();
        let seat = |user: &str, session: &str, ip: &str| {
            let address = Address::direct((ip.parse::<std::net::IpAddr>().unwrap(), 1).into());
            let seat = hub.sockets().take_seat().unwrap();
            assert!(seat.belongs_to(&SessionId(session.into()), &user.into(), Some(address)));
            seat
        };
        let mut leaves = seat(family::CLARA, "one", "192.168.7.5");
        let mut stays = seat(family::DAN, "two", "192.168.7.6");
        let watching = tokio::spawn({
            let hub = hub.clone();
            async move { run(&hub).await }
        });
        // The network shrinks, and nobody says so.
        let smaller = Policy::parse(&rule.replace("7.0/24", "7.6")).unwrap();
        hub.networks().lock().all = Arc::new(smaller.networks);
        assert!(timeout(Duration::from_secs(61), leaves.ended()).await.is_ok());
        assert!(timeout(Duration::from_secs(200), stays.ended()).await.is_err());
        watching.abort();
    }
}
