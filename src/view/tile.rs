//! One entity: what is true, how sure that is, and who did it.

use doorstep_core::Intent;
use doorstep_core::actions::Phase;
use doorstep_core::card::{Face, Level, Press, Says, Tone};
use doorstep_core::home::Tile;
use doorstep_protocol::ids::EntityId;
use leptos::html::{button, div, small, span};
use leptos::{ev, prelude::*};

use super::{dimmer, icons, parts, words};
use crate::runtime::Runtime;

/// What decides how a tile is built; everything else changes within it.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Button,
    Dimmer,
    Reading,
    Plain,
}

/// The tile of an entity.
pub(super) fn tile(runtime: Runtime, id: EntityId) -> AnyView {
    let tile = runtime.tile(&id);
    let shape = Memo::new(move |_| tile.with(|tile| tile.as_ref().map(|tile| shape(&tile.face))));
    let built = move || {
        let shape = shape.get()?;
        let seen = Seen { runtime, tile, id: StoredValue::new(id.clone()) };
        Some(match shape {
            Shape::Button => seen.button().into_any(),
            Shape::Dimmer => seen.dimmer().into_any(),
            Shape::Reading => seen.reading().into_any(),
            Shape::Plain => seen.plain().into_any(),
        })
    };
    built.into_any()
}

fn shape(face: &Face) -> Shape {
    match (face.press, face.level, &face.says) {
        (_, Some(_), _) => Shape::Dimmer,
        (Press::Toggle { .. } | Press::Run, None, _) => Shape::Button,
        (Press::Nothing, None, Says::Measure { .. }) => Shape::Reading,
        (Press::Nothing, None, _) => Shape::Plain,
    }
}

/// A tile that is on the screen.
#[derive(Clone, Copy)]
struct Seen {
    runtime: Runtime,
    tile: ReadSignal<Option<Tile>>,
    id: StoredValue<EntityId>,
}

impl Seen {
    fn button(self) -> impl IntoView {
        button()
            .class("tile")
            .attr("type", "button")
            .attr("data-tone", move || self.tone())
            .attr("data-mark", move || self.mark())
            .attr("aria-labelledby", self.part("name"))
            .attr("aria-describedby", format!("{} {}", self.part("state"), self.part("reason")))
            .attr("aria-pressed", move || self.pressed())
            .on(ev::click, move |_| self.press())
            .child((self.glyph(), self.words()))
    }

    fn dimmer(self) -> impl IntoView {
        let wanted = RwSignal::new(None);
        let press = move |_| {
            wanted.set(None);
            self.press();
        };
        div()
            .class("tile")
            .attr("data-tone", move || self.tone())
            .attr("data-mark", move || self.mark())
            .child((
                button()
                    .class("surface")
                    .attr("type", "button")
                    .attr("aria-labelledby", self.part("name"))
                    .attr("aria-describedby", format!("{} {}", self.part("state"), self.part("reason")))
                    .attr("aria-pressed", move || self.pressed())
                    .on(ev::click, press)
                    .child((self.glyph(), self.words())),
                dimmer::dimmer(self.runtime, self.tile, self.id, wanted),
            ))
    }

    fn reading(self) -> impl IntoView {
        let value = move |read: fn(&str, &str) -> String| {
            self.face(|face| match &face.says {
                Says::Measure { value, unit } => read(value, unit),
                Says::Word(..) | Says::Unavailable | Says::Unknown => String::new(),
            })
        };
        self.group("tile reading").child((
            self.glyph(),
            span().class("words").child((
                span().class("value").attr("id", self.part("state")).child((
                    move || value(|value, _| value.to_owned()),
                    small().child(move || value(|_, unit| unit.to_owned())),
                )),
                span().class("name").attr("id", self.part("name")).child(move || self.name()),
            )),
        ))
    }

    fn plain(self) -> impl IntoView {
        self.group("tile").child((self.glyph(), self.words()))
    }

    fn words(self) -> impl IntoView {
        let state = move || self.face(words::state);
        let notice = move || self.see(|tile| words::notice(&tile.phase)).flatten();
        let by = move || self.see(words::by).flatten();
        span().class("words").child((
            span().class("name").attr("id", self.part("name")).child(move || self.name()),
            span().class("state").attr("id", self.part("state")).child(state),
            move || by().map(|by| span().class("by").child(by)),
            span().class("reason").attr("id", self.part("reason")).attr("role", "status").child(notice),
        ))
    }

    fn glyph(self) -> impl IntoView {
        let path = move || self.see(|tile| icons::path(tile.face.glyph)).unwrap_or_default();
        span().class("face").child(parts::icon(path))
    }

    fn press(self) {
        self.runtime.send(Intent::Press(self.id.get_value()));
    }

    fn see<T>(self, read: impl FnOnce(&Tile) -> T) -> Option<T> {
        self.tile.with(|tile| tile.as_ref().map(read))
    }

    fn face<T: Default>(self, read: impl FnOnce(&Face) -> T) -> T {
        self.see(|tile| read(&tile.face)).unwrap_or_default()
    }

    fn name(self) -> String {
        self.face(|face| face.name.clone())
    }

    fn pressed(self) -> Option<&'static str> {
        self.face(|face| match face.press {
            Press::Toggle { is_on: true } => Some("true"),
            Press::Toggle { is_on: false } => Some("false"),
            Press::Run | Press::Nothing => None,
        })
    }

    fn tone(self) -> Option<&'static str> {
        self.face(|face| match face.tone {
            Tone::Plain | Tone::Faded => None,
            Tone::Warm => Some("warm"),
            Tone::Cool => Some("cool"),
            Tone::Safe => Some("ok"),
            Tone::Bad => Some("bad"),
        })
    }

    fn mark(self) -> Option<&'static str> {
        self.see(|tile| match &tile.phase {
            Phase::Pending => Some("pending"),
            Phase::Refused(_) | Phase::Unconfirmed => Some("refused"),
            Phase::Settled if tile.face.tone == Tone::Faded => Some("old"),
            Phase::Settled => None,
        })
        .flatten()
    }

    /// The id of a part of this tile's markup.
    fn part(self, part: &str) -> String {
        self.id.with_value(|id| format!("{part}-{id}"))
    }

    fn group(
        self,
        class: &'static str,
    ) -> leptos::html::HtmlElement<leptos::html::Div, impl leptos::attr::Attribute + use<>, ()> {
        div()
            .class(class)
            .attr("role", "group")
            .attr("data-tone", move || self.tone())
            .attr("data-mark", move || self.mark())
            .attr("aria-labelledby", self.part("name"))
            .attr("aria-describedby", self.part("state"))
    }
}

/// What a slider shows: what the person drags it to, until the hub has answered; then the truth.
pub(super) fn shown(tile: &Tile, wanted: Option<u8>) -> Option<Level> {
    let level = tile.face.level?;
    let percent = wanted.filter(|_| tile.phase == Phase::Pending).unwrap_or(level.percent);
    Some(Level { percent, ..level })
}
