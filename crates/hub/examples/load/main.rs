//! Puts a hub under load and prints what it cost, as one line of JSON.
//!
//! `DOORSTEP_HUB` is the hub to measure. It runs as a process of its own, so that its memory and its time
//! are its own too; a new one for each figure.

mod client;
mod hub;

use std::error::Error;
use std::time::Duration;

use client::{Page, Tally, follow};
use hub::Hub;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// Whatever goes wrong ends the measurement.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let figures = json!({
        "idle": idle().await?,
        "busy": busy().await?,
        "slow readers": slow_readers().await?,
    });
    #[expect(clippy::print_stdout, reason = "this is what the measurement is for")]
    {
        println!("{figures}");
    }
    Ok(())
}

/// What a socket costs on which nothing happens: a thousand pages of the normal demo home.
async fn idle() -> Outcome<Value> {
    let hub = Hub::start(&[]).await?;
    let token = hub.sign_in("anna").await?;
    // What the sign-in took is given back only when something else happens.
    sleep(SETTLE).await;
    drop(follow(&hub, &token).await?);
    let before = hub.memory()?;
    let pages = follow_all(&hub, &token, IDLE_SOCKETS).await?;
    sleep(SETTLE).await;
    let after = hub.memory()?;
    let (cpu, began) = (hub.cpu()?, Instant::now());
    read(pages, BUSY_TIME).await;
    let cpu = (hub.cpu()? - cpu) / began.elapsed().as_secs_f64();
    Ok(json!({
        "sockets": IDLE_SOCKETS,
        "memory without sockets, KiB": before,
        "memory per socket, KiB": rounded(per(after.saturating_sub(before), IDLE_SOCKETS)),
        "share of one core": rounded(cpu),
    }))
}

/// A hundred pages that follow a thousand changes a second.
async fn busy() -> Outcome<Value> {
    let hub = Hub::start(&["--demo-entities", "1000", "--demo-rate", "1000"]).await?;
    let token = hub.sign_in("anna").await?;
    let pages = follow_all(&hub, &token, BUSY_SOCKETS).await?;
    let cpu = hub.cpu()?;
    let began = Instant::now();
    let tally = read(pages, BUSY_TIME).await;
    let seconds = began.elapsed().as_secs_f64();
    let cpu = (hub.cpu()? - cpu) / seconds;
    Ok(json!({
        "sockets": BUSY_SOCKETS,
        "changes a second": 1000,
        "deliveries a second": rounded(tally.changes as f64 / seconds),
        "frames a second": rounded(tally.frames as f64 / seconds),
        "megabytes a second": rounded(tally.bytes as f64 / seconds / 1e6),
        "share of one core": rounded(cpu),
        "from change to page, ms": tally.delays(),
        "memory, KiB": hub.memory()?,
    }))
}

/// A hundred pages that never read, beside ten that do.
async fn slow_readers() -> Outcome<Value> {
    let hub = Hub::start(&["--demo-entities", "1000", "--demo-rate", "1000"]).await?;
    let token = hub.sign_in("anna").await?;
    let alone = read(follow_all(&hub, &token, LIVELY_SOCKETS).await?, BUSY_TIME).await;
    let before = hub.memory()?;
    let stuck = follow_all(&hub, &token, STUCK_SOCKETS).await?;
    let lively = follow_all(&hub, &token, LIVELY_SOCKETS).await?;
    let mut most = before;
    let watched = async {
        let end = Instant::now() + STUCK_TIME;
        while Instant::now() < end {
            sleep(Duration::from_millis(250)).await;
            most = most.max(hub.memory().unwrap_or(0));
        }
    };
    let (beside, ()) = tokio::join!(read(lively, STUCK_TIME), watched);
    let open = hub.open_files()?;
    let mut let_go = 0;
    for page in stuck {
        let_go += usize::from(page.was_let_go().await);
    }
    Ok(json!({
        "pages that never read": STUCK_SOCKETS,
        "of those let go": let_go,
        "files open afterwards": open,
        "memory at most per such page, KiB": rounded(per(most.saturating_sub(before), STUCK_SOCKETS)),
        "from change to other pages, ms": beside.delays(),
        "the same without them, ms": alone.delays(),
    }))
}

async fn follow_all(hub: &Hub, token: &str, count: usize) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    for _ in 0..count {
        pages.push(follow(hub, token).await?);
    }
    Ok(pages)
}

async fn read(pages: Vec<Page>, time: Duration) -> Tally {
    let reading = pages.into_iter().map(|page| page.read(time)).collect::<JoinSet<_>>();
    reading.join_all().await.into_iter().fold(Tally::default(), Tally::and)
}

fn per(amount: u64, count: usize) -> f64 {
    amount as f64 / count as f64
}

fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

const IDLE_SOCKETS: usize = 1000;
const BUSY_SOCKETS: usize = 100;
const LIVELY_SOCKETS: usize = 10;
const STUCK_SOCKETS: usize = 100;
const SETTLE: Duration = Duration::from_secs(2);
const BUSY_TIME: Duration = Duration::from_secs(10);
/// The hub's patience with a page that does not read, the time until its buffers are full, and some.
const STUCK_TIME: Duration = Duration::from_secs(40);
