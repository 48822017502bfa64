//! One field of a form, in the format of voluptuous-serialize, with the selectors of configuration flows.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::json::{FromJson, Members};

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The key of the answer.
    pub name: String,
    /// What is asked.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// Whether it may be left empty. Older versions send only `optional: true`.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// What it starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// What else the schema says.
    #[serde(flatten)]
    pub limits: Limits,
}

/// What an answer must keep to, beside its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Limits {
    /// The shortest text, in characters.
    #[serde(rename = "lengthMin", skip_serializing_if = "Option::is_none")]
    pub shortest: Option<u64>,
    /// The longest text, in characters.
    #[serde(rename = "lengthMax", skip_serializing_if = "Option::is_none")]
    pub longest: Option<u64>,
    /// The smallest number.
    #[serde(rename = "valueMin", skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The largest number.
    #[serde(rename = "valueMax", skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// What the text is: `email`, `fqdnurl`, and for selectors `password`, `url`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// What a field asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// Text; secret by name only (`password`, `code`): the schema has no type for it.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Float,
    /// Yes or no.
    Boolean,
    /// One of these.
    Select {
        /// Value and label.
        options: Vec<(Value, String)>,
    },
    /// Any of these; the answer is a list.
    MultiSelect {
        /// Value and label.
        options: Vec<(Value, String)>,
    },
    /// Not asked, sent as it is.
    Constant {
        /// What is sent.
        value: Value,
    },
    /// Fields of their own, answered as one object.
    Expandable {
        /// The fields.
        schema: Vec<Field>,
    },
    /// A kind that this version does not know; asked as text.
    Unknown,
}

impl Field {
    /// A text that must be given.
    pub fn text(name: &str) -> Self {
        Self::required(name, FieldKind::String)
    }

    /// An answer of this kind that must be given.
    pub fn required(name: &str, kind: FieldKind) -> Self {
        Self { name: name.to_owned(), kind, required: true, default: None, limits: Limits::default() }
    }
}

impl FromJson for Field {
    fn from_json(value: Value) -> Option<Self> {
        let mut field = Members::of(value)?;
        let kind: String = field.or_default("type");
        let mut limits = Limits {
            shortest: field.read("lengthMin"),
            longest: field.read("lengthMax"),
            least: field.read("valueMin"),
            most: field.read("valueMax"),
            format: field.read("format"),
        };
        let kind = match kind.as_str() {
            "string" => FieldKind::String,
            "integer" => FieldKind::Integer,
            "float" => FieldKind::Float,
            "boolean" => FieldKind::Boolean,
            "select" => FieldKind::Select { options: options(field.read("options")?) },
            "multi_select" => FieldKind::MultiSelect { options: options(field.read("options")?) },
            "constant" => FieldKind::Constant { value: field.or_default("value") },
            "expandable" => FieldKind::Expandable { schema: field.or_default("schema") },
            _ => match field.read::<Map<String, Value>>("selector").and_then(|map| map.into_iter().next()) {
                Some((name, settings)) => selector(&name, settings, &mut limits),
                None => FieldKind::Unknown,
            },
        };
        let suggested = field.read::<Map<String, Value>>("description");
        let suggested = suggested.and_then(|mut description| description.remove("suggested_value"));
        let default = suggested.or_else(|| field.read("default")).filter(|value| !value.is_null());
        let read =
            Self { name: field.text("name"), kind, required: field.or_default("required"), default, limits };
        field.made(read)
    }
}

/// The selectors that a sign-in can sensibly ask for; any other is asked as text.
fn selector(name: &str, settings: Value, limits: &mut Limits) -> FieldKind {
    let Some(mut settings) = Members::of(settings) else {
        return if name == "boolean" { FieldKind::Boolean } else { FieldKind::Unknown };
    };
    match name {
        "text" => {
            limits.format = settings.read("type");
            FieldKind::String
        }
        "number" => {
            (limits.least, limits.most) = (settings.read("min"), settings.read("max"));
            FieldKind::Float
        }
        "boolean" => FieldKind::Boolean,
        "constant" => FieldKind::Constant { value: settings.or_default("value") },
        "select" => {
            let options = options(settings.or_default("options"));
            if settings.or_default("multiple") {
                FieldKind::MultiSelect { options }
            } else {
                FieldKind::Select { options }
            }
        }
        _ => FieldKind::Unknown,
    }
}

/// Pairs of value and label, or values alone, or an object from value to label. What is neither is left out.
fn options(listed: Value) -> Vec<(Value, String)> {
    let Value::Array(listed) = listed else {
        let listed = Map::from_json(listed).unwrap_or_default();
        return listed.into_iter().map(|(value, label)| (value.into(), said(&label))).collect();
    };
    let option = |listed: Value| match listed {
        Value::Array(pair) => {
            let [value, label] = <[Value; 2]>::try_from(pair).ok()?;
            let label = said(&label);
            Some((value, label))
        }
        Value::Object(mut option) => {
            let (value, label) = (option.remove("value")?, option.remove("label"));
            let label = label.as_ref().map_or_else(|| said(&value), said);
            Some((value, label))
        }
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let label = said(&listed);
            Some((listed, label))
        }
    };
    listed.into_iter().filter_map(option).collect()
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| crate::json::text(value), str::to_owned)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[track_caller]
    fn kind(text: &str) -> FieldKind {
        json::parse::<Field>(text).unwrap().kind
    }

    fn pairs(options: &[(&str, &str)]) -> Vec<(Value, String)> {
        options.iter().map(|(value, label)| ((*value).into(), (*label).to_owned())).collect()
    }

    #[test]
    fn a_field_of_an_unknown_kind_is_kept() {
        let field: Field = json::parse(r#"{"type":"iris_scan","name":"eye"}"#).unwrap();
        assert_eq!((field.name.as_str(), field.kind), ("eye", FieldKind::Unknown));
        assert_eq!(kind(r#"{"name":"eye"}"#), FieldKind::Unknown);
        assert_eq!(kind(r#"{"name":"eye","selector":{"iris":{}}}"#), FieldKind::Unknown);
    }

    #[test]
    fn limits_and_suggestions_are_read() {
        let text = r#"{"type":"string","name":"a","lengthMin":2,"lengthMax":5,"format":"email",
            "default":"d","description":{"suggested_value":"s"}}"#;
        let field: Field = json::parse(text).unwrap();
        assert_eq!((field.limits.shortest, field.limits.longest), (Some(2), Some(5)));
        assert_eq!((field.limits.format.as_deref(), field.default), (Some("email"), Some("s".into())));
        let number: Field =
            json::parse(r#"{"type":"integer","name":"a","valueMin":1,"valueMax":9,"default":4}"#).unwrap();
        assert_eq!(
            (number.limits.least, number.limits.most, number.default),
            (Some(1.0), Some(9.0), Some(4.into()))
        );
    }

    #[test]
    fn options_come_in_every_shape_that_is_seen() {
        let select = |options: &str| kind(&format!(r#"{{"type":"select","name":"a","options":{options}}}"#));
        assert_eq!(
            select(r#"[["a","A"],["b","B"]]"#),
            FieldKind::Select { options: pairs(&[("a", "A"), ("b", "B")]) }
        );
        assert_eq!(select(r#"["a"]"#), FieldKind::Select { options: pairs(&[("a", "a")]) });
        assert_eq!(select("[[1,1]]"), FieldKind::Select { options: vec![(1.into(), "1".into())] });
        let many = kind(r#"{"type":"multi_select","name":"a","options":{"a":"A","b":"B"}}"#);
        assert_eq!(many, FieldKind::MultiSelect { options: pairs(&[("a", "A"), ("b", "B")]) });
        let chosen = kind(
            r#"{"name":"a","selector":{"select":{"options":[{"value":"a","label":"A"}],"multiple":true}}}"#,
        );
        assert_eq!(chosen, FieldKind::MultiSelect { options: pairs(&[("a", "A")]) });
    }

    #[test]
    fn selectors_and_expandables_are_read() {
        let secret: Field =
            json::parse(r#"{"name":"a","required":true,"selector":{"text":{"type":"password"}}}"#).unwrap();
        assert_eq!((secret.kind, secret.limits.format.as_deref()), (FieldKind::String, Some("password")));
        assert_eq!(kind(r#"{"name":"a","selector":{"boolean":null}}"#), FieldKind::Boolean);
        assert_eq!(kind(r#"{"name":"a","selector":{"number":{"min":1}}}"#), FieldKind::Float);
        let nested = kind(r#"{"type":"expandable","name":"a","schema":[{"type":"string","name":"b"}]}"#);
        assert!(matches!(nested, FieldKind::Expandable { schema } if schema.len() == 1));
    }

    #[test]
    fn a_field_is_written_as_home_assistant_writes_it() {
        let written = serde_json::to_string(&Field::text("username")).unwrap();
        assert_eq!(written, r#"{"name":"username","type":"string","required":true}"#);
    }
}
