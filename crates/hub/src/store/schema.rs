//! The tables, and the steps from one version of them to the next.

use rusqlite::Connection;

/// Marks the file as ours: `DOOR`.
pub(super) const APPLICATION_ID: i64 = 0x444F_4F52;

/// The version that this hub reads and writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// Brings the file to [`VERSION`], each step in a transaction of its own.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (done, step) in (0_u32..).zip(STEPS).skip_while(|(done, _)| *done < version) {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE;
             PRAGMA application_id = {APPLICATION_ID};
             {step}
             PRAGMA user_version = {};
             COMMIT;",
            done + 1
        ))?;
    }
    Ok(())
}

/// Steps are only ever added: the version of a file is how many of them it has seen.
const STEPS: &[&str] = &[
    "
    CREATE TABLE users (
        id          TEXT PRIMARY KEY,
        name        TEXT NOT NULL,
        group_id    TEXT NOT NULL,
        is_owner    INTEGER NOT NULL,
        is_active   INTEGER NOT NULL,
        local_only  INTEGER NOT NULL,
        created_at  REAL NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX one_owner ON users (is_owner) WHERE is_owner;

    -- How a user may prove who they are; `secret` is a hash where the provider needs one.
    CREATE TABLE credentials (
        provider    TEXT NOT NULL,
        subject     TEXT NOT NULL,
        user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        secret      TEXT,
        PRIMARY KEY (provider, subject)
    ) STRICT;
    CREATE INDEX credentials_of_user ON credentials (user_id);

    -- `token_hash` is SHA-256 of the refresh token: the token itself is nowhere.
    CREATE TABLE sessions (
        id           TEXT PRIMARY KEY,
        user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash   BLOB NOT NULL UNIQUE,
        access_key   BLOB NOT NULL,
        client_id    TEXT NOT NULL,
        provider     TEXT NOT NULL,
        created_at   REAL NOT NULL,
        last_used_at REAL NOT NULL,
        last_used_ip TEXT,
        expires_at   REAL NOT NULL
    ) STRICT;
    CREATE INDEX sessions_of_user ON sessions (user_id);

    CREATE TABLE user_data (
        user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        key         TEXT NOT NULL,
        value       TEXT NOT NULL,
        PRIMARY KEY (user_id, key)
    ) STRICT;

    CREATE TABLE home_state (
        home        TEXT PRIMARY KEY,
        saved       TEXT NOT NULL
    ) STRICT;
",
    "
    -- `assurance`: how the hub knows who it is. `device`: what the browser calls itself. `token_type` as
    -- Home Assistant has it; of a long-lived one, `name` is the client's. An infinite `expires_at` is never.
    ALTER TABLE sessions ADD COLUMN assurance TEXT NOT NULL DEFAULT 'password';
    ALTER TABLE sessions ADD COLUMN name TEXT;
    ALTER TABLE sessions ADD COLUMN device TEXT;
    ALTER TABLE sessions ADD COLUMN icon TEXT;
    ALTER TABLE sessions ADD COLUMN token_type TEXT NOT NULL DEFAULT 'normal';
",
    "
    -- A user may be in several groups: built-in ones by their ids, and those in `groups`.
    CREATE TABLE groups (
        id          TEXT PRIMARY KEY,
        name        TEXT NOT NULL,
        policy      TEXT NOT NULL
    ) STRICT;
    CREATE TABLE memberships (
        user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        group_id    TEXT NOT NULL,
        PRIMARY KEY (user_id, group_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO memberships SELECT id, group_id FROM users;
    ALTER TABLE users DROP COLUMN group_id;
",
    "
    -- Network rules beside those of the configuration file; `rule` is JSON in the file's words.
    CREATE TABLE networks (
        name        TEXT PRIMARY KEY,
        rule        TEXT NOT NULL
    ) STRICT;
",
    "
    -- `seed` is sealed with a key that is not in this file; codes of `last_step` and before are used up.
    CREATE TABLE totp (
        user_id     TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        seed        BLOB NOT NULL,
        last_step   INTEGER NOT NULL
    ) STRICT;
    -- `hash` is keyed too.
    CREATE TABLE recovery_codes (
        user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        hash        BLOB NOT NULL,
        PRIMARY KEY (user_id, hash)
    ) STRICT;
",
    "
    -- One row, once the home is set up. Who has users has been through it.
    CREATE TABLE home (
        is_set_up   INTEGER PRIMARY KEY CHECK (is_set_up = 1),
        name        TEXT NOT NULL
    ) STRICT;
    INSERT INTO home SELECT 1, '' WHERE EXISTS (SELECT 1 FROM users);
",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_first_version_keeps_its_users_groups_and_sessions() {
        let old = Connection::open_in_memory().unwrap();
        old.execute_batch(STEPS.first().unwrap()).unwrap();
        old.execute_batch(
            "PRAGMA user_version = 1;
             INSERT INTO users VALUES ('u', 'Una', 'system-read-only', 0, 1, 0, 5.0);
             INSERT INTO sessions VALUES ('s', 'u', x'01', x'02', 'http://hub/', 'homeassistant', 1.0, 2.0, NULL, 3.0);",
        )
        .unwrap();
        migrate(&old).unwrap();
        let row: (String, String, String) = old
            .query_row(
                "SELECT group_id, assurance, token_type FROM memberships JOIN sessions USING (user_id)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!(row, ("system-read-only".into(), "password".into(), "normal".into()));
        let version: i64 = old.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, VERSION);
    }
}
