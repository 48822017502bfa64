//! One field of a form, drawn from the hub's schema. Inputs are uncontrolled: what is typed stays typed.

use doorstep_protocol::login::{Field, FieldKind};
use leptos::html::{button, div, input, label, option, select};
use leptos::{ev, prelude::*};

use super::{icons, parts, text};

/// A field; `is_wrong` marks what the hub did not accept.
pub(super) fn field(field: &Field, is_wrong: Memo<bool>) -> AnyView {
    match &field.kind {
        FieldKind::Constant { .. } => ().into_any(),
        FieldKind::Boolean => label()
            .class("switch")
            .child((
                input().attr("type", "checkbox").attr("name", field.name.clone()),
                text::label(&field.name),
            ))
            .into_any(),
        FieldKind::Select { options } => chooser(field, options).into_any(),
        FieldKind::Integer | FieldKind::Float => typed(field, "number", is_wrong).into_any(),
        FieldKind::String | FieldKind::Unknown if field.name.contains("password") => {
            secret(field, is_wrong).into_any()
        }
        FieldKind::String | FieldKind::Unknown => typed(field, "text", is_wrong).into_any(),
    }
}

fn typed(field: &Field, kind: &'static str, is_wrong: Memo<bool>) -> impl IntoView + use<> {
    let id = id(field);
    div().class("field").child((
        label().attr("for", id.clone()).child(text::label(&field.name)),
        input()
            .attr("id", id)
            .attr("type", kind)
            .attr("name", field.name.clone())
            .attr("required", field.required)
            .attr("autocomplete", autocomplete(&field.name))
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("aria-invalid", move || is_wrong.get().then_some("true")),
    ))
}

fn secret(field: &Field, is_wrong: Memo<bool>) -> impl IntoView + use<> {
    let id = id(field);
    let is_shown = RwSignal::new(false);
    div().class("field").child((
        label().attr("for", id.clone()).child(text::label(&field.name)),
        input()
            .attr("id", id)
            .attr("type", move || if is_shown.get() { "text" } else { "password" })
            .attr("name", field.name.clone())
            .attr("required", field.required)
            .attr("autocomplete", autocomplete(&field.name))
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("aria-invalid", move || is_wrong.get().then_some("true")),
        button()
            .class("peek")
            .attr("type", "button")
            .attr("aria-label", "Show password")
            .attr("aria-pressed", move || if is_shown.get() { "true" } else { "false" })
            .on(ev::click, move |_| is_shown.update(|shown| *shown = !*shown))
            .child(parts::still(icons::EYE)),
    ))
}

fn chooser(field: &Field, options: &[(String, String)]) -> impl IntoView + use<> {
    let id = id(field);
    let choices: Vec<_> = options
        .iter()
        .map(|(value, label)| option().attr("value", value.clone()).child(label.clone()))
        .collect();
    div().class("field").child((
        label().attr("for", id.clone()).child(text::label(&field.name)),
        select()
            .attr("id", id)
            .attr("name", field.name.clone())
            .attr("required", field.required)
            .child(choices),
    ))
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
