//! Reads what the hub sends out of JSON values, member by member.
//!
//! By hand, since every derived reader is a parser of its own in the app's download; this way there is one.

use serde_json::{Map, Value};

/// Something that can be read out of a JSON value.
pub trait FromJson: Sized {
    /// Reads it; `None` when the value is of another shape. Unknown members are ignored.
    fn from_json(value: Value) -> Option<Self>;
}

/// Reads a whole text.
pub fn parse<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(value(text)?)
}

/// Reads a text as far as its being JSON.
pub fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Writes a value. Not by its `Display`, which would bring a writer for indented text along.
pub fn text(value: &Value) -> String {
    // A value has text keys and finite numbers only, so it always has a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

/// A finite number as JSON writes it. The standard library's reader would come with tables of its own.
pub fn number(text: &str) -> Option<f64> {
    value(text)?.as_f64()
}

/// An object with these members.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let mut object = Map::new();
    for (key, value) in members {
        object.insert(key.to_owned(), value);
    }
    object
}

/// The members of an object while they are read. `null` is as good as absent.
///
/// A member that is of another shape than asked for spoils the whole: [`Members::made`] answers `None` then.
#[derive(Debug)]
pub struct Members {
    members: Map<String, Value>,
    is_sound: bool,
}

impl Members {
    /// Those of this value; `None` when it is no object.
    pub fn of(value: Value) -> Option<Self> {
        let Value::Object(members) = value else { return None };
        Some(Self { members, is_sound: true })
    }

    /// A member that may be absent.
    pub fn read<T: FromJson>(&mut self, key: &str) -> Option<T> {
        let read = T::from_json(self.take(key)?);
        self.is_sound &= read.is_some();
        read
    }

    /// A member that may be absent, and then is what its type begins with.
    pub fn or_default<T: FromJson + Default>(&mut self, key: &str) -> T {
        self.read(key).unwrap_or_default()
    }

    /// A text that must be there.
    pub fn text(&mut self, key: &str) -> String {
        self.must(key)
    }

    /// A number that must be there.
    pub fn number(&mut self, key: &str) -> f64 {
        self.must(key)
    }

    /// A member of which `null` says something else than absence: `Some(None)`.
    pub fn nullable<T: FromJson>(&mut self, key: &str) -> Option<Option<T>> {
        self.members.contains_key(key).then(|| self.read(key))
    }

    /// What was made of the members, unless one of them could not be read.
    pub fn made<T>(self, value: T) -> Option<T> {
        self.is_sound.then_some(value)
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.members.remove(key).filter(|value| !value.is_null())
    }

    fn must<T: FromJson + Default>(&mut self, key: &str) -> T {
        let read = self.read(key);
        self.is_sound &= read.is_some();
        read.unwrap_or_default()
    }
}

impl FromJson for Value {
    fn from_json(value: Value) -> Option<Self> {
        Some(value)
    }
}

impl FromJson for Map<String, Value> {
    fn from_json(value: Value) -> Option<Self> {
        let Value::Object(members) = value else { return None };
        Some(members)
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Option<Self> {
        let Value::String(text) = value else { return None };
        Some(text)
    }
}

impl FromJson for bool {
    fn from_json(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for f64 {
    fn from_json(value: Value) -> Option<Self> {
        value.as_f64()
    }
}

impl FromJson for u64 {
    fn from_json(value: Value) -> Option<Self> {
        value.as_u64()
    }
}

impl FromJson for u8 {
    fn from_json(value: Value) -> Option<Self> {
        value.as_u64()?.try_into().ok()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Option<Self> {
        let Value::Array(values) = value else { return None };
        let mut list = Self::with_capacity(values.len());
        for value in values {
            list.push(T::from_json(value)?);
        }
        Some(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Members {
        Members::of(value(text).unwrap()).unwrap()
    }

    #[test]
    fn an_absent_member_and_null_are_the_same() {
        let mut members = members(r#"{"a":null}"#);
        assert_eq!((members.read::<String>("a"), members.read::<String>("b")), (None, None));
        assert_eq!(members.made(()), Some(()));
    }

    #[test]
    fn a_member_of_another_shape_spoils_the_whole() {
        let mut members = members(r#"{"a":7}"#);
        assert_eq!(members.read::<String>("a"), None);
        assert_eq!(members.made(()), None);
    }

    #[test]
    fn what_must_be_there_spoils_the_whole_when_it_is_not() {
        let mut members = members("{}");
        assert_eq!(members.text("a"), "");
        assert_eq!(members.made(()), None);
    }

    #[test]
    fn only_finite_numbers_are_numbers() {
        assert_eq!(number("-21.40"), Some(-21.4));
        for text in ["", "on", "nan", "inf", "1e999", "21 °C", "\"7\""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
