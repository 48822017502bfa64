//! The dialog that changes who is here.

use doorstep_core::event::Theme;
use doorstep_core::security::Wish;
use doorstep_core::{App, Intent};
use doorstep_protocol::ids::UserId;
use leptos::prelude::*;

use super::element::{classed, element, nothing, together};
use super::{icons, parts, security};
use crate::browser::dialog;
use crate::runtime::Runtime;

/// Its id.
pub(super) const DIALOG: &str = "switch-user";

/// The dialog.
pub(super) fn dialog(runtime: Runtime) -> AnyView {
    let close = || dialog::close(DIALOG);
    let want = move |intent: Intent| {
        close();
        runtime.send(intent);
    };
    let others = runtime.watch(others);
    let accounts = move || {
        together(others.get().into_iter().map(|(user, name)| {
            let go = move || want(Intent::SwitchTo(user.clone()));
            let account = parts::button("account", go).child(parts::face(&name));
            element("li").with(account.with(element("span").words(name))).view()
        }))
    };
    let someone_else = parts::button("account", move || want(Intent::SignInSomeoneElse))
        .attr("autofocus", "")
        .with(classed("span", "face").child(parts::still(icons::PLUS)))
        .with(element("span").text("Someone else"));
    let is_by_network = runtime.watch(App::is_by_network);
    let everybody = move || {
        if !is_by_network.get() {
            return nothing();
        }
        let go = parts::button("account", move || want(Intent::ShowFaces))
            .with(classed("span", "face").child(parts::still(icons::DOOR)))
            .with(element("span").text("Everybody here"));
        element("li").with(go).view()
    };
    let head = classed("div", "people-head")
        .with(element("h2").attr("id", "people").text("Switch user"))
        .with(parts::button("close", close).attr("aria-label", "Close").child(parts::still(icons::CLOSE)));
    let inside = together([
        head.view(),
        classed("ul", "accounts")
            .changing(accounts)
            .changing(everybody)
            .with(element("li").with(someone_else))
            .view(),
        themes(runtime),
        parts::button("button", move || {
            want(Intent::Security(Wish::Open));
            dialog::open(security::DIALOG);
        })
        .child(parts::still(icons::PERSON))
        .text("Your account")
        .view(),
        parts::button("button", move || want(Intent::SignOut))
            .child(parts::still(icons::LOGOUT))
            .text("Sign out")
            .view(),
    ]);
    classed("dialog", "people")
        .attr("id", DIALOG)
        .attr("aria-labelledby", "people")
        .attr("closedby", "any")
        .child(inside)
        .view()
}

/// Everybody whom this device knows, but the one who is here.
fn others(app: &App) -> Vec<(UserId, String)> {
    let me = app.home().and_then(|home| Some(home.user()?.id.clone()));
    app.people().into_iter().filter(|(user, _)| Some(user) != me.as_ref()).collect()
}

fn themes(runtime: Runtime) -> AnyView {
    let chosen = runtime.watch(App::theme);
    let choice = move |theme: Theme, name: &'static str, path: &'static str| {
        let radio = element("input")
            .attr("type", "radio")
            .attr("name", "theme")
            .attr("value", name)
            .ticked(move || chosen.get() == theme)
            .change(move |_| runtime.send(Intent::ChooseTheme(theme)));
        element("label").with(radio).child(parts::still(path)).with(element("span").text(name))
    };
    let row = classed("div", "choice-row")
        .attr("role", "radiogroup")
        .attr("aria-label", "Theme")
        .with(choice(Theme::System, "System", icons::AUTO))
        .with(choice(Theme::Light, "Light", icons::SUN))
        .with(choice(Theme::Dark, "Dark", icons::MOON));
    classed("fieldset", "choice").with(element("legend").text("Theme")).with(row).view()
}
