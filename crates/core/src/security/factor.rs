//! The second step at sign-in: turning it on with a picture and a code, keeping its recovery codes, turning it off.

use doorstep_protocol::ids::FlowId;
use doorstep_protocol::json::FromJson;
use doorstep_protocol::mfa::{self, Form, Step, WaysIn};
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::Command as Ask;
use serde_json::Value;

use super::{Asked, Means, Part, Security};
use crate::outbox::encoded;

/// The only factor that can be set up here: codes of an app, on Home Assistant too.
const MODULE: &str = "totp";

/// How it stands with the second step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Factor {
    /// The hub has not said yet.
    #[default]
    Unknown,
    /// The hub has none.
    Unavailable,
    /// It is off.
    Off,
    /// The person shows their app the secret, and the hub a code.
    Asking(Setup),
    /// It is on, and these are shown this once.
    Codes(Vec<Secret>),
    /// It is on.
    On,
}

/// What a person needs to set their app up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    flow: FlowId,
    /// The secret in groups of four letters, for typing.
    pub letters: Secret,
    /// The picture as an address; `None` where the hub gave none.
    pub picture: Option<Secret>,
    /// Whether the last code was wrong.
    pub is_wrong: bool,
}

impl Factor {
    pub(super) fn told(&mut self, ways: &WaysIn) {
        let is_on = ways.factors.iter().find(|(id, _, _)| id == MODULE).map(|(_, _, is_on)| *is_on);
        match (is_on, &self) {
            // What is under way is not disturbed.
            (Some(false), Self::Asking(_)) | (Some(true), Self::Codes(_)) => {}
            (Some(true), _) => *self = Self::On,
            (Some(false), _) => *self = Self::Off,
            (None, _) => *self = Self::Unavailable,
        }
    }

    /// Takes in a step of the hub; `None` when it is none that is known.
    pub(super) fn step(&mut self, result: Value) -> Option<()> {
        *self = match Step::from_json(result)? {
            Step::Form(form) => Self::Asking(Setup::new(form)),
            Step::Done { recovery_codes } if recovery_codes.is_empty() => Self::On,
            Step::Done { recovery_codes } => Self::Codes(recovery_codes),
            Step::Abort { .. } => return None,
        };
        Some(())
    }

    pub(super) fn keep_codes(&mut self) {
        if matches!(self, Self::Codes(_)) {
            *self = Self::On;
        }
    }

    pub(super) fn removed(&mut self) {
        *self = Self::Off;
    }
}

impl Setup {
    fn new(form: Form) -> Self {
        let letters: Vec<char> =
            form.secret.expose().chars().filter(|letter| !letter.is_whitespace()).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        let picture = picture(form.picture.expose()).map(Secret::new);
        let is_wrong = !form.errors.is_empty();
        Self { letters: Secret::new(groups.join(" ")), picture, is_wrong, flow: form.flow_id }
    }
}

/// The address of an SVG document as an image: images run no scripts, and what is none is not drawn. Home Assistant
/// takes the namespace away, which a document of its own must have.
fn picture(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<svg")?;
    let namespace = if rest.contains("xmlns=") { "" } else { r#" xmlns="http://www.w3.org/2000/svg""# };
    Some(format!("data:image/svg+xml,{}", encoded(&format!("<svg{namespace}{rest}"))))
}

impl Security {
    pub(super) fn begin_factor(&mut self, means: &mut Means<'_>) {
        self.ask(Ask::Mfa(mfa::Ask::Begin(MODULE.to_owned())), Asked::BeginFactor, means);
    }

    pub(super) fn prove_factor(&mut self, code: &Secret, means: &mut Means<'_>) {
        let Factor::Asking(setup) = &mut self.factor else { return };
        setup.is_wrong = false;
        let digits: String = code.expose().chars().filter(char::is_ascii_alphanumeric).collect();
        let ask = mfa::Ask::Prove(setup.flow.clone(), Secret::new(digits));
        self.ask(Ask::Mfa(ask), Asked::ProveFactor, means);
    }

    pub(super) fn cancel_factor(&mut self) {
        self.factor = Factor::Off;
        self.waiting.retain(|waiting| !matches!(waiting.asked, Asked::BeginFactor | Asked::ProveFactor));
        self.troubles.retain(|(part, _)| *part != Part::Factor);
    }

    pub(super) fn remove_factor(&mut self, means: &mut Means<'_>) {
        self.ask(Ask::Mfa(mfa::Ask::Remove(MODULE.to_owned())), Asked::RemoveFactor, means);
    }
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_is_a_document_of_its_own() {
        let whole = picture(r#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>"#);
        let document = "%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%2F%3E";
        assert_eq!(whole, Some(format!("data:image/svg+xml,{document}")));
        assert_eq!(picture("<svg/>"), whole);
        assert_eq!(picture("<script>alert(1)</script>"), None);
    }
}
