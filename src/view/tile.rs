//! One entity: what is true, how sure that is, and who did it.

use doorstep_core::Intent;
use doorstep_core::actions::Phase;
use doorstep_core::card::{Face, Level, Press, Says, Tone};
use doorstep_core::home::Tile;
use doorstep_protocol::ids::EntityId;
use leptos::prelude::*;

use super::element::{Element, changing, classed, element, nothing};
use super::{dimmer, icons, parts, words};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// What decides how a tile is built; everything else changes within it.
#[derive(Clone, Copy, PartialEq)]
struct Shape {
    is_pressable: bool,
    has_slider: bool,
    is_reading: bool,
}

/// The tile of an entity.
pub(super) fn tile(runtime: Runtime, id: EntityId) -> AnyView {
    let tile = runtime.tile(&id);
    let shape = Watch::new(move || tile.with(|tile| tile.as_ref().map(|tile| shape(&tile.face))));
    changing(move || {
        let seen = Seen { runtime, tile, id: StoredValue::new(id.clone()) };
        shape.get().map_or_else(nothing, |shape| seen.built(shape))
    })
}

fn shape(face: &Face) -> Shape {
    Shape {
        // What is out of reach stays a switch, so that the focus does not fall off it; it is marked as disabled.
        is_pressable: face.press != Press::Nothing,
        has_slider: face.level.is_some(),
        is_reading: matches!(face.says, Says::Measure { .. }),
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
    /// A tile that can be pressed is a box with an empty switch over all of it: its name and its description are
    /// the words beside it, which are then not read twice. Any other tile is a group.
    fn built(self, shape: Shape) -> AnyView {
        let wanted = RwSignal::new(None);
        let tile = classed("div", if shape.is_reading { "tile reading" } else { "tile" })
            .one_of("data-tone", move || self.tone())
            .one_of("data-mark", move || self.mark());
        let words = if shape.is_reading { self.measure() } else { self.words() };
        let tile = if shape.is_pressable {
            let press = move || {
                wanted.set(None);
                self.runtime.send(Intent::Press(self.id.get_value()));
            };
            let surface = self
                .named(parts::button("surface", press))
                .one_of("aria-pressed", move || self.pressed())
                .one_of("aria-busy", move || self.is_pending().then_some("true"))
                .one_of("aria-disabled", move || self.is_lost().then_some("true"));
            tile.with(surface).child(self.glyph()).with(words.attr("aria-hidden", "true"))
        } else {
            self.named(tile).attr("role", "group").child(self.glyph()).with(words)
        };
        if shape.has_slider {
            return tile.child(dimmer::dimmer(self.runtime, self.tile, self.id, wanted)).view();
        }
        tile.view()
    }

    fn measure(self) -> Element {
        let part = move |read: fn(&str, &str) -> String| {
            self.face(|face| match &face.says {
                Says::Measure { value, unit } => read(value, unit),
                Says::Word(..) | Says::Unavailable | Says::Unknown => String::new(),
            })
        };
        let value = classed("span", "value")
            .own("id", self.part("says"))
            .says(move || part(|value, _| value.to_owned()))
            .with(element("small").says(move || part(|_, unit| unit.to_owned())));
        classed("span", "words").with(value).with(self.name())
    }

    fn words(self) -> Element {
        let line = |class: &'static str, words: Option<String>| {
            words.map_or_else(nothing, |words| classed("span", class).words(words).view())
        };
        let says = classed("span", "says")
            .own("id", self.part("says"))
            .with(classed("span", "state").says(move || self.face(words::state)))
            .changing(move || line("by", self.see(words::by).flatten()))
            .changing(move || line("reason", self.see(|tile| words::notice(&tile.phase)).flatten()));
        classed("span", "words").with(self.name()).with(says)
    }

    fn name(self) -> Element {
        let name = move || self.face(|face| face.name.clone());
        classed("span", "name").own("id", self.part("name")).says(name)
    }

    fn glyph(self) -> AnyView {
        let path = move || self.see(|tile| icons::path(tile.face.glyph)).unwrap_or_default();
        classed("span", "face").child(parts::icon(path)).view()
    }

    fn named(self, element: Element) -> Element {
        element.own("aria-labelledby", self.part("name")).own("aria-describedby", self.part("says"))
    }

    fn see<T>(self, read: impl FnOnce(&Tile) -> T) -> Option<T> {
        self.tile.with(|tile| tile.as_ref().map(read))
    }

    fn face<T: Default>(self, read: impl FnOnce(&Face) -> T) -> T {
        self.see(|tile| read(&tile.face)).unwrap_or_default()
    }

    fn is_pending(self) -> bool {
        self.see(|tile| tile.phase == Phase::Pending) == Some(true)
    }

    fn is_lost(self) -> bool {
        self.face(|face| face.says == Says::Unavailable)
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
}

/// What a slider shows: what the person drags it to, until the hub has answered; then the truth.
pub(super) fn shown(tile: &Tile, wanted: Option<u8>) -> Option<Level> {
    let level = tile.face.level?;
    let percent = wanted.filter(|_| tile.phase == Phase::Pending).unwrap_or(level.percent);
    Some(Level { percent, ..level })
}
