//! The dialog that changes who is here.

use doorstep_core::event::Theme;
use doorstep_core::{App, Intent};
use doorstep_protocol::ids::UserId;
use leptos::html::{
    Dialog, button, dialog as dialog_element, div, fieldset, h2, input, label, legend, li, span, ul,
};
use leptos::{ev, prelude::*};

use super::{icons, parts};
use crate::runtime::Runtime;

/// Opens the dialog; the browser keeps the focus in it and gives it back afterwards.
pub(super) fn open(dialog: NodeRef<Dialog>) {
    if let Some(element) = dialog.get_untracked().filter(|element| !element.open()) {
        // It can only fail where it is open already.
        element.show_modal().ok();
    }
}

/// The dialog.
pub(super) fn dialog(runtime: Runtime, dialog: NodeRef<Dialog>) -> impl IntoView {
    let close = move || {
        if let Some(element) = dialog.get_untracked() {
            element.close();
        }
    };
    let want = move |intent: Intent| {
        close();
        runtime.send(intent);
    };
    let others = runtime.watch(others);
    dialog_element()
        .node_ref(dialog)
        .class("people")
        .attr("aria-labelledby", "people")
        .attr("closedby", "any")
        .child((
            div().class("people-head").child((
                h2().attr("id", "people").child("Switch user"),
                button()
                    .class("close")
                    .attr("type", "button")
                    .attr("aria-label", "Close")
                    .on(ev::click, move |_| close())
                    .child(parts::still(icons::CLOSE)),
            )),
            ul().class("accounts").child((
                move || {
                    let account = |(user, name): (UserId, String)| {
                        let words = (parts::face(&name), span().child(name));
                        let go = move |_| want(Intent::SwitchTo(user.clone()));
                        li().child(
                            button().class("account").attr("type", "button").on(ev::click, go).child(words),
                        )
                    };
                    others.get().into_iter().map(account).collect_view()
                },
                li().child(
                    button()
                        .class("account")
                        .attr("type", "button")
                        .on(ev::click, move |_| want(Intent::SignInSomeoneElse))
                        .child((
                            span().class("face").child(parts::still(icons::PLUS)),
                            span().child("Someone else"),
                        )),
                ),
            )),
            themes(runtime),
            button()
                .class("button")
                .attr("type", "button")
                .on(ev::click, move |_| want(Intent::SignOut))
                .child((parts::still(icons::LOGOUT), "Sign out")),
        ))
}

/// Everybody whom this device knows, but the one who is here.
fn others(app: &App) -> Vec<(UserId, String)> {
    let me = app.home().and_then(|home| Some(home.user()?.id.clone()));
    app.people().into_iter().filter(|(user, _)| Some(user) != me.as_ref()).collect()
}

fn themes(runtime: Runtime) -> impl IntoView {
    let chosen = runtime.watch(App::theme);
    let choice = move |theme: Theme, name: &'static str, path: &'static str| {
        label().child((
            input()
                .attr("type", "radio")
                .attr("name", "theme")
                .attr("value", name)
                .prop("checked", move || chosen.get() == theme)
                .on(ev::change, move |_| runtime.send(Intent::ChooseTheme(theme))),
            parts::still(path),
            span().child(name),
        ))
    };
    fieldset().class("choice").child((
        legend().child("Theme"),
        div().class("choice-row").attr("role", "radiogroup").attr("aria-label", "Theme").child((
            choice(Theme::System, "System", icons::AUTO),
            choice(Theme::Light, "Light", icons::SUN),
            choice(Theme::Dark, "Dark", icons::MOON),
        )),
    ))
}
