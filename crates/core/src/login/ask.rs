//! How a field is asked for: which control, which keyboard, what a password manager may offer.
//!
//! The schema says little of this, so the name of the field and its place in the form must do. The rules know no
//! provider: what nobody has seen before works the same.

use doorstep_protocol::login::{Field, FieldKind};

/// The control that asks for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// None: it is sent as it is.
    Hidden,
    /// A line of text that may be read by everybody.
    Line,
    /// A line that is not shown while it is typed.
    Secret,
    /// A one-time code.
    Code,
    /// A whole number.
    Whole,
    /// Any number.
    Number,
    /// On or off.
    Switch,
    /// One of a few, all in view.
    Cards,
    /// One of many.
    List,
    /// Any of these.
    Checks,
    /// Fields of their own.
    Group,
}

/// The most options that are all kept in view.
const FEW: usize = 6;

/// The control for a field.
pub fn control(field: &Field) -> Control {
    match &field.kind {
        FieldKind::Constant { .. } => Control::Hidden,
        FieldKind::Boolean => Control::Switch,
        FieldKind::Integer => Control::Whole,
        FieldKind::Float => Control::Number,
        FieldKind::Select { options } if options.len() <= FEW => Control::Cards,
        FieldKind::Select { .. } => Control::List,
        FieldKind::MultiSelect { .. } => Control::Checks,
        FieldKind::Expandable { .. } => Control::Group,
        FieldKind::String | FieldKind::Unknown if is_secret(field) => Control::Secret,
        FieldKind::String | FieldKind::Unknown if is_code(&field.name) => Control::Code,
        FieldKind::String | FieldKind::Unknown => Control::Line,
    }
}

/// What may fill the field in: a token of the HTML standard's list. `fields` is the whole form.
pub fn autocomplete(fields: &[Field], field: &Field) -> &'static str {
    match control(field) {
        Control::Code => "one-time-code",
        Control::Secret if has(&field.name, &["new", "repeat", "confirm"]) => "new-password",
        Control::Secret if has(&field.name, &["pin"]) => "off",
        Control::Secret => "current-password",
        Control::Line if is_user(fields, field) => "username",
        Control::Line
        | Control::Hidden
        | Control::Whole
        | Control::Number
        | Control::Switch
        | Control::Cards
        | Control::List
        | Control::Checks
        | Control::Group => "off",
    }
}

/// The type of an input: what a phone's keyboard and the browser's own check go by.
pub fn input_type(field: &Field) -> &'static str {
    match (control(field), field.limits.format.as_deref()) {
        (Control::Secret, _) => "password",
        (Control::Whole | Control::Number, _) => "number",
        (_, Some("email")) => "email",
        (_, Some("url" | "fqdnurl")) => "url",
        (_, Some("tel")) => "tel",
        (_, _) => "text",
    }
}

/// Whether a name is that of a one-time code.
pub(super) fn is_code(name: &str) -> bool {
    has(name, &["code", "otp", "totp", "mfa", "2fa", "token", "passcode"])
}

fn is_secret(field: &Field) -> bool {
    let by_format = field.limits.format.as_deref() == Some("password");
    by_format
        || field.name.to_ascii_lowercase().contains("password")
        || has(&field.name, &["passwd", "passphrase", "secret", "pin"])
}

/// By its name, or because it is the first text before the first secret.
fn is_user(fields: &[Field], field: &Field) -> bool {
    if has(&field.name, &["username", "user", "login", "email", "mail", "account"]) {
        return true;
    }
    let before_secret = fields.iter().take_while(|other| control(other) != Control::Secret);
    let has_secret = fields.iter().any(|other| control(other) == Control::Secret);
    let first = before_secret.filter(|other| control(other) == Control::Line).map(|other| &other.name).next();
    has_secret && first == Some(&field.name)
}

/// Whether one of the words of a name is one of these.
fn has(name: &str, words: &[&str]) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use doorstep_protocol::json;

    use super::*;

    fn field(text: &str) -> Field {
        json::parse(text).unwrap()
    }

    #[test]
    fn every_kind_has_its_control() {
        for (text, expected) in [
            (r#"{"type":"string","name":"username"}"#, Control::Line),
            (r#"{"type":"string","name":"password"}"#, Control::Secret),
            (r#"{"type":"string","name":"oldPassword"}"#, Control::Secret),
            (r#"{"type":"string","name":"house_pin"}"#, Control::Secret),
            (r#"{"type":"string","name":"opinion"}"#, Control::Line),
            (r#"{"type":"string","name":"code"}"#, Control::Code),
            (r#"{"type":"string","name":"sms_otp"}"#, Control::Code),
            (r#"{"type":"string","name":"postcode"}"#, Control::Line),
            (r#"{"type":"iris_scan","name":"eye"}"#, Control::Line),
            (r#"{"type":"integer","name":"a"}"#, Control::Whole),
            (r#"{"type":"float","name":"a"}"#, Control::Number),
            (r#"{"type":"boolean","name":"a"}"#, Control::Switch),
            (r#"{"type":"select","name":"a","options":["1","2","3","4","5","6"]}"#, Control::Cards),
            (r#"{"type":"select","name":"a","options":["1","2","3","4","5","6","7"]}"#, Control::List),
            (r#"{"type":"multi_select","name":"a","options":{"1":"1"}}"#, Control::Checks),
            (r#"{"type":"constant","name":"a","value":1}"#, Control::Hidden),
            (r#"{"type":"expandable","name":"a","schema":[]}"#, Control::Group),
            (r#"{"name":"word","selector":{"text":{"type":"password"}}}"#, Control::Secret),
        ] {
            assert_eq!(control(&field(text)), expected, "{text}");
        }
    }

    #[test]
    fn password_managers_know_the_fields_of_a_provider_that_nobody_has_seen() {
        let form = ["Kennung", "passphrase", "otp", "new_password", "shoe size"];
        let form: Vec<_> = form.into_iter().map(Field::text).collect();
        let offered: Vec<_> = form.iter().map(|field| autocomplete(&form, field)).collect();
        assert_eq!(offered, ["username", "current-password", "one-time-code", "new-password", "off"]);
        let riddle = [Field::text("riddle")];
        assert_eq!(
            autocomplete(&riddle, &riddle[0]),
            "off",
            "a text without a secret beside it is no user name"
        );
    }

    #[test]
    fn the_keyboard_follows_the_format() {
        for (text, expected) in [
            (r#"{"type":"string","name":"a","format":"email"}"#, "email"),
            (r#"{"type":"string","name":"a","format":"fqdnurl"}"#, "url"),
            (r#"{"type":"string","name":"password","format":"email"}"#, "password"),
            (r#"{"type":"integer","name":"a"}"#, "number"),
            (r#"{"type":"string","name":"a"}"#, "text"),
        ] {
            assert_eq!(input_type(&field(text)), expected, "{text}");
        }
    }
}
