//! The family that lives in the demo home: the same people with the same ids at every fresh start.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;

use super::passwords::{HashError, Passwords};
use crate::home::demo::family;
use crate::store::{Group, NewUser, User};

struct Member {
    id: &'static str,
    username: &'static str,
    name: &'static str,
    group: Group,
    kind: Kind,
}

enum Kind {
    Owner,
    Person,
    /// Whoever is at home: no password, and never from outside.
    Household,
}

/// The family, ready to be stored. Passwords are `<username>-demo-pass`.
pub(crate) async fn users(passwords: &Passwords) -> Result<Vec<NewUser>, HashError> {
    let mut users = Vec::new();
    for Member { id, username, name, group, kind } in FAMILY {
        let (is_owner, local_only) = match kind {
            Kind::Owner => (true, false),
            Kind::Person => (false, false),
            Kind::Household => (false, true),
        };
        let password = match kind {
            Kind::Household => None,
            Kind::Owner | Kind::Person => {
                let hash = passwords.hash(Secret::new(format!("{username}-demo-pass"))).await?;
                Some((username.to_owned(), hash))
            }
        };
        let user = User {
            id: UserId::from(id),
            name: name.to_owned(),
            groups: vec![group],
            is_owner,
            is_active: true,
            local_only,
        };
        users.push(NewUser { user, password });
    }
    Ok(users)
}

const FAMILY: [Member; 5] = [
    Member { id: family::ANNA, username: "anna", name: "Anna", group: Group::Admin, kind: Kind::Owner },
    Member { id: family::BEN, username: "ben", name: "Ben", group: Group::Admin, kind: Kind::Person },
    Member { id: family::CLARA, username: "clara", name: "Clara", group: Group::User, kind: Kind::Person },
    Member { id: family::DAN, username: "dan", name: "Dan", group: Group::ReadOnly, kind: Kind::Person },
    Member {
        id: family::HOUSEHOLD,
        username: "household",
        name: "Household",
        group: Group::User,
        kind: Kind::Household,
    },
];
