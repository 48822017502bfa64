//! What can be asked of a player.

use super::{Play, Player};
use crate::home::demo::service::{Data, Field, Service};
use crate::home::demo::thing::{Acted, Refusal};

const PAUSE: u32 = 1;
const VOLUME_SET: u32 = 4;
const VOLUME_MUTE: u32 = 8;
const PREVIOUS_TRACK: u32 = 16;
const NEXT_TRACK: u32 = 32;
const TURN_ON: u32 = 128;
const TURN_OFF: u32 = 256;
const VOLUME_STEP: u32 = 1024;
const SELECT_SOURCE: u32 = 2048;
const STOP: u32 = 4096;
const PLAY: u32 = 16_384;

/// What the players of the house can do.
pub(super) const FEATURES: u32 = PAUSE
    | VOLUME_SET
    | VOLUME_MUTE
    | PREVIOUS_TRACK
    | NEXT_TRACK
    | TURN_ON
    | TURN_OFF
    | VOLUME_STEP
    | SELECT_SOURCE
    | STOP
    | PLAY;

/// What can be asked of a player.
pub(crate) const SERVICES: &[Service<Player>] = &[
    Service::<Player>::new("turn_on", "Turn on", "Turns on the power of the media player.", turn_on)
        .for_features(TURN_ON),
    Service::<Player>::new("turn_off", "Turn off", "Turns off the power of the media player.", turn_off)
        .for_features(TURN_OFF),
    Service::<Player>::new("toggle", "Toggle", "Toggles a media player on/off.", toggle)
        .for_features(TURN_ON | TURN_OFF),
    Service::<Player>::new("media_play", "Play", "Starts playing.", play).for_features(PLAY),
    Service::<Player>::new("media_pause", "Pause", "Pauses.", pause).for_features(PAUSE),
    Service::<Player>::new("media_play_pause", "Play/Pause", "Toggles play and pause.", play_pause)
        .for_features(PLAY | PAUSE),
    Service::<Player>::new("media_stop", "Stop", "Stops playing.", stop).for_features(STOP),
    Service::<Player>::new("media_next_track", "Next", "Selects the next track.", |player, _, now| {
        skip(player, 1, now)
    })
    .for_features(NEXT_TRACK),
    Service::<Player>::new(
        "media_previous_track",
        "Previous",
        "Selects the previous track.",
        |player, _, now| skip(player, -1, now),
    )
    .for_features(PREVIOUS_TRACK),
    Service::<Player>::new("volume_set", "Set volume", "Sets the volume level.", |player, data, _| {
        set_volume(player, data.number("volume_level").unwrap_or_default())
    })
    .with(&[Field::decimal("volume_level", 0.0, 1.0).needed()])
    .for_features(VOLUME_SET),
    Service::<Player>::new("volume_up", "Turn up volume", "Turns up the volume.", |player, _, _| {
        set_volume(player, player.setting.volume + 0.1)
    })
    .for_features(VOLUME_SET | VOLUME_STEP),
    Service::<Player>::new("volume_down", "Turn down volume", "Turns down the volume.", |player, _, _| {
        set_volume(player, player.setting.volume - 0.1)
    })
    .for_features(VOLUME_SET | VOLUME_STEP),
    Service::<Player>::new(
        "volume_mute",
        "Mute/unmute volume",
        "Mutes or unmutes the media player.",
        |player, data, _| {
            player.setting.is_muted = data.flag("is_volume_muted").unwrap_or_default();
            Ok(())
        },
    )
    .with(&[Field::flag("is_volume_muted").needed()])
    .for_features(VOLUME_MUTE),
    Service::<Player>::new(
        "select_source",
        "Select source",
        "Sends the media player the command to change input source.",
        select_source,
    )
    .with(&[Field::text("source").needed()])
    .for_features(SELECT_SOURCE),
];

fn turn_on(player: &mut Player, _: &Data, _: f64) -> Acted {
    if player.setting.playing == Play::Off {
        player.setting.playing = Play::Idle;
    }
    Ok(())
}

fn turn_off(player: &mut Player, _: &Data, _: f64) -> Acted {
    player.setting.playing = Play::Off;
    Ok(())
}

fn toggle(player: &mut Player, data: &Data, now: f64) -> Acted {
    match player.setting.playing {
        Play::Off => turn_on(player, data, now),
        Play::Idle | Play::Paused { .. } | Play::Playing { .. } => turn_off(player, data, now),
    }
}

fn play(player: &mut Player, _: &Data, now: f64) -> Acted {
    player.setting.playing = Play::Playing { position: player.position(now), at: now };
    Ok(())
}

fn pause(player: &mut Player, _: &Data, now: f64) -> Acted {
    if let Play::Playing { .. } = player.setting.playing {
        player.setting.playing = Play::Paused { position: player.position(now), at: now };
    }
    Ok(())
}

fn play_pause(player: &mut Player, data: &Data, now: f64) -> Acted {
    match player.setting.playing {
        Play::Playing { .. } => pause(player, data, now),
        Play::Off | Play::Idle | Play::Paused { .. } => play(player, data, now),
    }
}

fn stop(player: &mut Player, _: &Data, _: f64) -> Acted {
    if player.setting.playing != Play::Off {
        player.setting.playing = Play::Idle;
    }
    Ok(())
}

fn skip(player: &mut Player, by: isize, now: f64) -> Acted {
    if player.setting.playing != Play::Off {
        player.skip(by, now);
    }
    Ok(())
}

fn set_volume(player: &mut Player, volume: f64) -> Acted {
    player.setting.volume = (volume.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
    Ok(())
}

fn select_source(player: &mut Player, data: &Data, _: f64) -> Acted {
    let asked = data.text("source").unwrap_or_default();
    let Some(source) = player.sources.iter().position(|source| *source == asked) else {
        let sources = player.sources.join(", ");
        return Err(Refusal::NotValid(format!("There is no source {asked}. The sources are: {sources}.")));
    };
    player.setting.source = source;
    Ok(())
}
