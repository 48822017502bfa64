//! What the house listens to and watches. None of it exists.

/// Something to play.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    /// Empty where there is none.
    pub(super) artist: &'static str,
    pub(super) seconds: f64,
}

const fn song(title: &'static str, artist: &'static str, seconds: f64) -> Track {
    Track { kind: "music", title, artist, seconds }
}

const fn programme(title: &'static str, seconds: f64) -> Track {
    Track { kind: "tvshow", title, artist: "", seconds }
}

/// Songs.
pub(super) const MUSIC: &[Track] = &[
    song("Paper Boats", "The Harbour Lights", 214.0),
    song("Slow Train North", "Ida Marsh", 187.0),
    song("Kitchen Waltz", "Marlow & Finch", 241.0),
    song("Seventeen Windows", "Northgate", 203.0),
    song("Rain on the Tin Roof", "Ida Marsh", 176.0),
    song("Long Way to Sunday", "The Harbour Lights", 229.0),
    song("Lemon Tree Road", "Papaya Choir", 195.0),
    song("Half Past Blue", "Northgate", 258.0),
];

/// Programmes.
pub(super) const TELEVISION: &[Track] = &[
    programme("The Evening News", 1500.0),
    programme("Gardens of the Coast", 2700.0),
    programme("Baking with Odette", 2400.0),
    programme("The Lighthouse Keeper", 5400.0),
];
