//! What the hub answers to what the home asked: who this is, its registries, what became of a call.

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::json::FromJson;
use doorstep_protocol::socket::CommandError;
use doorstep_protocol::user::CurrentUser;
use serde_json::Value;

use super::Home;
use crate::actions::Refusal;
use crate::connection::Question;
use crate::outbox::Outbox;
use crate::time::Timestamp;

impl Home {
    pub(super) fn told(
        &mut self,
        question: &Question,
        answer: Result<Value, CommandError>,
        out: &mut Outbox,
    ) -> Option<CurrentUser> {
        if self.awaited.contains(question) {
            self.awaited.retain(|awaited| awaited != question);
            out.update.redraw();
        }
        // A hub that refuses a registry has none for this user; the dashboard does without.
        let result = answer.ok()?;
        match question {
            Question::User => {
                let user: CurrentUser = self.read(result)?;
                self.user = Some(user.clone());
                out.update.redraw();
                return Some(user);
            }
            Question::Config => {
                self.config = self.read(result)?;
                out.update.redraw();
            }
            Question::Areas => {
                self.registries.areas = self.read(result)?;
                self.arrange(out);
            }
            Question::Devices => {
                let devices = self.read(result)?;
                self.registries.devices(devices);
                self.arrange(out);
            }
            Question::Registry => {
                let entities = self.read(result)?;
                self.registries.entities(entities);
                self.arrange(out);
                out.update.touch(self.entities.all().map(|state| state.entity_id.clone()));
            }
            Question::Nothing | Question::Service(_) | Question::Security(_) | Question::Settling(_) => {}
        }
        None
    }

    pub(super) fn service_answered(
        &mut self,
        call: u64,
        id: EntityId,
        answer: Result<Value, CommandError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        match answer {
            Ok(_) => {
                let state = self.entities.find(&id).map(AsRef::as_ref);
                if let Some(next) = self.actions.answered(&id, call, state, now) {
                    self.act(&id, next, now, out);
                }
            }
            Err(error) if self.actions.awaits(&id, call) => {
                // Home Assistant has a code for this and does not send it: services pass it on as any error.
                let refusal = match error.message.as_str() {
                    "Unauthorized" => Refusal::NotAllowed,
                    _ => Refusal::ByHub(error.message),
                };
                self.actions.refused(id.clone(), refusal, now);
                out.update.redraw();
            }
            Err(_) => {}
        }
        out.update.touch([id]);
    }

    fn read<T: FromJson>(&mut self, result: Value) -> Option<T> {
        let value = T::from_json(result);
        if value.is_none() {
            self.garbled = self.garbled.saturating_add(1);
        }
        value
    }
}
