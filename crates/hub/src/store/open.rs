//! Opening the database: a file that is not whole, not ours or from a newer hub is refused, never touched.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use rusqlite::{Connection, ErrorCode};

use super::Store;
use super::schema::{self, APPLICATION_ID};

/// Where the database lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this folder, which is made when it is missing.
    Folder(PathBuf),
    /// Nowhere: it ends with the hub.
    Memory,
}

/// Why there is no database to work with.
#[derive(Debug)]
pub enum Unusable {
    /// The folder cannot be made.
    Folder(PathBuf, io::Error),
    /// Another hub works with it.
    InUse(PathBuf),
    /// Not a database, or damaged.
    Damaged(PathBuf, String),
    /// A database of some other program.
    Foreign(PathBuf),
    /// Written by a later version of the hub.
    Newer(PathBuf),
    /// SQLite cannot open it.
    Unreadable(PathBuf, rusqlite::Error),
}

impl Store {
    /// Opens the database, and makes it when there is none.
    pub(crate) fn open(place: &Place) -> Result<Self, Unusable> {
        let (connection, file) = match place {
            Place::Memory => (Connection::open_in_memory(), PathBuf::from(":memory:")),
            Place::Folder(folder) => {
                make_private(folder).map_err(|error| Unusable::Folder(folder.clone(), error))?;
                let file = folder.join(FILE_NAME);
                (Connection::open(&file), file)
            }
        };
        let connection = connection.and_then(prepare).map_err(|error| explain(&file, error))?;
        check(&connection, &file)?;
        schema::migrate(&connection).map_err(|error| explain(&file, error))?;
        Ok(Self::new(connection))
    }
}

/// The folder holds password hashes and session keys: it is for the hub's own account only.
fn make_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Exclusive, so that a second hub cannot work with the same file; `FULL`, so that what has been
/// answered for survives a power cut too.
fn prepare(connection: Connection) -> rusqlite::Result<Connection> {
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         BEGIN IMMEDIATE; COMMIT;",
    )?;
    Ok(connection)
}

fn check(connection: &Connection, file: &Path) -> Result<(), Unusable> {
    let ask = |pragma: &str| -> Result<i64, Unusable> {
        connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(|error| explain(file, error))
    };
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|error| explain(file, error))?;
    let (application, version) = (ask("application_id")?, ask("user_version")?);
    if tables > 0 && application != APPLICATION_ID {
        return Err(Unusable::Foreign(file.to_owned()));
    }
    if version > schema::VERSION {
        return Err(Unusable::Newer(file.to_owned()));
    }
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| explain(file, error))?;
    if verdict == "ok" { Ok(()) } else { Err(Unusable::Damaged(file.to_owned(), verdict)) }
}

fn explain(file: &Path, error: rusqlite::Error) -> Unusable {
    let file = file.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Unusable::InUse(file),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Unusable::Damaged(file, error.to_string())
        }
        Some(_) | None => Unusable::Unreadable(file, error),
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder, error) => {
                write!(f, "The data folder {} cannot be made: {error}.", folder.display())
            }
            Self::InUse(file) => {
                write!(f, "Another hub works with {}. Stop it, or use another data folder.", file.display())
            }
            Self::Damaged(file, detail) => write!(
                f,
                "{} is damaged ({detail}). The hub has not changed it. Put a backup in its place, or move it \
                 away to begin anew.",
                file.display()
            ),
            Self::Foreign(file) => {
                write!(f, "{} belongs to another program. Use another data folder.", file.display())
            }
            Self::Newer(file) => write!(
                f,
                "{} was written by a newer version of the hub. Install that version again; this one has not \
                 changed the file.",
                file.display()
            ),
            Self::Unreadable(file, error) => write!(f, "{} cannot be opened: {error}.", file.display()),
        }
    }
}

impl std::error::Error for Unusable {}

const FILE_NAME: &str = "doorstep.sqlite3";
