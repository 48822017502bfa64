//! The home screen: the greeting, the home at a glance, and its areas.

use doorstep_core::connection::Standing;
use doorstep_core::home::Home;
use doorstep_core::overview::Overview;
use leptos::prelude::*;

use super::element::{changing, classed, element, together};
use super::{area, notices, parts, people, security, text};
use crate::browser::dialog;
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The screen.
pub(super) fn screen(runtime: Runtime) -> AnyView {
    let is_live = runtime.watch(|app| app.home().map(Home::standing) == Some(Standing::Live));
    let is_told = runtime.watch(|app| app.home().is_some_and(Home::is_told));
    let page = classed("div", "page").child(top(runtime)).child(areas(runtime, is_told));
    classed("div", "home")
        // Before the first state there is nothing on the screen that could be old.
        .one_of("data-link", move || (is_told.get() && !is_live.get()).then_some("lost"))
        .with(page)
        .child(notices::notices(runtime))
        .child(people::dialog(runtime))
        .child(security::dialog(runtime))
        .view()
}

fn top(runtime: Runtime) -> AnyView {
    let name = runtime.watch(|app| Some(app.home()?.user()?.name.clone()));
    let hour = runtime.watch(|app| app.hour());
    let summary =
        runtime.watch(|app| app.home().map(|home| text::summary(home.overview())).unwrap_or_default());
    let words = element("div")
        .with(element("h1").says(move || text::greeting(hour.get(), name.get().as_deref())))
        .with(element("p").says(move || summary.get()));
    let me = parts::button("me", || dialog::open(people::DIALOG))
        .attr("aria-haspopup", "dialog")
        .changing(move || parts::face(&name.get().unwrap_or_default()))
        .with(classed("span", "label").text("Switch user"));
    classed("header", "top").with(words).with(me).view()
}

fn glance(runtime: Runtime) -> AnyView {
    let overview = runtime.watch(|app| app.home().map(|home| home.overview().clone()).unwrap_or_default());
    classed("div", "chips")
        .attr("role", "group")
        .attr("aria-label", "At a glance")
        .attr("tabindex", "0")
        .flag("hidden", move || overview.with(|overview| chips(overview).is_empty()))
        .changing(move || {
            together(overview.with(chips).into_iter().map(|(tone, strong, words)| {
                let chip = classed("span", "chip").own("data-tone", tone.map(str::to_owned));
                chip.with(element("b").words(strong)).text(words).view()
            }))
        })
        .view()
}

/// The tone, the figure and the words of each chip.
fn chips(overview: &Overview) -> Vec<(Option<&'static str>, String, &'static str)> {
    let mut chips: Vec<_> =
        overview.alarms.iter().map(|name| (Some("bad"), name.clone(), "needs you now")).collect();
    if overview.has_lights {
        let words = if overview.lights_on == 1 { "light on" } else { "lights on" };
        chips.push(((overview.lights_on > 0).then_some("warm"), overview.lights_on.to_string(), words));
    }
    if let Some(inside) = &overview.inside {
        chips.push((Some("cool"), inside.clone(), "inside"));
    }
    if overview.has_locks {
        chips.push(match overview.unlocked.as_slice() {
            [] => (Some("ok"), "Locked".to_owned(), ""),
            names => (Some("bad"), names.join(", "), "unlocked"),
        });
    }
    match overview.open.as_slice() {
        [] => {}
        [one] => chips.push((Some("warm"), one.clone(), "open")),
        many => chips.push((Some("warm"), many.len().to_string(), "doors and windows open")),
    }
    chips
}

fn areas(runtime: Runtime, is_told: Watch<bool>) -> AnyView {
    let sections = runtime.watch(|app| app.home().map(|home| home.sections().clone()).unwrap_or_default());
    let is_empty = Watch::new(move || sections.with(|sections| sections.is_empty()));
    changing(move || match (is_told.get(), is_empty.get()) {
        (false, _) => waiting(),
        (true, true) => empty(),
        (true, false) => area::areas(runtime, sections, glance(runtime)),
    })
}

fn waiting() -> AnyView {
    let tiles = (0..8).fold(classed("div", "tiles"), |tiles, _| tiles.with(classed("div", "tile blank")));
    classed("main", "areas").attr("aria-busy", "true").with(classed("div", "area").with(tiles)).view()
}

fn empty() -> AnyView {
    classed("main", "empty")
        .child(parts::mark())
        .with(element("h2").text("This home is still empty"))
        .with(
            element("p").text("Add a first device in the hub. It appears here by itself, without a reload."),
        )
        .view()
}
