//! Synthetic sensors.

use std::collections::BTreeSet;

use super::*;

fn bench(entities: usize, rate: u32) -> Arc<DemoHome> {
    DemoHome::open(None, DemoOptions { entities, rate, is_empty: false }, Clock::by_hand(MORNING))
}

#[tokio::test(start_paused = true)]
async fn as_many_sensors_as_asked_for_are_spread_over_the_areas() {
    let home = bench(5000, 0);
    let entries = home.entities().entities;
    let areas: BTreeSet<_> = entries
        .iter()
        .filter(|entry| entry.entity_id.object_id().starts_with("bench_"))
        .map(|entry| entry.area_id.clone().unwrap())
        .collect();
    assert_eq!(areas.len(), home.areas().len());
    assert_eq!(home.states().len(), house().states().len() + 5000);
    assert!(home.state(&id("sensor.bench_0000")).is_some() && home.state(&id("sensor.bench_4999")).is_some());
}

#[tokio::test(start_paused = true)]
async fn exactly_as_many_change_as_asked_for_and_each_really_does() {
    let home = bench(300, 130);
    let mut changes = home.changes();
    let mut count = 0;
    // 50 steps a second, for ten seconds.
    for step in 1..=500 {
        home.step(MORNING + f64::from(step) * 0.02);
        for change in reported(&mut changes, "") {
            if change.entity_id.object_id().starts_with("bench_") {
                assert_ne!(change.old.as_ref().unwrap().state, change.new.as_ref().unwrap().state);
                count += 1;
            }
        }
    }
    assert!((1299..=1300).contains(&count), "{count}");
}

#[tokio::test(start_paused = true)]
async fn without_a_rate_synthetic_sensors_stand_still() {
    let home = bench(10, 0);
    let mut changes = home.changes();
    home.step(MORNING + 60.0);
    assert!(
        reported(&mut changes, "").iter().all(|change| !change.entity_id.object_id().starts_with("bench_"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_running_house_keeps_the_rate() {
    let home = bench(100, 1000);
    let mut changes = home.changes();
    let running = tokio::spawn(Arc::clone(&home).run());
    let mut count = 0;
    let end = tokio::time::sleep(Duration::from_secs(3));
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => break,
            change = changes.recv() => {
                count += u32::from(change.unwrap().entity_id.object_id().starts_with("bench_"));
            }
        }
    }
    assert!((2900..=3000).contains(&count), "{count}");
    running.abort();
}
