//! Every command by its name, and nothing else: what each does is in the files by subject.

mod account;
mod configuration;
mod groups;
mod levels;
mod mfa;
mod networks;
mod passwords;
mod people;
mod programs;
mod registries;
mod services;
mod sessions;
mod states;
pub(super) mod subscriptions;
pub(super) mod user_data;

use super::conversation::Conversation;
use super::message;
use super::refused::Refused;
use super::request::Request;

pub use levels::COMMANDS;

/// Carries out a command. Its answer, if it does not take longer, is in the outbox afterwards.
pub(super) async fn carry_out(talk: &mut Conversation, request: Request) -> Result<(), Refused> {
    let Request { id, name, arguments } = request;
    let level = levels::of(&name).ok_or(Refused::UnknownCommand)?;
    if !talk.access.reaches(level) {
        return Err(Refused::Beyond(level));
    }
    match name.as_str() {
        "ping" => {
            arguments.finish()?;
            talk.outbox.add(message::pong(id));
            Ok(())
        }
        "supported_features" => configuration::supported_features(talk, id, arguments),
        "get_config" => configuration::config(talk, id, arguments),
        "get_panels" => configuration::panels(talk, id, arguments),
        "frontend/get_themes" => configuration::themes(talk, id, arguments),

        "auth/current_user" => account::current_user(talk, id, arguments).await,
        "auth/refresh_tokens" => sessions::own(talk, id, arguments).await,
        "auth/delete_refresh_token" => sessions::delete(talk, id, arguments).await,
        "auth/delete_all_refresh_tokens" => sessions::delete_all(talk, id, arguments).await,
        "auth/refresh_token_set_expiry" => sessions::set_expiry(talk, id, arguments).await,
        "auth/long_lived_access_token" => programs::make(talk, id, arguments).await,
        "doorstep/sessions/list" => sessions::list(talk, id, arguments).await,
        "doorstep/sessions/rename" => sessions::rename(talk, id, arguments).await,
        "doorstep/sessions/revoke" => sessions::revoke(talk, id, arguments).await,

        "auth/setup_mfa" => mfa::set_up(talk, id, arguments).await,
        "auth/depose_mfa" => mfa::depose(talk, id, arguments).await,

        "get_states" => states::all(talk, id, arguments),
        "person/list" => states::persons(talk, id, arguments),
        "subscribe_entities" => subscriptions::entities(talk, id, arguments),
        "subscribe_events" => subscriptions::events(talk, id, arguments),
        "unsubscribe_events" => subscriptions::unsubscribe(talk, id, arguments),

        "get_services" => services::list(talk, id, arguments),
        "call_service" => services::call(talk, id, arguments),

        "config/area_registry/list" => registries::areas(talk, id, arguments),
        "config/device_registry/list" => registries::devices(talk, id, arguments),
        "config/entity_registry/list" => registries::entities(talk, id, arguments),
        "config/entity_registry/list_for_display" => registries::entities_for_display(talk, id, arguments),
        "config/floor_registry/list" | "config/label_registry/list" => registries::none(talk, id, arguments),

        "config/auth/list" => people::list(talk, id, arguments).await,
        "config/auth/create" => people::create(talk, id, arguments).await,
        "config/auth/update" => people::update(talk, id, arguments).await,
        "config/auth/delete" => people::delete(talk, id, arguments).await,
        "config/auth_provider/homeassistant/create" => passwords::create(talk, id, arguments).await,
        "config/auth_provider/homeassistant/delete" => passwords::delete(talk, id, arguments).await,
        "config/auth_provider/homeassistant/change_password" => passwords::change(talk, id, arguments).await,
        "config/auth_provider/homeassistant/admin_change_password" => {
            passwords::admin_change(talk, id, arguments).await
        }
        "config/auth_provider/homeassistant/admin_change_username" => {
            passwords::admin_rename(talk, id, arguments).await
        }
        "doorstep/groups/list" => groups::list(talk, id, arguments).await,
        "doorstep/groups/save" => groups::save(talk, id, arguments).await,
        "doorstep/groups/delete" => groups::delete(talk, id, arguments).await,

        "frontend/get_user_data" => user_data::value(talk, id, arguments).await,
        "frontend/set_user_data" => user_data::set(talk, id, arguments).await,
        "frontend/subscribe_user_data" => user_data::subscribe(talk, id, arguments).await,

        "doorstep/networks/list" => networks::list(talk, id, arguments),
        "doorstep/networks/save" => networks::save(talk, id, arguments).await,
        "doorstep/networks/delete" => networks::delete(talk, id, arguments).await,
        "doorstep/networks/preview" => networks::preview(talk, id, arguments).await,

        _ => Err(Refused::UnknownCommand),
    }
}
