//! Turning a second factor on: a seed is shown, and one code proves that an app has it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use doorstep_protocol::ids::{FlowId, UserId};
use doorstep_protocol::secret::Secret;
use qrcode::QrCode;
use qrcode::render::svg;

use super::recovery;
use super::seal::Seal;
use super::totp::Seed;
use crate::random::{self, NoRandomness};
use crate::store::{NewFactor, User};

/// The factors that are being turned on, at most one for each user. In memory: nothing is on before the end.
#[derive(Default)]
pub(crate) struct Enrolments(Mutex<HashMap<UserId, Enrolment>>);

struct Enrolment {
    flow_id: FlowId,
    seed: Seed,
    at: f64,
}

/// What somebody needs to set an app up.
pub(crate) struct Shown {
    pub(crate) flow_id: FlowId,
    /// The seed in letters.
    pub(crate) letters: Secret,
    /// The seed as apps read it.
    pub(crate) url: Secret,
    /// The same as a picture, an SVG document.
    pub(crate) picture: Secret,
}

/// What came of a code.
pub(crate) enum Proof {
    /// No such enrolment, or no longer.
    Gone,
    /// Not the code of now.
    Wrong(Shown),
    /// It is, and this is to be kept and that to be shown.
    Right(NewFactor, Vec<Secret>),
}

impl Enrolments {
    /// Begins anew for this user.
    pub(crate) fn begin(&self, user: &User, now: f64) -> Result<Shown, NoRandomness> {
        let enrolment = Enrolment { flow_id: FlowId(random::id()?), seed: Seed::new()?, at: now };
        let shown = enrolment.show(&user.name);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, enrolment| enrolment.is_fresh(now));
        all.insert(user.id.clone(), enrolment);
        Ok(shown)
    }

    /// Takes a code. After the right one the enrolment is over.
    pub(crate) fn prove(
        &self,
        user: &User,
        (flow_id, code): (&FlowId, &str),
        seal: &Seal,
        now: f64,
    ) -> Result<Proof, NoRandomness> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = all.get(&user.id).filter(|mine| mine.flow_id == *flow_id && mine.is_fresh(now));
        let Some(mine) = mine else { return Ok(Proof::Gone) };
        let code: String = code.chars().filter(|char| !char.is_whitespace()).collect();
        let Some(step) = mine.seed.step_of(&code, now) else {
            return Ok(Proof::Wrong(mine.show(&user.name)));
        };
        let (codes, hashes) = recovery::new(&user.id, seal)?;
        let seed = seal.seal(mine.seed.bytes(), &user.id)?;
        all.remove(&user.id);
        Ok(Proof::Right(NewFactor { seed, step, recovery: hashes }, codes))
    }
}

impl Enrolment {
    fn is_fresh(&self, now: f64) -> bool {
        now < self.at + LIFETIME
    }

    fn show(&self, name: &str) -> Shown {
        let letters = self.seed.letters();
        let secret = letters.expose();
        let url = format!("otpauth://totp/{ISSUER}:{}?secret={secret}&issuer={ISSUER}", percent(name));
        let picture = QrCode::new(&url).map(|code| {
            let (dark, light) = (svg::Color("#000000"), svg::Color("#ffffff"));
            code.render().min_dimensions(PIXELS, PIXELS).dark_color(dark).light_color(light).build()
        });
        // A name too long for a picture can still be typed.
        let picture = Secret::new(picture.unwrap_or_default());
        Shown { flow_id: self.flow_id.clone(), letters, url: Secret::new(url), picture }
    }
}

/// RFC 3986, section 2.1.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&random::hex(&[byte]).to_uppercase());
        }
        out
    })
}

/// Who an app says the codes are for.
const ISSUER: &str = "Doorstep";
/// Seconds.
const LIFETIME: f64 = 900.0;
const PIXELS: u32 = 240;
