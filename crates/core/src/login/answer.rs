//! From what a form holds to the answers that its schema asks for.

use doorstep_protocol::json;
use doorstep_protocol::login::{Field, FieldKind};
use serde_json::{Map, Value};

use super::ask;
use crate::event::Answers;

/// The answers to these fields. `typed` says what the inputs of a name hold: several for boxes, none for one that
/// is not ticked. The inputs of a group are named `group.field`.
pub fn answers(fields: &[Field], typed: &dyn Fn(&str) -> Vec<String>) -> Answers {
    let mut answers = Answers::default();
    for (name, answer) in collected(fields, "", typed) {
        answers.0.insert(name, answer);
    }
    answers
}

/// What an option is called in a form.
pub fn key(value: &Value) -> String {
    value.as_str().map_or_else(|| json::text(value), str::to_owned)
}

fn collected(fields: &[Field], group: &str, typed: &dyn Fn(&str) -> Vec<String>) -> Map<String, Value> {
    let mut answers = Map::new();
    for field in fields {
        let name = format!("{group}{}", field.name);
        let answer = match &field.kind {
            FieldKind::Expandable { schema } => {
                Some(Value::Object(collected(schema, &format!("{name}."), typed)))
            }
            FieldKind::Boolean
            | FieldKind::Constant { .. }
            | FieldKind::Integer
            | FieldKind::Float
            | FieldKind::String
            | FieldKind::Select { .. }
            | FieldKind::MultiSelect { .. }
            | FieldKind::Unknown => answer(field, typed(&name)),
        };
        if let Some(answer) = answer {
            answers.insert(field.name.clone(), answer);
        }
    }
    answers
}

fn answer(field: &Field, typed: Vec<String>) -> Option<Value> {
    let is_ticked = !typed.is_empty();
    let chosen = |options: &[(Value, String)], text: &String| {
        options.iter().find(|(value, _)| key(value) == *text).map(|(value, _)| value.clone())
    };
    match &field.kind {
        FieldKind::Boolean => Some(is_ticked.into()),
        FieldKind::Constant { value } => Some(value.clone()),
        FieldKind::MultiSelect { options } => {
            Some(typed.iter().filter_map(|text| chosen(options, text)).collect())
        }
        FieldKind::Select { options } => chosen(options, typed.first()?),
        FieldKind::Integer => typed.first()?.trim().parse::<i64>().ok().map(Value::from),
        FieldKind::Float => json::number(typed.first()?.trim()).map(Value::from),
        FieldKind::Expandable { .. } | FieldKind::String | FieldKind::Unknown => {
            let text = typed.into_iter().next()?;
            let text = if ask::is_code(&field.name) { tidy(&text) } else { text };
            // What may be left empty and is, is not an answer.
            (field.required || !text.is_empty()).then(|| text.into())
        }
    }
}

/// A code as it is meant: people paste `123 456` and `123-456`. Dashes between letters are part of the code.
fn tidy(code: &str) -> String {
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_number = code.chars().all(|letter| letter.is_ascii_digit() || letter == '-');
    if is_number { code.replace('-', "") } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(schema: &str, typed: &[(&str, &str)]) -> Value {
        let fields: Vec<Field> = json::parse(schema).unwrap();
        let inputs = |name: &str| {
            typed.iter().filter(|(input, _)| *input == name).map(|(_, text)| (*text).to_owned()).collect()
        };
        Value::Object(answers(&fields, &inputs).0.into_iter().collect())
    }

    #[test]
    fn every_kind_of_field_is_answered_in_its_own_type() {
        let schema = r#"[
            {"type":"string","name":"text","required":true}, {"type":"integer","name":"whole"},
            {"type":"float","name":"number"}, {"type":"boolean","name":"yes"}, {"type":"boolean","name":"no"},
            {"type":"select","name":"one","options":[[1,"One"],["a","A"]]},
            {"type":"multi_select","name":"many","options":{"a":"A","b":"B","c":"C"}},
            {"type":"constant","name":"fixed","value":{"x":1}},
            {"type":"expandable","name":"more","schema":[{"type":"string","name":"text"}]},
            {"type":"iris_scan","name":"eye"}
        ]"#;
        let typed = [
            ("text", " a "),
            ("whole", "7"),
            ("number", "1.5"),
            ("yes", "on"),
            ("one", "1"),
            ("many", "a"),
            ("many", "c"),
            ("more.text", "inner"),
            ("eye", "blue"),
        ];
        let expected = r#"{"eye":"blue","fixed":{"x":1},"many":["a","c"],"more":{"text":"inner"},"no":false,
            "number":1.5,"one":1,"text":" a ","whole":7,"yes":true}"#;
        assert_eq!(read(schema, &typed), json::value(expected).unwrap());
    }

    #[test]
    fn what_is_left_empty_is_no_answer_unless_it_is_asked_for() {
        let schema = r#"[{"type":"string","name":"a"},{"type":"string","name":"b","required":true},
            {"type":"integer","name":"c"},{"type":"select","name":"d","options":["x"]}]"#;
        let typed = [("a", ""), ("b", ""), ("c", "seven"), ("d", "not offered")];
        assert_eq!(read(schema, &typed), json::value(r#"{"b":""}"#).unwrap());
    }

    #[test]
    fn a_pasted_code_is_taken_as_it_is_meant() {
        for (pasted, meant) in [
            ("123 456", "123456"),
            (" 123-456\n", "123456"),
            ("abcde-fghij", "abcde-fghij"),
            (" 12345-abcde ", "12345-abcde"),
        ] {
            assert_eq!(tidy(pasted), meant);
        }
    }
}
