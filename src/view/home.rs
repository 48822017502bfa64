//! The home screen: the greeting, the home at a glance, and its areas.

use doorstep_core::connection::Standing;
use doorstep_core::home::Home;
use doorstep_core::overview::Overview;
use leptos::html::{Dialog, b, button, div, h1, h2, header, main, p, span};
use leptos::{ev, prelude::*};

use super::{area, notices, parts, people, text};
use crate::runtime::Runtime;

/// The screen.
pub(super) fn screen(runtime: Runtime) -> impl IntoView {
    let is_live = runtime.watch(|app| app.home().map(Home::standing) == Some(Standing::Live));
    let has_entities = runtime.watch(|app| app.home().is_some_and(Home::has_entities));
    // Before the first state there is nothing on the screen that could be old.
    let link = move || (has_entities.get() && !is_live.get()).then_some("lost");
    let dialog = NodeRef::<Dialog>::new();
    div().class("home").attr("data-link", link).child((
        div().class("page").child((top(runtime, dialog), glance(runtime), areas(runtime))),
        notices::notices(runtime),
        people::dialog(runtime, dialog),
    ))
}

fn top(runtime: Runtime, dialog: NodeRef<Dialog>) -> impl IntoView {
    let name = runtime.watch(|app| Some(app.home()?.user()?.name.clone()));
    let greeting = runtime.watch(|app| {
        let user = app.home().and_then(Home::user);
        text::greeting(app.hour(), user.map(|user| user.name.as_str()))
    });
    let summary =
        runtime.watch(|app| app.home().map(|home| text::summary(home.overview())).unwrap_or_default());
    header().class("top").child((
        div().child((h1().child(move || greeting.get()), p().child(move || summary.get()))),
        button()
            .class("me")
            .attr("type", "button")
            .attr("aria-haspopup", "dialog")
            .on(ev::click, move |_| people::open(dialog))
            .child((
                move || parts::face(&name.get().unwrap_or_default()),
                span().class("label").child("Switch user"),
            )),
    ))
}

fn glance(runtime: Runtime) -> impl IntoView {
    let overview = runtime.watch(|app| app.home().map(|home| home.overview().clone()).unwrap_or_default());
    let is_empty = move || overview.with(|overview| !overview.has_lights && !overview.has_locks);
    div()
        .class("chips")
        .attr("role", "group")
        .attr("aria-label", "At a glance")
        .attr("tabindex", "0")
        .attr("hidden", is_empty)
        .child(move || overview.with(chips))
}

fn chips(overview: &Overview) -> impl IntoView + use<> {
    let chip = |tone: Option<&'static str>, strong: String, words: &'static str| {
        span().class("chip").attr("data-tone", tone).child((b().child(strong), words))
    };
    let lights = overview.has_lights.then(|| {
        let words = if overview.lights_on == 1 { "light on" } else { "lights on" };
        chip((overview.lights_on > 0).then_some("warm"), overview.lights_on.to_string(), words)
    });
    let locks = overview.has_locks.then(|| match overview.unlocked.as_slice() {
        [] => chip(Some("ok"), "Locked".into(), ""),
        names => chip(Some("warm"), names.join(", "), "unlocked"),
    });
    let people = overview.has_people.then(|| match overview.at_home.as_slice() {
        [] => chip(None, "Nobody".into(), "home"),
        names => chip(Some("ok"), names.join(", "), "home"),
    });
    let alarms = overview.alarms.iter().map(|name| chip(Some("bad"), name.clone(), "!")).collect::<Vec<_>>();
    (alarms, lights, locks, people)
}

fn areas(runtime: Runtime) -> impl IntoView {
    let has_entities = runtime.watch(|app| app.home().is_some_and(Home::has_entities));
    let sections = runtime.watch(|app| app.home().map(|home| home.sections().clone()).unwrap_or_default());
    move || {
        let is_empty = Memo::new(move |_| sections.with(|sections| sections.is_empty()));
        match (has_entities.get(), is_empty.get()) {
            (false, _) => waiting().into_any(),
            (true, true) => empty().into_any(),
            (true, false) => area::areas(runtime, sections).into_any(),
        }
    }
}

fn waiting() -> impl IntoView {
    let blanks = (0..8).map(|_| div().class("tile blank")).collect_view();
    main()
        .class("areas")
        .attr("aria-busy", "true")
        .child(div().class("area").child(div().class("tiles").child(blanks)))
}

fn empty() -> impl IntoView {
    main().class("empty").child((
        parts::mark(),
        h2().child("This home is still empty"),
        p().child("Add a first device in the hub. It appears here by itself, without a reload."),
    ))
}
