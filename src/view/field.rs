//! One field of a form, drawn from the hub's schema. Inputs are uncontrolled: what is typed stays typed.

use doorstep_protocol::json;
use doorstep_protocol::login::{Field, FieldKind};
use leptos::prelude::*;
use serde_json::Value;

use super::element::{Element, classed, element, nothing};
use super::{icons, parts, text};

/// A field; `is_wrong` marks what the hub did not accept.
pub(super) fn field(field: &Field, is_wrong: Memo<bool>) -> AnyView {
    match &field.kind {
        FieldKind::Constant { .. } => nothing(),
        FieldKind::Boolean => classed("label", "switch")
            .with(element("input").attr("type", "checkbox").own("name", field.name.clone()))
            .words(text::label(&field.name))
            .view(),
        FieldKind::Select { options } => chooser(field, options),
        FieldKind::Integer | FieldKind::Float => {
            labelled(field).with(input(field, is_wrong).attr("type", "number")).view()
        }
        FieldKind::String | FieldKind::Unknown if field.name.contains("password") => secret(field, is_wrong),
        FieldKind::String
        | FieldKind::MultiSelect { .. }
        | FieldKind::Expandable { .. }
        | FieldKind::Unknown => labelled(field).with(input(field, is_wrong).attr("type", "text")).view(),
    }
}

fn secret(field: &Field, is_wrong: Memo<bool>) -> AnyView {
    let is_shown = RwSignal::new(false);
    let kind = move || Some(if is_shown.get() { "text" } else { "password" });
    labelled(field)
        .with(input(field, is_wrong).one_of("type", kind))
        .with(
            parts::button("peek", move || is_shown.update(|shown| *shown = !*shown))
                .attr("aria-label", "Show password")
                .one_of("aria-pressed", move || Some(if is_shown.get() { "true" } else { "false" }))
                .child(parts::icon(move || if is_shown.get() { icons::EYE_OFF } else { icons::EYE })),
        )
        .view()
}

fn chooser(field: &Field, options: &[(Value, String)]) -> AnyView {
    let chooser = element("select")
        .own("id", id(field))
        .own("name", field.name.clone())
        .own("required", field.required.then(String::new));
    let choices = options.iter().fold(chooser, |chooser, (value, label)| {
        let value = value.as_str().map_or_else(|| json::text(value), str::to_owned);
        chooser.with(element("option").own("value", value).words(label.clone()))
    });
    labelled(field).with(choices).view()
}

fn labelled(field: &Field) -> Element {
    let label = element("label").own("for", id(field)).words(text::label(&field.name));
    classed("div", "field").with(label)
}

fn input(field: &Field, is_wrong: Memo<bool>) -> Element {
    element("input")
        .own("id", id(field))
        .own("name", field.name.clone())
        .own("required", field.required.then(String::new))
        .attr("autocomplete", autocomplete(&field.name))
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .one_of("aria-invalid", move || is_wrong.get().then_some("true"))
}

fn id(field: &Field) -> String {
    format!("field-{}", field.name)
}

/// What a password manager or a phone should offer. The schema does not say, so the name must do.
fn autocomplete(name: &str) -> &'static str {
    match name {
        "username" => "username",
        "code" => "one-time-code",
        _ if name.contains("password") => "current-password",
        _ => "off",
    }
}
