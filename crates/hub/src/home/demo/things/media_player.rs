//! Speakers and the television: they play their list, one track after the other.
//!
//! Source: `homeassistant/components/media_player/__init__.py`.

mod services;
mod tracks;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
pub(crate) use services::SERVICES;
use tracks::Track;

use super::super::service::{self, Data};
use super::super::thing::{Acted, Around, Face, Thing, kept};
use crate::iso;

/// A player.
pub(crate) struct Player {
    class: &'static str,
    sources: &'static [&'static str],
    tracks: &'static [Track],
    setting: Setting,
}

/// What a person has set.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Setting {
    playing: Play,
    volume: f64,
    is_muted: bool,
    source: usize,
    track: usize,
}

/// What it does; `position` is in seconds of the track.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Play {
    Off,
    Idle,
    Paused { position: f64, at: f64 },
    Playing { position: f64, at: f64 },
}

impl Player {
    /// A speaker, off.
    pub(crate) fn speaker() -> Self {
        Self::new("speaker", &["Streaming", "Radio", "Bluetooth"], tracks::MUSIC)
    }

    /// A television, off.
    pub(crate) fn television() -> Self {
        Self::new("tv", &["Live TV", "Films", "Games console"], tracks::TELEVISION)
    }

    fn new(class: &'static str, sources: &'static [&'static str], tracks: &'static [Track]) -> Self {
        let setting = Setting { playing: Play::Off, volume: 0.35, is_muted: false, source: 0, track: 0 };
        Self { class, sources, tracks, setting }
    }

    /// Playing this track in a fresh house.
    pub(crate) fn playing(mut self, track: usize) -> Self {
        self.setting.track = track;
        self.setting.playing = Play::Playing { position: 0.0, at: 0.0 };
        self
    }

    fn track(&self) -> Option<&'static Track> {
        self.tracks.get(self.setting.track)
    }

    fn seconds(&self) -> f64 {
        self.track().map_or(180.0, |track| track.seconds)
    }

    /// Where in the track it is.
    fn position(&self, now: f64) -> f64 {
        match self.setting.playing {
            Play::Off | Play::Idle => 0.0,
            Play::Paused { position, .. } => position,
            Play::Playing { position, at } => (position + now - at).clamp(0.0, self.seconds()),
        }
    }

    /// Goes to another track, around the end of the list.
    fn skip(&mut self, by: isize, now: f64) {
        let count = self.tracks.len().max(1);
        self.setting.track = (self.setting.track % count + count).wrapping_add_signed(by) % count;
        self.setting.playing = match self.setting.playing {
            Play::Paused { .. } => Play::Paused { position: 0.0, at: now },
            Play::Off | Play::Idle | Play::Playing { .. } => Play::Playing { position: 0.0, at: now },
        };
    }

    fn media(&self, shown: &mut Map<String, Value>) {
        let (Play::Paused { position, at } | Play::Playing { position, at }) = self.setting.playing else {
            return;
        };
        let Some(track) = self.track() else { return };
        shown.insert("media_content_type".to_owned(), json!(track.kind));
        shown.insert("media_duration".to_owned(), json!(track.seconds as i64));
        shown.insert("media_position".to_owned(), json!(position.round() as i64));
        shown.insert("media_position_updated_at".to_owned(), json!(iso::write(at)));
        shown.insert("media_title".to_owned(), json!(track.title));
        if !track.artist.is_empty() {
            shown.insert("media_artist".to_owned(), json!(track.artist));
        }
    }
}

impl Thing for Player {
    fn face(&self) -> Face {
        let state = match self.setting.playing {
            Play::Off => "off",
            Play::Idle => "idle",
            Play::Paused { .. } => "paused",
            Play::Playing { .. } => "playing",
        };
        let mut shown = Map::new();
        shown.insert("device_class".to_owned(), json!(self.class));
        shown.insert("source_list".to_owned(), json!(self.sources));
        if self.setting.playing != Play::Off {
            shown.insert("volume_level".to_owned(), json!(self.setting.volume));
            shown.insert("is_volume_muted".to_owned(), json!(self.setting.is_muted));
            shown.insert("source".to_owned(), json!(self.sources.get(self.setting.source)));
            self.media(&mut shown);
        }
        Face { state: state.to_owned(), attributes: shown }
    }

    fn features(&self) -> Option<u32> {
        Some(services::FEATURES)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn due(&self) -> f64 {
        match self.setting.playing {
            Play::Playing { position, at } => at + self.seconds() - position,
            Play::Off | Play::Idle | Play::Paused { .. } => f64::INFINITY,
        }
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.skip(1, around.now);
    }

    /// What was playing when the house closed plays on from there.
    fn begin(&mut self, around: &mut Around<'_>) {
        match &mut self.setting.playing {
            Play::Playing { at, .. } => *at = around.now,
            Play::Paused { at, .. } => *at = at.clamp(0.0, around.now),
            Play::Off | Play::Idle => {}
        }
    }

    fn keep(&self) -> Value {
        json!(self.setting)
    }

    fn restore(&mut self, value: &Value) {
        let Some(setting) = kept::<Setting>(value) else { return };
        if setting.source >= self.sources.len() || setting.track >= self.tracks.len() {
            return;
        }
        self.setting = Setting { volume: setting.volume.clamp(0.0, 1.0), ..setting };
        let seconds = self.seconds();
        if let Play::Paused { position, .. } | Play::Playing { position, .. } = &mut self.setting.playing {
            *position = position.clamp(0.0, seconds);
        }
    }
}
