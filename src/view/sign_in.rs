//! The sign-in screen: the hub's form, what went wrong, and the other ways in.

use doorstep_core::login::Login;
use doorstep_core::problem::Remedy;
use doorstep_core::{App, Intent};
use doorstep_protocol::login::Field;
use leptos::prelude::*;

use super::element::{classed, element, nothing, together};
use super::{field, icons, parts, text};
use crate::browser::form as typed;
use crate::runtime::Runtime;

/// The screen.
pub(super) fn screen(runtime: Runtime) -> AnyView {
    let column = classed("main", "sign-in")
        .child(parts::mark())
        .with(element("h1").text("Sign in"))
        .child(trouble(runtime))
        .child(questions(runtime))
        .child(ways(runtime));
    classed("div", "sky")
        .with(classed("header", "sky-head"))
        .with(column)
        .with(classed("footer", "sky-foot"))
        .view()
}

/// What went wrong. The place is always there, so that what comes into it is read aloud.
fn trouble(runtime: Runtime) -> AnyView {
    let trouble = runtime.watch(|app| {
        let login = app.login()?;
        let said = login.problem().map(text::problem).or_else(|| base_error(login));
        let can_retry = login.problem().is_some_and(|problem| problem.remedy() == Remedy::TryAgain);
        said.map(|said| (said, can_retry && login.form().is_none() && !login.is_busy()))
    });
    let storage = runtime.watch(|app| app.storage_problem().map(text::storage));
    let alert = move || {
        let Some((said, can_retry)) = trouble.get() else { return nothing() };
        let retry = || parts::button("button", move || runtime.send(Intent::TryAgain)).text("Try again");
        let words = element("div").with(parts::paragraph(said));
        parts::alert(icons::WARNING, if can_retry { words.with(retry()) } else { words })
    };
    let forgetful = move || {
        storage.get().map_or_else(nothing, |said| {
            parts::alert(icons::WARNING, element("div").with(element("p").text(said)))
        })
    };
    element("div").attr("role", "alert").changing(alert).changing(forgetful).view()
}

fn base_error(login: &Login) -> Option<String> {
    // While a new attempt is under way, the old mistake is no longer the point.
    let errors = login.form().filter(|_| !login.is_busy())?.errors.as_ref()?;
    errors.get("base").or_else(|| errors.values().next()).map(|key| text::form_error(key))
}

/// The form. It is drawn anew only when the hub asks for something else, so neither a wrong password nor a lost
/// network takes away what was typed.
fn questions(runtime: Runtime) -> AnyView {
    let fields = runtime.watch(|app| app.login()?.form().map(|form| form.data_schema.clone()));
    super::element::changing(move || fields.get().map_or_else(nothing, |fields| form(runtime, fields)))
}

fn form(runtime: Runtime, fields: Vec<Field>) -> AnyView {
    let is_busy = runtime.watch(|app| app.login().is_some_and(Login::is_busy));
    let remembers = runtime.watch(|app| app.login().is_some_and(Login::preselect_remember)).get_untracked();
    let inputs: Vec<_> = fields
        .iter()
        .map(|asked| {
            let name = asked.name.clone();
            field::field(asked, runtime.watch(move |app| is_wrong(app, &name)))
        })
        .collect();
    let remember = element("input")
        .attr("type", "checkbox")
        .attr("name", typed::REMEMBER)
        .own("checked", remembers.then(String::new));
    element("form")
        .submit(move |event| {
            event.prevent_default();
            if let Some((answers, remember)) = typed::read(&event, &fields) {
                runtime.send(Intent::Submit { answers, remember });
            }
        })
        .child(together(inputs))
        .with(classed("label", "switch").with(remember).text("Remember this device"))
        .with(
            classed("button", "button primary")
                .attr("type", "submit")
                .one_of("aria-busy", move || is_busy.get().then_some("true"))
                .says(move || if is_busy.get() { "Signing in…".into() } else { "Sign in".into() }),
        )
        .view()
}

fn is_wrong(app: &App, field: &str) -> bool {
    let errors = app.login().and_then(|login| login.form()?.errors.as_ref());
    errors.is_some_and(|errors| errors.contains_key("base") || errors.contains_key(field))
}

/// Those whom this device knows, and the hub's other providers.
fn ways(runtime: Runtime) -> AnyView {
    let people = runtime.watch(App::people);
    let providers = runtime.watch(|app| {
        let (providers, chosen) = app.login()?.providers();
        let others = providers.iter().map(|provider| provider.name.clone()).enumerate();
        Some(others.filter(|(place, _)| *place != chosen).collect::<Vec<_>>())
    });
    let accounts = move || {
        together(people.get().into_iter().map(|(user, name)| {
            parts::button("button", move || runtime.send(Intent::SwitchTo(user.clone())))
                .child(parts::face(&name))
                .with(element("span").words(name))
                .view()
        }))
    };
    let others = move || {
        together(providers.get().unwrap_or_default().into_iter().map(|(place, name)| {
            parts::button("button plain", move || runtime.send(Intent::ChooseProvider(place)))
                .words(name)
                .view()
        }))
    };
    classed("div", "ways").changing(accounts).changing(others).view()
}
