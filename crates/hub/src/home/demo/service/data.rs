//! The data of a call once it is known to fit: read by key, without another check.

use serde_json::{Map, Value};

/// Checked data.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Data(pub(super) Map<String, Value>);

impl Data {
    /// Data that the house itself wrote.
    pub(crate) fn own(data: Map<String, Value>) -> Self {
        Self(data)
    }

    /// A number.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.0.get(key)?.as_f64()
    }

    /// Text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// Yes or no.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.0.get(key)?.as_bool()
    }

    /// Several numbers.
    pub(crate) fn numbers<const N: usize>(&self, key: &str) -> Option<[f64; N]> {
        let numbers: Vec<f64> = self.0.get(key)?.as_array()?.iter().filter_map(Value::as_f64).collect();
        numbers.try_into().ok()
    }
}
