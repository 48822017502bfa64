//! Reads the members of a JSON object one by one, and says what does not fit as Home Assistant does:
//! in the words of its schema library, voluptuous.

use serde_json::{Map, Value};

/// The members of an object that nobody has read yet.
pub(crate) struct Arguments(Map<String, Value>);

/// What does not fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Misfit {
    what: &'static str,
    key: String,
    got: Value,
}

impl Arguments {
    pub(crate) fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// A member that must be text.
    pub(crate) fn text(&mut self, key: &str) -> Result<String, Misfit> {
        let got = self.value(key)?;
        let Value::String(text) = got else {
            return Err(Misfit::new("expected str for dictionary value", key, got));
        };
        Ok(text)
    }

    /// A member that must be text where it is there.
    pub(crate) fn optional_text(&mut self, key: &str) -> Result<Option<String>, Misfit> {
        if self.0.contains_key(key) { self.text(key).map(Some) } else { Ok(None) }
    }

    /// A member that must be true or false where it is there; without it, false.
    pub(crate) fn optional_flag(&mut self, key: &str) -> Result<bool, Misfit> {
        match self.0.remove(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(got) => Err(Misfit::new("expected bool for dictionary value", key, got)),
        }
    }

    /// A member that must be a whole positive number.
    pub(crate) fn number(&mut self, key: &str) -> Result<u64, Misfit> {
        let got = self.value(key)?;
        got.as_u64().ok_or_else(|| Misfit::new("expected int for dictionary value", key, got))
    }

    /// A member that must be `true` or `false` where it is there.
    pub(crate) fn optional_boolean(&mut self, key: &str) -> Result<Option<bool>, Misfit> {
        match self.0.remove(key) {
            None => Ok(None),
            Some(Value::Bool(is)) => Ok(Some(is)),
            Some(got) => Err(Misfit::new("expected bool for dictionary value", key, got)),
        }
    }

    /// A member that must be a list of texts where it is there.
    pub(crate) fn optional_texts(&mut self, key: &str) -> Result<Option<Vec<String>>, Misfit> {
        let Some(got) = self.0.remove(key) else { return Ok(None) };
        let texts = got.as_array().and_then(|items| {
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        texts.map(Some).ok_or_else(|| Misfit::new("expected list of str for dictionary value", key, got))
    }

    /// A member that must be an object where it is there.
    pub(crate) fn optional_object(&mut self, key: &str) -> Result<Option<Map<String, Value>>, Misfit> {
        match self.0.remove(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(members)) => Ok(Some(members)),
            Some(got) => Err(Misfit::new("expected dict for dictionary value", key, got)),
        }
    }

    /// A member that must be there, whatever it is.
    pub(crate) fn value(&mut self, key: &str) -> Result<Value, Misfit> {
        self.0.remove(key).ok_or_else(|| Misfit::new("required key not provided", key, Value::Null))
    }

    /// A member, whatever it is.
    pub(crate) fn optional(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key)
    }

    /// Ends the reading: nothing may be left.
    pub(crate) fn finish(self) -> Result<(), Misfit> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((key, got)) => Err(Misfit::new("extra keys not allowed", &key, got)),
        }
    }

    /// Everything that nobody has read.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.0
    }
}

impl Misfit {
    pub(crate) fn new(what: &'static str, key: &str, got: Value) -> Self {
        Self { what, key: shorten(key.to_owned()), got }
    }

    /// As the HTTP views and `call_service` say it.
    pub(crate) fn sentence(&self) -> String {
        format!("{} @ data['{}']", self.what, self.key)
    }

    /// As the socket says it: with what it got, as Python prints it.
    pub(crate) fn sentence_with_value(&self) -> String {
        let mut printed = String::new();
        print(&self.got, &mut printed);
        format!("{}. Got {}", self.sentence(), shorten(printed))
    }
}

/// Python's `repr` of a value.
fn print(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => print_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                print(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                print_text(key, out);
                out.push_str(": ");
                print(member, out);
            }
            out.push('}');
        }
    }
}

fn print_text(text: &str, out: &mut String) {
    out.push('\'');
    out.push_str(&text.replace('\\', "\\\\").replace('\'', "\\'"));
    out.push('\'');
}

/// An answer never echoes more than this of what came in.
fn shorten(mut text: String) -> String {
    if let Some((cut, _)) = text.char_indices().nth(LONGEST_ECHO) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

const LONGEST_ECHO: usize = 200;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn arguments(value: &Value) -> Arguments {
        Arguments::new(value.as_object().unwrap().clone())
    }

    #[test]
    fn what_does_not_fit_is_said_in_voluptuous_words() {
        let missing = arguments(&json!({})).text("domain").unwrap_err();
        assert_eq!(missing.sentence(), "required key not provided @ data['domain']");
        let wrong = arguments(&json!({"domain": 7})).text("domain").unwrap_err();
        assert_eq!(wrong.sentence(), "expected str for dictionary value @ data['domain']");
        let extra = arguments(&json!({"wrong": 1})).finish().unwrap_err();
        assert_eq!(extra.sentence_with_value(), "extra keys not allowed @ data['wrong']. Got 1");
    }

    #[test]
    fn values_are_echoed_as_python_prints_them_and_never_in_full_length() {
        let extra = arguments(&json!({"x": [true, null, "it's", {"a": 1.5}]})).finish().unwrap_err();
        assert!(extra.sentence_with_value().ends_with(r"Got [True, None, 'it\'s', {'a': 1.5}]"));
        let long = arguments(&json!({"x": "y".repeat(100_000)})).finish().unwrap_err();
        assert!(long.sentence_with_value().len() < 300);
    }
}
