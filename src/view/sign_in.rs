//! The sign-in: whatever the hub's flow asks, one step at a time.

use doorstep_core::login::{Asked, Login};
use doorstep_core::{App, Intent};
use doorstep_protocol::login::Form;
use leptos::prelude::*;

use super::element::{Element, changing, classed, element, nothing, together};
use super::field::{self, Scope};
use super::{icons, parts, text, way_in};
use crate::browser::form as typed;
use crate::runtime::Runtime;

/// The column in the middle of the screen.
pub(super) fn column(runtime: Runtime) -> AnyView {
    let heading = runtime.watch(|app| text::heading(step(app).as_deref()));
    let lead = runtime.watch(|app| text::lead(step(app).as_deref(), placeholder(app, "mfa_module_name")));
    classed("main", "sign-in")
        .child(parts::mark())
        .with(element("h1").says(move || heading.get().to_owned()))
        .changing(move || {
            let lead = lead.get().map(|lead| classed("p", "lead").words(lead));
            lead.map_or_else(nothing, Element::view)
        })
        .child(way_in::trouble(runtime))
        .child(questions(runtime))
        .child(way_in::ways(runtime, false))
        .view()
}

fn step(app: &App) -> Option<String> {
    Some(app.login()?.form()?.step_id.clone())
}

fn placeholder(app: &App, name: &str) -> Option<String> {
    let placeholders = app.login()?.form()?.description_placeholders.as_ref()?;
    placeholders.get(name)?.as_str().map(str::to_owned)
}

/// What is asked. It is drawn anew only when the hub asks for something else, so neither a wrong password nor a
/// lost network takes away what was typed.
fn questions(runtime: Runtime) -> AnyView {
    let asked = runtime.watch(|app| {
        let mut asked = app.login().map(|login| login.asked().clone()).unwrap_or_default();
        if let Asked::Form(form) = &mut asked {
            // The same questions again, perhaps of another flow.
            form.errors = None;
            form.flow_id.0.clear();
        }
        asked
    });
    changing(move || match asked.get() {
        Asked::Nothing => nothing(),
        Asked::Form(form) => fields(runtime, form),
        Asked::Menu(options) => menu(runtime, options),
        Asked::External { address, host } => external(address, &host),
        Asked::Progress(action) => progress(&action),
    })
}

fn fields(runtime: Runtime, form: Form) -> AnyView {
    let login = |read: fn(&Login) -> bool| runtime.watch(move |app| app.login().is_some_and(read));
    let is_busy = login(Login::is_busy);
    let pause = runtime.watch(|app| app.login().and_then(Login::pause));
    let remembers = login(Login::preselect_remember).get_untracked();
    let asks_to_remember = login(Login::is_first_step).get_untracked();
    let has_recovery = runtime.watch(|app| placeholder(app, "recovery").is_some()).get_untracked();
    let fields = form.data_schema;
    let scope = Scope { runtime, fields: &fields, group: "", has_recovery };
    let inputs: Vec<_> = fields.iter().map(|asked| field::field(&scope, asked)).collect();
    let remember = element("input")
        .attr("type", "checkbox")
        .attr("name", typed::REMEMBER)
        .own("checked", remembers.then(String::new));
    let remember = classed("label", "switch").with(remember).text("Remember this device");
    let words = if asks_to_remember { ("Sign in", "Signing in…") } else { ("Continue", "One moment…") };
    let send = classed("button", "button primary")
        .attr("type", "submit")
        .flag("disabled", move || pause.get().is_some())
        .one_of("aria-busy", move || is_busy.get().then_some("true"))
        .says(move || match pause.get() {
            Some(seconds) => text::wait(seconds),
            None => if is_busy.get() { words.1 } else { words.0 }.to_owned(),
        });
    let form = element("form")
        .submit(move |event| {
            event.prevent_default();
            if let Some((answers, remember)) = typed::read(&event, &fields) {
                runtime.send(Intent::Submit { answers, remember });
            }
        })
        .child(together(inputs));
    if asks_to_remember { form.with(remember) } else { form }.with(send).view()
}

fn menu(runtime: Runtime, options: Vec<(String, String)>) -> AnyView {
    let ways = options.into_iter().map(|(key, name)| {
        let words = if name == key { text::label(&key) } else { name };
        parts::button("button primary", move || runtime.send(Intent::ChooseStep(key.clone())))
            .words(words)
            .view()
    });
    classed("div", "steps")
        .attr("role", "group")
        .attr("aria-label", "How to go on")
        .child(together(ways))
        .view()
}

/// A link in a tab of its own: what has been done here stays, and coming back is seen.
fn external(address: String, host: &str) -> AnyView {
    let link = classed("a", "button primary")
        .own("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .words(format!("Continue at {host}"));
    classed("div", "steps")
        .with(link)
        .with(waiting("Come back to this page when you are done there. It goes on by itself.".to_owned()))
        .view()
}

fn progress(action: &str) -> AnyView {
    classed("div", "steps").with(waiting(text::progress(action))).view()
}

fn waiting(words: String) -> Element {
    classed("p", "waiting")
        .attr("role", "status")
        .child(parts::still(icons::AUTO))
        .with(element("span").words(words))
}
