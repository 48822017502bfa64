//! Who else lives here. With a password they come in from anywhere, without one only at home.

use doorstep_core::setup::settling::Settling;
use doorstep_core::setup::{Page, Wish};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, together};
use super::super::entry::{Kind, entry_with};
use super::super::parts;
use super::{back, button, owner, page as section, submit, want};
use crate::browser::{focus, form};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The page.
pub(super) fn page(runtime: Runtime) -> AnyView {
    let people = runtime.watch(|app| {
        app.home().and_then(|home| home.settling()).map(Settling::people).unwrap_or_default().to_vec()
    });
    let faces = move || {
        together(
            people
                .get()
                .into_iter()
                .map(|name| element("li").child(parts::face(&name)).with(element("span").words(name)).view()),
        )
    };
    let count = Watch::new(move || people.with(Vec::len));
    let typed = RwSignal::new(String::new());
    // A form for each person: once somebody is there, the next one begins empty.
    let form = changing(move || {
        if count.get() > 1 {
            focus::on("entry-person-name");
        }
        typed.set(String::new());
        form(runtime, typed)
    });
    // Nobody who is still in the form is left out unnoticed.
    let words = move || match typed.get() {
        name if name.trim().is_empty() => "Everybody is there".into(),
        name => format!("Go on without {name}"),
    };
    let done = button(runtime, "button primary", Wish::GoOn).says(words);
    section(runtime, Page::People, "Who lives here?")
        .with(element("p").text("Add everybody who shall use this home, one after the other."))
        .with(classed("ul", "set-up-people").attr("aria-label", "People").changing(faces))
        .child(form)
        .with(classed("div", "buttons").with(done).with(back(runtime)))
        .view()
}

fn form(runtime: Runtime, typed_name: RwSignal<String>) -> AnyView {
    let signs_in = RwSignal::new(false);
    let (name, username) = owner::named("person-name", "person-username", move |input| {
        input.flag("disabled", move || !signs_in.get())
    });
    let password = entry_with(Kind::NewPassword, "person-password", "Password", move |input| {
        input.flag("disabled", move || !signs_in.get())
    });
    // Hidden, not gone: switching back and forth costs nothing that was typed.
    let more = classed("div", "set-up-more")
        .flag("hidden", move || !signs_in.get())
        .with(username)
        .with(password)
        .with(owner::rule());
    let toggle = element("input")
        .attr("type", "checkbox")
        .ticked(move || signs_in.get())
        .change(move |event| signs_in.set(event_target_checked(&event)));
    classed("form", "set-up-person")
        .submit(move |event| {
            event.prevent_default();
            let typed = |name| form::text(&event, name).map(|typed| typed.trim().to_owned());
            let password = form::text(&event, "person-password").map(Secret::new);
            let sign_in = typed("person-username").zip(password);
            if let Some(name) = typed("person-name").filter(|name| !name.is_empty()) {
                want(runtime, Wish::AddPerson { name, sign_in });
            }
        })
        .with(name.input(move |event| typed_name.set(event_target_value(&event))))
        .with(classed("label", "switch").with(toggle).text("Signs in with a password, also away from home"))
        .with(more)
        .with(submit(runtime, "Add", "Adding…", "button"))
        .view()
}
