//! One field of a service: how its value is checked, in the words of voluptuous, and how it is described.
//!
//! Source: `homeassistant/helpers/config_validation.py` and the schemas of each domain.

use serde_json::{Map, Value, json};

use super::Data;

/// A field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(super) key: &'static str,
    kind: Kind,
    is_needed: bool,
    group: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Number(Range),
    Numbers(&'static [Range]),
    Text,
    OneOf(&'static [&'static str]),
    /// A Python enum: its name is part of the error.
    Member(&'static str, &'static [&'static str]),
    Flag,
}

/// What a number may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    is_whole: bool,
    min: f64,
    max: f64,
    /// Whether a number outside is brought inside instead of refused.
    clamps: bool,
}

impl Range {
    /// Whole numbers.
    pub(crate) const fn whole(min: f64, max: f64) -> Self {
        Self { is_whole: true, min, max, clamps: false }
    }

    /// Any numbers.
    pub(crate) const fn decimal(min: f64, max: f64) -> Self {
        Self { is_whole: false, min, max, clamps: false }
    }

    const fn clamping(mut self) -> Self {
        self.clamps = true;
        self
    }

    fn check(&self, value: &Value) -> Result<Value, String> {
        let expected = || format!("expected {}", if self.is_whole { "int" } else { "float" });
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
            Value::String(text) if self.is_whole => text.trim().parse::<i64>().ok().map(|whole| whole as f64),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        let number = number.filter(|number| number.is_finite()).ok_or_else(expected)?;
        let number = if self.is_whole { number.trunc() } else { number };
        let number = match number {
            _ if self.clamps => number.clamp(self.min, self.max),
            _ if number < self.min => return Err(format!("value must be at least {}", self.min)),
            _ if number > self.max => return Err(format!("value must be at most {}", self.max)),
            _ => number,
        };
        Ok(if self.is_whole { json!(number as i64) } else { json!(number) })
    }

    fn selector(&self) -> Value {
        let mut number = Map::new();
        for (key, bound) in [("min", self.min), ("max", self.max)] {
            if bound.is_finite() {
                number.insert(key.to_owned(), json!(bound));
            }
        }
        if !self.is_whole {
            number.insert("step".to_owned(), json!("any"));
        }
        json!({"number": number})
    }
}

impl Field {
    const fn new(key: &'static str, kind: Kind) -> Self {
        Self { key, kind, is_needed: false, group: None }
    }

    /// A whole number from `min` to `max`.
    pub(crate) const fn whole(key: &'static str, min: f64, max: f64) -> Self {
        Self::new(key, Kind::Number(Range::whole(min, max)))
    }

    /// A number from `min` to `max`.
    pub(crate) const fn decimal(key: &'static str, min: f64, max: f64) -> Self {
        Self::new(key, Kind::Number(Range::decimal(min, max)))
    }

    /// Several numbers.
    pub(crate) const fn numbers(key: &'static str, ranges: &'static [Range]) -> Self {
        Self::new(key, Kind::Numbers(ranges))
    }

    /// Text.
    pub(crate) const fn text(key: &'static str) -> Self {
        Self::new(key, Kind::Text)
    }

    /// One of these words, in alphabetical order.
    pub(crate) const fn one_of(key: &'static str, options: &'static [&'static str]) -> Self {
        Self::new(key, Kind::OneOf(options))
    }

    /// One member of a Python enum.
    pub(crate) const fn member(
        key: &'static str,
        class: &'static str,
        options: &'static [&'static str],
    ) -> Self {
        Self::new(key, Kind::Member(class, options))
    }

    /// Yes or no.
    pub(crate) const fn flag(key: &'static str) -> Self {
        Self::new(key, Kind::Flag)
    }

    /// A number outside of its range is brought inside instead of refused.
    pub(crate) const fn clamping(mut self) -> Self {
        if let Kind::Number(range) = self.kind {
            self.kind = Kind::Number(range.clamping());
        }
        self
    }

    /// It must be there.
    pub(crate) const fn needed(mut self) -> Self {
        self.is_needed = true;
        self
    }

    /// At most one field of `group` may be there.
    pub(crate) const fn alone_in(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// The field as `get_services` describes it.
    pub(super) fn describe(&self) -> Value {
        let selector = match self.kind {
            Kind::Number(range) => range.selector(),
            Kind::Numbers(ranges) if ranges.len() == 3 => json!({"color_rgb": null}),
            Kind::Numbers(_) => json!({"object": null}),
            Kind::Text => json!({"text": null}),
            Kind::OneOf(options) | Kind::Member(_, options) => json!({"select": {"options": options}}),
            Kind::Flag => json!({"boolean": null}),
        };
        json!({"required": self.is_needed, "name": self.label(), "selector": selector})
    }

    /// `brightness_pct` reads "Brightness pct".
    fn label(&self) -> String {
        let mut words = self.key.replace('_', " ");
        if let Some(first) = words.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        words
    }

    fn check(&self, value: &Value) -> Result<Value, String> {
        let checked = match self.kind {
            Kind::Number(range) => range.check(value),
            Kind::Numbers(ranges) => numbers(ranges, value),
            Kind::Text => text(value),
            Kind::OneOf(options) => one_of(options, value)
                .ok_or_else(|| format!("value must be one of {}", quoted(options, "[", "]"))),
            Kind::Member(class, options) => one_of(options, value)
                .ok_or_else(|| format!("expected {class} or one of {}", quoted(options, "", ""))),
            Kind::Flag => flag(value),
        };
        checked.map_err(|problem| format!("{problem} for dictionary value @ data['{}']", self.key))
    }
}

/// Checks `data` against `fields`, in the order in which voluptuous finds faults.
pub(super) fn check(fields: &[Field], data: &Map<String, Value>) -> Result<Data, String> {
    exclusive(fields, data)?;
    let mut checked = Map::new();
    for (key, value) in data {
        let Some(field) = fields.iter().find(|field| field.key == key) else {
            return Err(format!("extra keys not allowed @ data['{key}']"));
        };
        checked.insert(key.clone(), field.check(value)?);
    }
    match fields.iter().find(|field| field.is_needed && !checked.contains_key(field.key)) {
        Some(field) => Err(format!("required key not provided @ data['{}']", field.key)),
        None => Ok(Data(checked)),
    }
}

fn exclusive(fields: &[Field], data: &Map<String, Value>) -> Result<(), String> {
    let mut seen = Vec::new();
    for group in fields.iter().filter(|field| data.contains_key(field.key)).filter_map(|field| field.group) {
        if seen.contains(&group) {
            return Err(format!(
                "two or more values in the same group of exclusion '{group}' @ data[<{group}>]"
            ));
        }
        seen.push(group);
    }
    Ok(())
}

fn numbers(ranges: &[Range], value: &Value) -> Result<Value, String> {
    let values = value.as_array().ok_or("expected tuple")?;
    if values.len() != ranges.len() {
        // What voluptuous says of a sequence of another length.
        return Err("None".to_owned());
    }
    ranges.iter().zip(values).map(|(range, value)| range.check(value)).collect()
}

fn text(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(_) => Ok(value.clone()),
        Value::Bool(flag) => Ok(json!(if *flag { "True" } else { "False" })),
        Value::Number(number) => Ok(json!(number.to_string())),
        Value::Null => Err("string value is None".to_owned()),
        Value::Array(_) | Value::Object(_) => Err("value should be a string".to_owned()),
    }
}

fn flag(value: &Value) -> Result<Value, String> {
    let flag = match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "1" | "true" | "yes" | "on" | "enable" => Some(true),
            "0" | "false" | "no" | "off" | "disable" => Some(false),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    flag.map(Value::Bool).ok_or_else(|| match value {
        Value::Null => "invalid boolean value None".to_owned(),
        Value::String(text) => format!("invalid boolean value {text}"),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            format!("invalid boolean value {value}")
        }
    })
}

fn one_of(options: &[&str], value: &Value) -> Option<Value> {
    options.contains(&value.as_str()?).then(|| value.clone())
}

fn quoted(options: &[&str], open: &str, close: &str) -> String {
    let quoted: Vec<String> = options.iter().map(|option| format!("'{option}'")).collect();
    format!("{open}{}{close}", quoted.join(", "))
}
