//! The sign-in screen: the hub's form, what went wrong, and the other ways in.

use doorstep_core::login::Login;
use doorstep_core::problem::Remedy;
use doorstep_core::{App, Intent};
use doorstep_protocol::ids::UserId;
use doorstep_protocol::login::Field;
use leptos::html::{button, div, footer, form, h1, header, input, label, main, p, span};
use leptos::{ev, prelude::*};

use super::{field, icons, parts, text};
use crate::browser::form as typed;
use crate::runtime::Runtime;

/// The screen.
pub(super) fn screen(runtime: Runtime) -> impl IntoView {
    div().class("sky").child((
        header().class("sky-head"),
        main().class("sign-in").child((
            parts::mark(),
            h1().child("Sign in"),
            trouble(runtime),
            questions(runtime),
            ways(runtime),
        )),
        footer().class("sky-foot"),
    ))
}

/// What went wrong. The alert is always there, so that what comes into it is read aloud.
fn trouble(runtime: Runtime) -> impl IntoView {
    let trouble = runtime.watch(|app| {
        let login = app.login()?;
        let said = login.problem().map(text::problem).or_else(|| base_error(login));
        let can_retry = login.problem().is_some_and(|problem| problem.remedy() == Remedy::TryAgain);
        said.map(|said| (said, can_retry && login.form().is_none() && !login.is_busy()))
    });
    let storage = runtime.watch(|app| app.storage_problem().map(text::storage));
    div().attr("role", "alert").child(move || {
        let retry = move || {
            button()
                .class("button")
                .attr("type", "button")
                .on(ev::click, move |_| runtime.send(Intent::TryAgain))
                .child("Try again")
        };
        let trouble = trouble.get().map(|(said, can_retry)| {
            let words = div().child((p().child(said), can_retry.then(retry)));
            div().class("alert").child((parts::still(icons::WARNING), words))
        });
        let storage = storage.get().map(|said| {
            div().class("alert").child((parts::still(icons::WARNING), div().child(p().child(said))))
        });
        (trouble, storage)
    })
}

fn base_error(login: &Login) -> Option<String> {
    // While a new attempt is under way, the old mistake is no longer the point.
    let errors = login.form().filter(|_| !login.is_busy())?.errors.as_ref()?;
    errors.get("base").or_else(|| errors.values().next()).map(|key| text::form_error(key))
}

/// The form. It is drawn anew only when the hub asks for something else, so neither a wrong password nor a lost
/// network takes away what was typed.
fn questions(runtime: Runtime) -> impl IntoView {
    let fields = runtime.watch(|app| app.login()?.form().map(|form| form.data_schema.clone()));
    move || fields.get().map(|fields| form_of(runtime, fields))
}

fn form_of(runtime: Runtime, fields: Vec<Field>) -> impl IntoView {
    let is_busy = runtime.watch(|app| app.login().is_some_and(Login::is_busy));
    let remembers = runtime.watch(|app| app.login().is_some_and(Login::preselect_remember)).get_untracked();
    let inputs: Vec<_> = fields
        .iter()
        .map(|asked| {
            let name = asked.name.clone();
            field::field(asked, runtime.watch(move |app| is_wrong(app, &name)))
        })
        .collect();
    form()
        .on(ev::submit, move |event| {
            event.prevent_default();
            if let Some((answers, remember)) = typed::read(&event, &fields) {
                runtime.send(Intent::Submit { answers, remember });
            }
        })
        .child((
            inputs,
            label().class("switch").child((
                input().attr("type", "checkbox").attr("name", typed::REMEMBER).attr("checked", remembers),
                "Remember this device",
            )),
            button()
                .class("button primary")
                .attr("type", "submit")
                .attr("aria-busy", move || is_busy.get().then_some("true"))
                .child(move || if is_busy.get() { "Signing in…" } else { "Sign in" }),
        ))
}

fn is_wrong(app: &App, field: &str) -> bool {
    let errors = app.login().and_then(|login| login.form()?.errors.as_ref());
    errors.is_some_and(|errors| errors.contains_key("base") || errors.contains_key(field))
}

/// Those whom this device knows, and the hub's other providers.
fn ways(runtime: Runtime) -> impl IntoView {
    let people = runtime.watch(App::people);
    let providers = runtime.watch(|app| {
        let (providers, chosen) = app.login()?.providers();
        let others = providers.iter().map(|provider| provider.name.clone()).enumerate();
        Some(others.filter(|(place, _)| *place != chosen).collect::<Vec<_>>())
    });
    div().class("ways").child((
        move || {
            let enter = |(user, name): (UserId, String)| {
                let words = (parts::face(&name), span().child(name));
                let go = move |_| runtime.send(Intent::SwitchTo(user.clone()));
                button().class("button").attr("type", "button").on(ev::click, go).child(words)
            };
            people.get().into_iter().map(enter).collect_view()
        },
        move || {
            let choose = |(place, name): (usize, String)| {
                let go = move |_| runtime.send(Intent::ChooseProvider(place));
                button().class("button plain").attr("type", "button").on(ev::click, go).child(name)
            };
            providers.get().unwrap_or_default().into_iter().map(choose).collect_view()
        },
    ))
}
