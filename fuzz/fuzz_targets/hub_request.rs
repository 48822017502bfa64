//! What somebody sends who is not known yet: any body to any address that takes one.
#![no_main]

use std::sync::OnceLock;

use axum::http::{Request, header};
use doorstep_fuzz::{FORM, House, here};
use libfuzzer_sys::fuzz_target;

const KINDS: [&str; 4] = ["application/json", FORM, "text/plain", "multipart/form-data; boundary=x"];

fuzz_target!(|data: &[u8]| {
    let [place, kind, body @ ..] = data else { return };
    let house = House::shared("");
    static FLOW: OnceLock<String> = OnceLock::new();
    let flow = FLOW.get_or_init(|| format!("/auth/login_flow/{}", house.run(house.begin())));
    let places = [
        "/auth/login_flow",
        flow,
        "/auth/token",
        "/auth/revoke",
        "/api/csp",
        "/api/onboarding/users",
        "/api/onboarding/network",
    ];
    let place = places[usize::from(*place) % places.len()];
    let kind = KINDS[usize::from(*kind) % KINDS.len()];
    let request = Request::post(place).header(header::CONTENT_TYPE, kind);
    let request = request.body(body.to_vec().into()).expect("a request");
    house.run(house.send(here(), request));
});
