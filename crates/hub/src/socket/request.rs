//! Reads what a page says: one command or an array of them.

use serde_json::Value;

use super::End;
use super::refused::Refused;
use crate::arguments::Arguments;

/// A command as it came in.
pub(super) struct Request {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) arguments: Arguments,
}

/// What a part of a frame is.
pub(super) enum Part {
    Command(Request),
    /// No command; answers carry whatever number it came with.
    Wrong(Value),
}

/// The parts of a frame. What is no JSON ends the conversation, as in Home Assistant.
pub(super) fn read(text: &str) -> Result<Vec<Part>, End> {
    let value = serde_json::from_str(text).map_err(|_| End::Done)?;
    if let Value::Array(parts) = value {
        return Ok(parts.into_iter().map(part).collect());
    }
    Ok(vec![part(value)])
}

fn part(value: Value) -> Part {
    let Value::Object(mut members) = value else { return Part::Wrong(Value::Null) };
    let id = members.remove("id").filter(Value::is_number).unwrap_or_default();
    match (id.as_u64(), members.remove("type")) {
        (Some(number), Some(Value::String(name))) if number > 0 => {
            Part::Command(Request { id: number, name, arguments: Arguments::new(members) })
        }
        (_, _) => Part::Wrong(id),
    }
}

/// The number must be higher than the last one that was taken.
pub(super) fn check_order(id: u64, last: u64) -> Result<(), Refused> {
    if id > last { Ok(()) } else { Err(Refused::IdReuse) }
}
