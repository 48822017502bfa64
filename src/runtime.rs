//! The loop: event → `App::update` → signals → commands. The only place that writes a signal of the app.
//!
//! Views hold one handle with three verbs: [`Runtime::watch`], [`Runtime::tile`], [`Runtime::send`].

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use doorstep_core::home::Tile;
use doorstep_core::time::Timestamp;
use doorstep_core::{App, Command, Event, Intent, Update};
use doorstep_protocol::ids::EntityId;
use leptos::prelude::*;

use crate::watch::Watch;

/// What the loop needs of the world: the browser, or a test.
pub trait World {
    /// The moment.
    fn now(&self) -> Timestamp;
    /// Does what the core asks for; reports back through [`Runtime::happen`].
    fn perform(&self, command: Command, runtime: Runtime);
    /// Calls [`Runtime::draw_tiles`] before the next picture is drawn.
    fn request_frame(&self, runtime: Runtime);
}

/// The app as the views see it.
#[derive(Clone, Copy)]
pub struct Runtime(StoredValue<Inner, LocalStorage>);

struct Inner {
    app: App,
    world: Rc<dyn World>,
    queue: VecDeque<Event>,
    is_running: bool,
    screen: ArcTrigger,
    tiles: BTreeMap<EntityId, Box<Watched>>,
    stale: Vec<EntityId>,
    has_frame: bool,
}

struct Watched {
    tile: ArcRwSignal<Option<Tile>>,
    readers: usize,
    is_stale: bool,
}

impl Runtime {
    /// An app in which nothing has happened yet.
    pub fn new(world: Rc<dyn World>) -> Self {
        Self(StoredValue::new_local(Inner {
            app: App::default(),
            world,
            queue: VecDeque::new(),
            is_running: false,
            screen: ArcTrigger::new(),
            tiles: BTreeMap::new(),
            stale: Vec::new(),
            has_frame: false,
        }))
    }

    /// Follows one aspect of the app; wakes its readers only when that aspect differs.
    pub fn watch<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&App) -> T + Send + Sync + 'static,
    ) -> Watch<T> {
        let screen = self.0.with_value(|inner| inner.screen.clone());
        Watch::new(move || {
            screen.track();
            self.0.with_value(|inner| read(&inner.app))
        })
    }

    /// Follows the tile of one entity; `None` while the hub does not know it.
    pub fn tile(self, id: &EntityId) -> ReadSignal<Option<Tile>> {
        let mut signal = None;
        self.0.update_value(|inner| {
            let current = inner.app.home().and_then(|home| home.tile(id));
            let tile = match inner.tiles.get_mut(id) {
                Some(watched) => {
                    watched.readers += 1;
                    watched.tile.clone()
                }
                None => {
                    let tile = ArcRwSignal::new(None);
                    let watched = Watched { tile: tile.clone(), readers: 1, is_stale: false };
                    inner.tiles.insert(id.clone(), Box::new(watched));
                    tile
                }
            };
            signal = Some((tile, current));
        });
        let id = id.clone();
        on_cleanup(move || self.let_go(&id));
        let (tile, current) = signal.unwrap_or_else(|| (ArcRwSignal::new(None), None));
        if *tile.read_untracked() != current {
            tile.set(current);
        }
        RwSignal::from(tile).read_only()
    }

    /// Says what a person wants. Views can say nothing else.
    pub fn send(self, intent: Intent) {
        self.happen(Event::User(intent));
    }

    /// Takes in an event. One that happens while another is being taken in waits for its turn, so the core is
    /// never entered twice.
    pub fn happen(self, event: Event) {
        let is_first = self.0.try_update_value(|inner| {
            inner.queue.push_back(event);
            !std::mem::replace(&mut inner.is_running, true)
        });
        if is_first == Some(true) {
            while let Some(update) = self.next() {
                self.follow(update);
            }
        }
    }

    /// Brings the tiles up to date: once a frame, however much has changed since the last one.
    pub fn draw_tiles(self) {
        let fresh: Option<Vec<_>> = self.0.try_update_value(|inner| {
            inner.has_frame = false;
            let stale = std::mem::take(&mut inner.stale);
            stale
                .into_iter()
                .filter_map(|id| {
                    let watched = inner.tiles.get_mut(&id)?;
                    watched.is_stale = false;
                    let signal = watched.tile.clone();
                    Some((signal, inner.app.home().and_then(|home| home.tile(&id))))
                })
                .collect()
        });
        for (signal, tile) in fresh.into_iter().flatten() {
            if *signal.read_untracked() != tile {
                signal.set(tile);
            }
        }
    }

    /// The event at the head of the queue, taken in.
    fn next(self) -> Option<Update> {
        self.0
            .try_update_value(|inner| {
                let event = inner.queue.pop_front();
                inner.is_running = event.is_some();
                let now = inner.world.now();
                event.map(|event| inner.app.update(event, now))
            })
            .flatten()
    }

    fn follow(self, update: Update) {
        let Some((world, screen, needs_frame)) = self.0.try_update_value(|inner| {
            let Inner { tiles, stale, .. } = inner;
            for id in update.changes.entities {
                if let Some(watched) = tiles.get_mut(&id)
                    && !std::mem::replace(&mut watched.is_stale, true)
                {
                    stale.push(id);
                }
            }
            let needs_frame = !inner.stale.is_empty() && !std::mem::replace(&mut inner.has_frame, true);
            (Rc::clone(&inner.world), inner.screen.clone(), needs_frame)
        }) else {
            return;
        };
        if update.changes.screen {
            screen.notify();
        }
        if needs_frame {
            world.request_frame(self);
        }
        for command in update.commands {
            world.perform(command, self);
        }
    }

    fn let_go(self, id: &EntityId) {
        self.0.try_update_value(|inner| {
            if let Some(watched) = inner.tiles.get_mut(id) {
                watched.readers = watched.readers.saturating_sub(1);
                if watched.readers == 0 {
                    inner.tiles.remove(id);
                }
            }
        });
    }
}
