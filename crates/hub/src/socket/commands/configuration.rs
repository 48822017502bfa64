//! What home this is and what the page can expect of it.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::socket::API_VERSION;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;

/// `supported_features`
pub(super) fn supported_features(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let features = arguments.value("features")?;
    arguments.finish()?;
    let Value::Object(features) = features else {
        return Err(Misfit::new("expected dict for dictionary value", "features", features).into());
    };
    talk.coalesces = features.get("coalesce_messages").and_then(Value::as_u64).is_some_and(|asked| asked > 0);
    talk.done_without_result(id);
    Ok(())
}

/// `get_config`
pub(super) fn config(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let mut components: Vec<String> =
        ["api", "auth", "config", "frontend", "http", "person", "websocket_api"].map(str::to_owned).to_vec();
    if let Value::Object(domains) = talk.hub.home().services() {
        components.extend(domains.into_iter().map(|(domain, _)| domain));
    }
    let name = talk.hub.set_up().home_name().filter(|name| !name.is_empty()).unwrap_or_else(|| "Home".into());
    components.sort_unstable();
    components.dedup();
    talk.done(
        id,
        &json!({
            "location_name": name,
            "version": API_VERSION,
            "state": "RUNNING",
            "components": components,
            "time_zone": "UTC",
            "language": "en",
            "country": null,
            "currency": "EUR",
            "latitude": 52.0,
            "longitude": 5.0,
            "elevation": 0,
            "radius": 100,
            "unit_system": {
                "length": "km",
                "accumulated_precipitation": "mm",
                "area": "m²",
                "mass": "g",
                "pressure": "Pa",
                "temperature": "°C",
                "volume": "L",
                "wind_speed": "m/s",
            },
            "config_source": "storage",
            "config_dir": null,
            "allowlist_external_dirs": [],
            "allowlist_external_urls": [],
            "whitelist_external_dirs": [],
            "internal_url": null,
            "external_url": null,
            "recovery_mode": false,
            "safe_mode": false,
            "debug": false,
        }),
    );
    Ok(())
}

/// `get_panels`
pub(super) fn panels(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    talk.done(
        id,
        &json!({
            "lovelace": {
                "component_name": "lovelace",
                "icon": null,
                "title": null,
                "default_visible": true,
                "config": null,
                "url_path": "lovelace",
                "require_admin": false,
                "config_panel_domain": null,
            },
        }),
    );
    Ok(())
}

/// `frontend/get_themes`
pub(super) fn themes(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    talk.done(id, &json!({ "themes": {}, "default_theme": "default", "default_dark_theme": null }));
    Ok(())
}
