//! What two real Home Assistants have answered to somebody in a trusted network, this hub answers too.

use serde_json::{Value, json};

use crate::house::House;
use crate::networks::{RULES, begin, pick};
use crate::recorded::{VERSIONS, assert_covers, normalised, recording};

fn theirs(version: &str, number: &str) -> Value {
    recording(version, number)["response"]["body"].clone()
}

#[tokio::test(start_paused = true)]
async fn steps_of_the_flow_are_those_of_home_assistant() {
    for version in VERSIONS {
        let house = House::with_policy(RULES).await;
        let form = begin(&house.from("192.168.7.5"), json!({})).await;
        assert_covers(&form, &theirs(version, "155"), "form");
        assert_eq!(form["data_schema"][0]["type"], "select");
        let abort = begin(&house.from("192.168.8.5"), json!({})).await;
        assert_eq!(normalised(&abort), normalised(&theirs(version, "154")));
        let entered = begin(&house.from("192.168.7.20"), json!({})).await;
        let mut expected = normalised(&theirs(version, "161"));
        // Home Assistant's own flow versions, which no client reads.
        for member in ["version", "minor_version"] {
            expected.as_object_mut().unwrap().remove(member);
        }
        assert_eq!(normalised(&entered), expected);
        let path = format!("/auth/login_flow/{}", form["flow_id"].as_str().unwrap());
        let nobody = json!({"client_id": crate::house::CLIENT, "user": "00000000000000000000000000000000"});
        let refused = house.from("192.168.7.5").post_json(&path, &nobody).await;
        assert_eq!(refused.json(), theirs(version, "153"));
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_and_their_refusal_are_those_of_home_assistant() {
    for version in VERSIONS {
        let house = House::with_policy(RULES).await;
        let code = pick(&house.from("192.168.7.5"), "Clara").await;
        let tokens = house.from("192.168.7.5").redeem(&code).await.json();
        let expected = theirs(version, "162");
        assert_covers(&tokens, &expected, "tokens");
        assert_eq!(tokens["ha_auth_provider"], expected["ha_auth_provider"]);
        let away = house.from("192.168.8.5").refresh(tokens["refresh_token"].as_str().unwrap()).await;
        let refused = recording(version, "149")["response"].clone();
        assert_eq!(
            (json!(away.status.as_u16()), away.json()),
            (refused["status"].clone(), refused["body"].clone())
        );
    }
}
