//! The elements of every screen, all of one type.
//!
//! Leptos' own builders give each element, attribute and closure a type of its own, and the compiler writes each
//! out in full: the same screens cost a third more bytes that way.

use leptos::ev;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use leptos::tachys::view::iterators::StaticVec;

/// An element that is being put together.
pub(super) struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub(super) fn element(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// Begins an element of this class.
pub(super) fn classed(tag: &'static str, class: &'static str) -> Element {
    element(tag).attr("class", class)
}

/// A part of a screen that is drawn anew when what it reads changes.
pub(super) fn changing(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}

/// Nothing.
pub(super) fn nothing() -> AnyView {
    ().into_any()
}

/// Some views, one after the other.
pub(super) fn together(views: impl IntoIterator<Item = AnyView>) -> AnyView {
    views.into_iter().collect::<Vec<_>>().into_any()
}

impl Element {
    /// An attribute that never changes.
    pub(super) fn attr(mut self, name: &'static str, value: &'static str) -> Self {
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// An attribute that is known when the element is made; absent for `None`.
    pub(super) fn own(mut self, name: &'static str, value: impl Into<Option<String>>) -> Self {
        let value: Option<String> = value.into();
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// An attribute that follows what it reads; absent for `None`.
    pub(super) fn live(
        mut self,
        name: &'static str,
        read: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        let read: Box<dyn FnMut() -> Option<String> + Send> = Box::new(read);
        self.attributes.push(custom_attribute(name, read).into_any_attr());
        self
    }

    /// The same with one of a few fixed values.
    pub(super) fn one_of(
        mut self,
        name: &'static str,
        read: impl FnMut() -> Option<&'static str> + Send + 'static,
    ) -> Self {
        let read: Box<dyn FnMut() -> Option<&'static str> + Send> = Box::new(read);
        self.attributes.push(custom_attribute(name, read).into_any_attr());
        self
    }

    /// An attribute that is there or not.
    pub(super) fn flag(mut self, name: &'static str, read: impl FnMut() -> bool + Send + 'static) -> Self {
        let read: Box<dyn FnMut() -> bool + Send> = Box::new(read);
        self.attributes.push(custom_attribute(name, read).into_any_attr());
        self
    }

    /// The value of an input.
    pub(super) fn value(mut self, read: impl FnMut() -> String + Send + 'static) -> Self {
        let read: Box<dyn FnMut() -> String + Send> = Box::new(read);
        self.attributes.push(prop("value", read).into_any_attr());
        self
    }

    /// Whether a box is ticked.
    pub(super) fn ticked(mut self, read: impl FnMut() -> bool + Send + 'static) -> Self {
        let read: Box<dyn FnMut() -> bool + Send> = Box::new(read);
        self.attributes.push(prop("checked", read).into_any_attr());
        self
    }

    /// A custom property of its style. Set as a property: the page's policy forbids style attributes.
    pub(super) fn style(mut self, name: &'static str, read: impl FnMut() -> String + Send + 'static) -> Self {
        let read: Box<dyn FnMut() -> String + Send> = Box::new(read);
        self.attributes.push(style((name, read)).into_any_attr());
        self
    }

    /// What a tap or a press of Enter does.
    pub(super) fn click(mut self, mut act: impl FnMut() + 'static) -> Self {
        let act: Box<dyn FnMut(ev::MouseEvent)> = Box::new(move |_| act());
        self.attributes.push(on(ev::click, act).into_any_attr());
        self
    }

    /// What happens when a key is pressed while it, or something in it, has the focus.
    pub(super) fn key(mut self, act: impl FnMut(ev::KeyboardEvent) + 'static) -> Self {
        let act: Box<dyn FnMut(ev::KeyboardEvent)> = Box::new(act);
        self.attributes.push(on(ev::keydown, act).into_any_attr());
        self
    }

    /// What happens while an input is being changed.
    pub(super) fn input(mut self, act: impl FnMut(ev::Event) + 'static) -> Self {
        let act: Box<dyn FnMut(ev::Event)> = Box::new(act);
        self.attributes.push(on(ev::input, act).into_any_attr());
        self
    }

    /// What happens once an input has been changed.
    pub(super) fn change(mut self, act: impl FnMut(ev::Event) + 'static) -> Self {
        let act: Box<dyn FnMut(ev::Event)> = Box::new(act);
        self.attributes.push(on(ev::change, act).into_any_attr());
        self
    }

    /// What happens when a dialog closes, or is about to by the person's own wish.
    pub(super) fn dialog(mut self, name: &'static str, act: impl FnMut(ev::Event) + 'static) -> Self {
        let act: Box<dyn FnMut(ev::Event)> = Box::new(act);
        self.attributes.push(on(ev::Custom::<ev::Event>::new(name), act).into_any_attr());
        self
    }

    /// What happens when a form is sent.
    pub(super) fn submit(mut self, act: impl FnMut(ev::SubmitEvent) + 'static) -> Self {
        let act: Box<dyn FnMut(ev::SubmitEvent)> = Box::new(act);
        self.attributes.push(on(ev::submit, act).into_any_attr());
        self
    }

    /// A view in it.
    pub(super) fn child(mut self, view: AnyView) -> Self {
        self.children.push(view);
        self
    }

    /// An element in it.
    pub(super) fn with(self, element: Self) -> Self {
        self.child(element.view())
    }

    /// Text that never changes.
    pub(super) fn text(self, text: &'static str) -> Self {
        self.child(text.into_any())
    }

    /// Text that is known when the element is made.
    pub(super) fn words(self, text: String) -> Self {
        self.child(text.into_any())
    }

    /// Text that follows what it reads.
    pub(super) fn says(self, read: impl FnMut() -> String + Send + 'static) -> Self {
        let read: Box<dyn FnMut() -> String + Send> = Box::new(read);
        self.child(read.into_any())
    }

    /// A part that is drawn anew when what it reads changes.
    pub(super) fn changing(self, draw: impl FnMut() -> AnyView + Send + 'static) -> Self {
        self.child(changing(draw))
    }

    /// The finished element.
    pub(super) fn view(self) -> AnyView {
        let children: StaticVec<AnyView> = self.children.into();
        custom(self.tag).add_any_attr(self.attributes).child(children).into_any()
    }
}
