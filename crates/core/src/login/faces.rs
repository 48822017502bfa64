//! The picker of the network: the users whom the hub lets in from here without a password.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::login::{Field, FieldKind};
use serde_json::Value;

use super::{Asked, Login, Opening};
use crate::command::Command;
use crate::event::Answers;
use crate::outbox::Outbox;

/// What the focus goes to in a picker: the first face.
pub const FACE: &str = "face";

/// Somebody who may be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Who.
    pub user_id: UserId,
    /// What people call them.
    pub name: String,
    /// Whether this device remembers them; their own credential is used then.
    pub is_remembered: bool,
}

impl Login {
    /// Whether faces are wanted, where there are any.
    pub fn wants_faces(&self) -> bool {
        self.has_faces
    }

    /// Whether there is a form to go to from the faces.
    pub fn has_form(&self) -> bool {
        self.offer.has_form()
    }

    /// Whether the network has faces to go back to.
    pub fn has_network_faces(&self) -> bool {
        self.offer.has_faces()
    }

    /// Whether they are on the screen.
    pub fn has_picker(&self) -> bool {
        self.user_field().is_some()
    }

    /// The users of the network, its default user first; `None` while it asks nothing or something else.
    pub fn network_faces(&self) -> Option<Vec<Face>> {
        let (field, options) = self.user_field()?;
        let face = |(value, name): &(Value, String)| {
            let user_id = UserId(value.as_str()?.to_owned());
            Some(Face { user_id, name: name.clone(), is_remembered: false })
        };
        let is_default = |value: &Value| field.default.as_ref() == Some(value);
        let first = options.iter().filter(|(value, _)| is_default(value));
        let later = options.iter().filter(|(value, _)| !is_default(value));
        Some(first.chain(later).filter_map(face).collect())
    }

    /// One of them comes in.
    pub fn pick(&mut self, user: &UserId, out: &mut Outbox) {
        let Some((field, options)) = self.user_field() else { return };
        if options.iter().any(|(value, _)| value.as_str() == Some(user.as_str())) {
            let mut answers = Answers::default();
            answers.0.insert(field.name.clone(), user.as_str().into());
            self.submit(answers, true, out);
        }
    }

    /// Somebody who is none of them.
    pub fn show_form(&mut self, out: &mut Outbox) {
        self.has_faces = false;
        if self.offer.is_network() && self.offer.choose_form() {
            self.begin(Opening::default(), out);
        }
    }

    /// Back to the faces.
    pub fn show_faces(&mut self, out: &mut Outbox) {
        self.has_faces = true;
        self.problem = None;
        out.update.command(Command::Focus(FACE.to_owned()));
        if !self.offer.is_network() && self.offer.choose_network() {
            self.begin(Opening::default(), out);
        }
    }

    fn user_field(&self) -> Option<(&Field, &[(Value, String)])> {
        let Asked::Form(form) = &self.asked else { return None };
        let [field] = form.data_schema.as_slice() else { return None };
        match &field.kind {
            FieldKind::Select { options } if self.offer.is_network() && !options.is_empty() => {
                Some((field, options))
            }
            FieldKind::Select { .. }
            | FieldKind::String
            | FieldKind::Integer
            | FieldKind::Float
            | FieldKind::Boolean
            | FieldKind::MultiSelect { .. }
            | FieldKind::Constant { .. }
            | FieldKind::Expandable { .. }
            | FieldKind::Unknown => None,
        }
    }
}
