//! Who may use which command. What does not stand here does not exist for anybody.

use crate::permissions::Level::{self, Admin, Anyone, Full, Owner};

/// Every command and who may use it. `Anyone` means everybody who is signed in: such a command tells and
/// touches only what the session's own `Access` allows.
pub const COMMANDS: &[(&str, Level)] = &[
    ("auth/current_user", Anyone),
    ("auth/delete_all_refresh_tokens", Full),
    ("auth/delete_refresh_token", Anyone),
    ("auth/depose_mfa", Full),
    ("auth/long_lived_access_token", Full),
    ("auth/refresh_token_set_expiry", Full),
    ("auth/refresh_tokens", Anyone),
    ("auth/setup_mfa", Full),
    ("call_service", Anyone),
    ("config/area_registry/list", Anyone),
    ("config/auth/create", Admin),
    ("config/auth/delete", Admin),
    ("config/auth/list", Admin),
    ("config/auth/update", Admin),
    ("config/auth_provider/homeassistant/admin_change_password", Owner),
    ("config/auth_provider/homeassistant/admin_change_username", Owner),
    ("config/auth_provider/homeassistant/change_password", Full),
    ("config/auth_provider/homeassistant/create", Admin),
    ("config/auth_provider/homeassistant/delete", Admin),
    ("config/device_registry/list", Anyone),
    ("config/entity_registry/list", Anyone),
    ("config/entity_registry/list_for_display", Anyone),
    ("config/floor_registry/list", Anyone),
    ("config/label_registry/list", Anyone),
    ("doorstep/groups/delete", Admin),
    ("doorstep/groups/list", Admin),
    ("doorstep/groups/save", Admin),
    ("doorstep/networks/delete", Admin),
    ("doorstep/networks/list", Admin),
    ("doorstep/networks/preview", Admin),
    ("doorstep/networks/save", Admin),
    ("doorstep/sessions/list", Anyone),
    ("doorstep/sessions/rename", Anyone),
    ("doorstep/sessions/revoke", Anyone),
    ("frontend/get_themes", Anyone),
    ("frontend/get_user_data", Anyone),
    ("frontend/set_user_data", Anyone),
    ("frontend/subscribe_user_data", Anyone),
    ("get_config", Anyone),
    ("get_panels", Anyone),
    ("get_services", Anyone),
    ("get_states", Anyone),
    ("person/list", Anyone),
    ("ping", Anyone),
    ("subscribe_entities", Anyone),
    ("subscribe_events", Anyone),
    ("supported_features", Anyone),
    ("unsubscribe_events", Anyone),
];

/// Who may use a command; `None` where there is none of that name.
pub(super) fn of(name: &str) -> Option<Level> {
    COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}
