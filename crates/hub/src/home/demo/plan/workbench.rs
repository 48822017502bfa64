//! The workbench: lamps that wait to be mended. Each fails in a way of its own, whenever it is asked to.

use super::{Room, item};
use crate::home::demo::things::light::{Light, Temper};

pub(super) fn room() -> Room {
    let lamp = |temper| Light::dimmable().with_temper(temper);
    Room::new("workbench", "Workbench", "mdi:hammer-wrench")
        .one(item("light.slow", "Slow lamp", lamp(Temper::Slow)))
        .one(item("light.refuses", "Stubborn lamp", lamp(Temper::Stubborn)))
        .one(item("light.fades", "Flaky lamp", lamp(Temper::FLAKY)))
}
