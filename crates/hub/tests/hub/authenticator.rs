//! An authenticator app, as the one on a phone.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

use crate::house::House;
use crate::page::Page;

/// The app, with the seed that it was shown, and the recovery codes on a sheet of paper.
pub(crate) struct Authenticator {
    seed: Vec<u8>,
    pub(crate) recovery_codes: Vec<String>,
}

impl Authenticator {
    /// Turns the second factor of this page's user on.
    pub(crate) async fn turned_on(house: &House, page: &mut Page) -> Self {
        let form = page.result(json!({"type": "auth/setup_mfa", "mfa_module_id": "totp"})).await;
        let mut app = Self::of(form["description_placeholders"]["code"].as_str().unwrap());
        let done = page
            .result(json!({"type": "auth/setup_mfa", "flow_id": form["flow_id"],
                "user_input": {"code": app.code(house)}}))
            .await;
        assert_eq!(done["type"], "create_entry", "{done}");
        let codes = done["result"]["recovery_codes"].as_array().unwrap();
        app.recovery_codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        app
    }

    pub(crate) fn of(letters: &str) -> Self {
        let digits = letters.bytes().map(|letter| match letter {
            b'A'..=b'Z' => letter - b'A',
            digit => digit - b'2' + 26,
        });
        let bits: String = digits.map(|digit| format!("{digit:05b}")).collect();
        let seed = bits
            .as_bytes()
            .chunks_exact(8)
            .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap());
        Self { seed: seed.collect(), recovery_codes: Vec::new() }
    }

    /// What it shows now.
    pub(crate) fn code(&self, house: &House) -> String {
        self.code_in(house, 0)
    }

    /// What it shows some steps of 30 seconds from now.
    pub(crate) fn code_in(&self, house: &House, steps: i64) -> String {
        let step = (house.clock.now() / 30.0).floor() as i64 + steps;
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.seed).unwrap();
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}
