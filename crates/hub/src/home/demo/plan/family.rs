//! Who lives here.

use super::{Item, item};
use crate::home::demo::family::{ANNA, BEN, CLARA};
use crate::home::demo::things::person::Person;

pub(super) fn persons() -> Vec<Item> {
    vec![
        item("person.anna", "Anna", Person::new("anna", ANNA, (8.2, 17.0))),
        item("person.ben", "Ben", Person::new("ben", BEN, (13.0, 14.5))),
        item("person.clara", "Clara", Person::new("clara", CLARA, (7.7, 13.6))),
    ]
}
