//! The networks of a configuration file: understood or refused, and what is understood holds.
#![no_main]

use doorstep_hub::config::Policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(policy) = Policy::parse(text) {
        let again = Policy::parse(text).expect("the same text is understood twice");
        assert_eq!(format!("{policy:?}"), format!("{again:?}"));
        assert!(!text.contains("role_ceiling = \"admin\""), "nobody administers by network");
    }
});
