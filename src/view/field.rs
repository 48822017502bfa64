//! One field of a form, drawn from the hub's schema. Inputs are uncontrolled: what is typed stays typed.

use doorstep_core::App;
use doorstep_core::login::answer;
use doorstep_core::login::ask::{self, Control};
use doorstep_protocol::login::{Field, FieldKind};
use leptos::prelude::*;
use serde_json::Value;

use super::element::{Element, changing, classed, element, nothing, together};
use super::{icons, parts, text};
use crate::browser::form as typed;
use crate::runtime::Runtime;

/// Where a field stands.
pub(super) struct Scope<'a> {
    pub(super) runtime: Runtime,
    /// All fields beside it.
    pub(super) fields: &'a [Field],
    /// `group.` for the fields of a group.
    pub(super) group: &'a str,
    /// Whether a recovery code may be typed where a code is asked.
    pub(super) has_recovery: bool,
}

/// A field.
pub(super) fn field(scope: &Scope<'_>, field: &Field) -> AnyView {
    match ask::control(field) {
        Control::Hidden => nothing(),
        Control::Switch => classed("label", "switch")
            .with(
                named(scope, field)
                    .attr("type", "checkbox")
                    .own("checked", (field.default == Some(true.into())).then(String::new)),
            )
            .words(text::label(&field.name))
            .view(),
        Control::Cards => choices(scope, field, "radio"),
        Control::Checks => choices(scope, field, "checkbox"),
        Control::List => list(scope, field),
        Control::Group => group(scope, field),
        Control::Secret => secret(scope, field),
        Control::Code => code(scope, field),
        Control::Line | Control::Whole | Control::Number => {
            labelled(scope, field).with(input(scope, field).attr("type", ask::input_type(field))).view()
        }
    }
}

fn secret(scope: &Scope<'_>, field: &Field) -> AnyView {
    let (is_shown, has_caps) = (RwSignal::new(false), RwSignal::new(false));
    let kind = move || Some(if is_shown.get() { "text" } else { "password" });
    let peek = parts::button("peek", move || is_shown.update(|shown| *shown = !*shown))
        .attr("aria-label", "Show password")
        .one_of("aria-pressed", move || Some(if is_shown.get() { "true" } else { "false" }))
        .child(parts::icon(move || if is_shown.get() { icons::EYE_OFF } else { icons::EYE }));
    let line = labelled(scope, field)
        .with(
            input(scope, field)
                .one_of("type", kind)
                .key(move |event| has_caps.set(typed::has_caps_lock(&event))),
        )
        .with(peek);
    let caps = classed("p", "hint").attr("role", "status").changing(move || {
        if has_caps.get() { element("span").text("Caps lock is on.").view() } else { nothing() }
    });
    together([line.view(), caps.view()])
}

/// A code is typed on a keyboard of digits; one for recovery has letters.
fn code(scope: &Scope<'_>, field: &Field) -> AnyView {
    let is_recovery = RwSignal::new(false);
    let line = labelled(scope, field).with(
        input(scope, field)
            .attr("type", "text")
            .one_of("inputmode", move || Some(if is_recovery.get() { "text" } else { "numeric" })),
    );
    let hint = move || {
        if is_recovery.get() {
            return classed("p", "hint")
                .text("Type one of the recovery codes that you have kept. Each works once.")
                .view();
        }
        parts::button("link", move || is_recovery.set(true)).text("Use a recovery code").view()
    };
    let hint = if scope.has_recovery { changing(hint) } else { nothing() };
    together([line.view(), hint])
}

fn list(scope: &Scope<'_>, field: &Field) -> AnyView {
    let FieldKind::Select { options } = &field.kind else { return nothing() };
    let choices = options.iter().map(|(value, label)| {
        element("option")
            .own("value", answer::key(value))
            .own("selected", is_chosen(field, value).then(String::new))
            .words(label.clone())
            .view()
    });
    let nobody = element("option").attr("value", "").text("Choose…");
    let list = named(scope, field).child(nobody.view()).child(together(choices));
    labelled(scope, field).with(list).view()
}

/// Few choices are all in view: one of them, or any.
fn choices(scope: &Scope<'_>, field: &Field, kind: &'static str) -> AnyView {
    let (FieldKind::Select { options } | FieldKind::MultiSelect { options }) = &field.kind else {
        return nothing();
    };
    let is_single = kind == "radio";
    let cards = options.iter().enumerate().map(|(place, (value, label))| {
        let input = element("input")
            .attr("type", kind)
            // The cursor goes to the first of them.
            .own("id", (place == 0).then(|| id(scope, field)))
            .own("name", name(scope, field))
            .own("value", answer::key(value))
            .own("checked", is_chosen(field, value).then(String::new))
            .own("required", (is_single && field.required).then(String::new));
        classed("label", "card").with(input).with(element("span").words(label.clone())).view()
    });
    classed("fieldset", "cards")
        .with(element("legend").words(text::label(&field.name)))
        .child(together(cards))
        .view()
}

fn group(scope: &Scope<'_>, field: &Field) -> AnyView {
    let FieldKind::Expandable { schema } = &field.kind else { return nothing() };
    let group = format!("{}.", name(scope, field));
    let inner = Scope { fields: schema, group: &group, ..*scope };
    let inputs: Vec<_> = schema.iter().map(|asked| self::field(&inner, asked)).collect();
    classed("fieldset", "group")
        .with(element("legend").words(text::label(&field.name)))
        .child(together(inputs))
        .view()
}

fn is_chosen(field: &Field, value: &Value) -> bool {
    match &field.default {
        Some(Value::Array(defaults)) => defaults.contains(value),
        default => default.as_ref() == Some(value),
    }
}

fn labelled(scope: &Scope<'_>, field: &Field) -> Element {
    let label = element("label").own("for", id(scope, field)).words(text::label(&field.name));
    classed("div", "field").with(label)
}

fn input(scope: &Scope<'_>, field: &Field) -> Element {
    let typed = scope.runtime.watch({
        let name = field.name.clone();
        move |app| app.login().and_then(|login| login.typed(&name)).map(str::to_owned)
    });
    let start = field.default.as_ref().map(answer::key).filter(|_| ask::control(field) != Control::Secret);
    let limits = &field.limits;
    let wrong = scope.runtime.watch({
        let name = field.name.clone();
        move |app| is_wrong(app, &name)
    });
    named(scope, field)
        .own("value", typed.get_untracked().or(start))
        .own("minlength", limits.shortest.map(|shortest| shortest.to_string()))
        .own("maxlength", limits.longest.map(|longest| longest.to_string()))
        .own("min", limits.least.map(|least| answer::key(&least.into())))
        .own("max", limits.most.map(|most| answer::key(&most.into())))
        .own("step", (ask::control(field) == Control::Number).then(|| "any".to_owned()))
        .attr("autocomplete", ask::autocomplete(scope.fields, field))
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .one_of("aria-invalid", move || wrong.get().then_some("true"))
}

fn named(scope: &Scope<'_>, field: &Field) -> Element {
    let is_list = ask::control(field) == Control::List;
    let is_asked = field.required && ask::control(field) != Control::Switch;
    element(if is_list { "select" } else { "input" })
        .own("id", id(scope, field))
        .own("name", name(scope, field))
        .own("required", is_asked.then(String::new))
}

fn name(scope: &Scope<'_>, field: &Field) -> String {
    format!("{}{}", scope.group, field.name)
}

fn id(scope: &Scope<'_>, field: &Field) -> String {
    typed::id(&name(scope, field))
}

fn is_wrong(app: &App, field: &str) -> bool {
    let errors = app.login().and_then(|login| login.form()?.errors.as_ref());
    errors.is_some_and(|errors| errors.contains_key("base") || errors.contains_key(field))
}
