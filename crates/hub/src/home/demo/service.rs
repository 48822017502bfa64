//! Services: what can be asked of a domain, how its data is checked, and how `get_services` lists it.

mod data;
mod field;
mod list;
mod target;

pub(crate) use data::Data;
pub(crate) use field::{Field, Range};
pub(crate) use list::{Description, find, list, listed};
pub(crate) use target::Aim;

use super::thing::{Acted, Refusal, Thing};

/// One service of the domain whose things are `T`.
pub(crate) struct Service<T> {
    name: &'static str,
    label: &'static str,
    about: &'static str,
    fields: &'static [Field],
    needs_one_of: &'static [&'static str],
    features: u32,
    act: fn(&mut T, &Data, f64) -> Acted,
}

impl<T> Service<T> {
    /// A service without data.
    pub(crate) const fn new(
        name: &'static str,
        label: &'static str,
        about: &'static str,
        act: fn(&mut T, &Data, f64) -> Acted,
    ) -> Self {
        Self { name, label, about, fields: &[], needs_one_of: &[], features: 0, act }
    }

    /// With these fields.
    pub(crate) const fn with(mut self, fields: &'static [Field]) -> Self {
        self.fields = fields;
        self
    }

    /// At least one of these fields must be there.
    pub(crate) const fn needing_one_of(mut self, keys: &'static [&'static str]) -> Self {
        self.needs_one_of = keys;
        self
    }

    /// Only for things that have one of these features.
    pub(crate) const fn for_features(mut self, features: u32) -> Self {
        self.features = features;
        self
    }
}

/// Carries out the service `name` of `services` on `thing`.
pub(crate) fn act<T: Thing>(
    services: &[Service<T>],
    thing: &mut T,
    name: &str,
    data: &Data,
    now: f64,
) -> Acted {
    let Some(service) = services.iter().find(|service| service.name == name) else {
        return Err(Refusal::Unsupported);
    };
    if service.features != 0 && thing.features().unwrap_or(0) & service.features == 0 {
        return Err(Refusal::Unsupported);
    }
    (service.act)(thing, data, now)
}
