//! SEC-ENUM: nobody learns who lives here by trying names.

use crate::house::{CLIENT, House};
use crate::journal::Journal;

#[tokio::test(start_paused = true)]
async fn sec_enum_2_a_name_that_nobody_has_gets_the_same_answer_for_the_same_work() {
    let house = House::open().await;
    let journal = Journal::begin();
    let mut seen = Vec::new();
    // Somebody with a password, somebody without one, and nobody.
    for name in ["anna", "household", "nobody", "", "x".repeat(10_000).as_str()] {
        let flow = house.begin_flow(CLIENT).await;
        let before = journal.count("a password is compared");
        let answer = house.answer_flow(&flow, name, "a guess").await;
        let compared = journal.count("a password is compared") - before;
        let mut headers: Vec<String> = answer
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort_unstable();
        seen.push((compared, answer.status, headers, answer.text.replace(&flow, "the flow")));
    }
    assert_eq!(seen[0].0, 1, "{:?}", journal.text());
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
}
