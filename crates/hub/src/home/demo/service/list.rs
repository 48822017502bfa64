//! Every service of the house, for those who look one up and for `get_services`.

use doorstep_protocol::service::ServiceCall;
use serde_json::{Map, Value, json};

use super::{Aim, Data, Field, Service, field, target};
use crate::home::demo::things;

/// A service without what carries it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description {
    /// `light`
    pub(crate) domain: &'static str,
    /// `turn_on`
    pub(crate) name: &'static str,
    label: &'static str,
    about: &'static str,
    fields: &'static [Field],
    needs_one_of: &'static [&'static str],
}

/// The services of one domain.
pub(crate) fn listed<T>(domain: &'static str, services: &[Service<T>]) -> Vec<Description> {
    let describe = |service: &Service<T>| Description {
        domain,
        name: service.name,
        label: service.label,
        about: service.about,
        fields: service.fields,
        needs_one_of: service.needs_one_of,
    };
    services.iter().map(describe).collect()
}

/// One service.
pub(crate) fn find(domain: &str, name: &str) -> Option<Description> {
    things::services(domain).into_iter().find(|service| service.name == name)
}

/// The whole list, in the shape of `get_services`.
pub(crate) fn list() -> Value {
    let mut list = Map::new();
    for domain in things::DOMAINS {
        let services: Map<String, Value> = things::services(domain)
            .iter()
            .map(|service| (service.name.to_owned(), service.describe()))
            .collect();
        list.insert(domain.to_owned(), Value::Object(services));
    }
    Value::Object(list)
}

impl Description {
    /// Checks the data of a call and tells it from its target.
    pub(crate) fn read(&self, call: &ServiceCall) -> Result<(Data, Aim), String> {
        let mut data = call.service_data.clone();
        if !self.needs_one_of.is_empty() && !self.needs_one_of.iter().any(|key| data.contains_key(*key)) {
            return Err(format!("must contain at least one of {}.", self.needs_one_of.join(", ")));
        }
        let aim = Aim::take(&mut data, call.target.as_ref())?;
        let data = self.check(&data)?;
        Ok((data, aim.ok_or_else(target::nobody)?))
    }

    /// Takes the target out of the data of a call.
    pub(crate) fn aim(&self, data: &mut Map<String, Value>, call: &ServiceCall) -> Result<Aim, String> {
        Aim::take(data, call.target.as_ref())?.ok_or_else(target::nobody)
    }

    /// Checks data that has no target in it.
    pub(crate) fn check(&self, data: &Map<String, Value>) -> Result<Data, String> {
        field::check(self.fields, data)
    }

    fn describe(&self) -> Value {
        let fields: Map<String, Value> =
            self.fields.iter().map(|field| (field.key.to_owned(), field.describe())).collect();
        let entity = match self.domain {
            "homeassistant" => json!({}),
            domain => json!({"domain": [domain]}),
        };
        json!({
            "name": self.label,
            "description": self.about,
            "fields": fields,
            "target": {"entity": [entity]},
        })
    }
}
