//! `homeassistant.turn_on` and its like, for targets of any domain that can be turned on.

use crate::home::demo::service::Service;

/// What can be asked of everything; the house passes it on to each target's own domain.
pub(crate) const SERVICES: &[Service<()>] = &[
    Service::new("turn_on", "Generic turn on", "Turns devices on.", |(), _, _| Ok(())),
    Service::new("turn_off", "Generic turn off", "Turns devices off.", |(), _, _| Ok(())),
    Service::new(
        "toggle",
        "Generic toggle",
        "Turns devices on that are off, and off that are on.",
        |(), _, _| Ok(()),
    ),
];
