//! The rules of Home Assistant's policies, one by one.

use serde_json::{Value, json};

use super::*;

fn user(is_owner: bool, groups: Vec<Group>) -> User {
    User { id: "u".into(), name: "U".into(), groups, is_owner, is_active: true, local_only: false }
}

fn places() -> Arc<Places> {
    Arc::new(Places::with(&[
        ("light.desk", Some("desk"), Some("study")),
        ("light.moved", Some("desk"), Some("attic")),
        ("sensor.air", None, Some("study")),
    ]))
}

fn access_of(policy: &Value) -> Access {
    let policy = Policy::read(&policy.to_string()).unwrap();
    let groups = vec![Group::Custom("g".into())];
    Access::new(&user(false, groups), vec![policy], Assurance::Password, Ceiling::None, places())
}

fn may(access: &Access, id: &str) -> (bool, bool) {
    let id = EntityId::parse(id).unwrap();
    (access.may_read(&id), access.may_control(&id))
}

#[test]
fn each_part_of_a_policy_allows_what_it_names_and_nothing_else() {
    for (policy, desk, moved, air) in [
        (json!({}), (false, false), (false, false), (false, false)),
        (json!({"entities": true}), (true, true), (true, true), (true, true)),
        (
            json!({"entities": {"entity_ids": {"light.desk": {"read": true}}}}),
            (true, false),
            (false, false),
            (false, false),
        ),
        (json!({"entities": {"device_ids": {"desk": true}}}), (true, true), (true, true), (false, false)),
        (
            json!({"entities": {"area_ids": {"study": {"control": true}}}}),
            (false, true),
            (false, false),
            (false, true),
        ),
        (
            json!({"entities": {"domains": {"light": {"read": true, "edit": true}}}}),
            (true, false),
            (true, false),
            (false, false),
        ),
        (json!({"entities": {"all": {"read": true}}}), (true, false), (true, false), (true, false)),
        (json!({"entities": {"domains": true}}), (true, true), (true, true), (true, true)),
        (json!({"entities": {"device_ids": true}}), (true, true), (true, true), (false, false)),
        (
            json!({"entities": {"entity_ids": {"light.desk": {"control": true}}, "all": {"read": true}}}),
            (true, true),
            (true, false),
            (true, false),
        ),
    ] {
        let access = access_of(&policy);
        let got = ["light.desk", "light.moved", "sensor.air"].map(|id| may(&access, id));
        assert_eq!(got, [desk, moved, air], "{policy}");
    }
}

#[test]
fn what_is_no_policy_is_refused() {
    for policy in [
        json!({"entities": false}),
        json!({"entities": {"all": {"read": false}}}),
        json!({"entities": {"everything": true}}),
        json!({"entities": {"all": {"write": true}}}),
        json!({"config_entries": true}),
        json!([]),
        json!({"entities": [true]}),
        json!(true),
    ] {
        assert!(Policy::read(&policy.to_string()).is_err(), "{policy}");
    }
}

#[test]
fn several_groups_allow_what_any_of_them_allows() {
    let lights = Policy::read(r#"{"entities": {"domains": {"light": true}}}"#).unwrap();
    let groups = vec![Group::ReadOnly, Group::Custom("lights".into())];
    let access =
        Access::new(&user(false, groups), vec![lights], Assurance::Password, Ceiling::None, places());
    assert_eq!([may(&access, "light.desk"), may(&access, "sensor.air")], [(true, true), (true, false)]);
}

#[test]
fn who_is_in_no_group_may_nothing_and_the_owner_everything() {
    let of = |is_owner| {
        Access::new(&user(is_owner, Vec::new()), Vec::new(), Assurance::Password, Ceiling::None, places())
    };
    assert_eq!(
        [may(&of(false), "light.desk"), may(&of(true), "light.nowhere")],
        [(false, false), (true, true)]
    );
}

#[test]
fn rooms_and_devices_are_known_to_those_who_see_something_of_them() {
    let access = access_of(&json!({"entities": {"entity_ids": {"light.moved": true}}}));
    assert!(access.may_know_area(&"attic".into()) && access.may_know_device(&"desk".into()));
    assert!(!access.may_know_area(&"study".into()) && !access.may_know_device(&"other".into()));
}

#[test]
fn levels_are_reached_by_the_right_people_and_never_by_network_alone() {
    let levels = |is_owner, group, assurance, ceiling| {
        let access = Access::new(&user(is_owner, vec![group]), Vec::new(), assurance, ceiling, places());
        [Level::Anyone, Level::Full, Level::Admin, Level::Owner].map(|level| access.reaches(level))
    };
    for (is_owner, group, expected) in [
        (true, Group::Admin, [true, true, true, true]),
        (false, Group::Admin, [true, true, true, false]),
        (false, Group::User, [true, true, false, false]),
        (false, Group::ReadOnly, [true, true, false, false]),
    ] {
        let by_password = levels(is_owner, group.clone(), Assurance::Password, Ceiling::None);
        assert_eq!(by_password, expected, "{group:?}");
        for ceiling in [Ceiling::None, Ceiling::User, Ceiling::ReadOnly] {
            let by_network = levels(is_owner, group.clone(), Assurance::Network, ceiling);
            assert_eq!(by_network, [true, false, false, false], "{group:?} {ceiling:?}");
        }
    }
}

#[test]
fn under_a_ceiling_for_looking_even_the_owner_touches_nothing() {
    let access =
        Access::new(&user(true, Vec::new()), Vec::new(), Assurance::Network, Ceiling::ReadOnly, places());
    assert_eq!(may(&access, "light.desk"), (true, false));
    assert!(!access.controls_something());
}
