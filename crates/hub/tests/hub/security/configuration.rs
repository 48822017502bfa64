//! SEC-CONF: a mistake in the configuration never opens a door.

use doorstep_hub::config::Policy;

const WHOLE: &str = r#"listen = "127.0.0.1:8480"
names = ["home.example"]
origins = ["https://home.example"]
log = "info"
allow_no_origin = false

[proxy]
trusted = ["10.0.0.1"]
header = "x-forwarded-for"
i_understand_wide_proxy = false

[[network]]
name = "kitchen"
cidr = ["192.168.7.20/32"]
users = ["clara", "household"]
default_user = "household"
auto_login = true
role_ceiling = "user"
show_users = true

[[network]]
name = "cellar"
subnet_of = "eth1"
users = ["clara"]
"#;

/// Every way in which a word is usually mistyped.
fn mistyped(word: &str) -> Vec<String> {
    let mut wrong = vec![
        word.to_uppercase(),
        format!("{word}s"),
        format!("no_{word}"),
        format!("{word}_"),
        format!("\"{word} \""),
        format!("x.{word}"),
    ];
    if word.contains('_') {
        wrong.extend([word.replace('_', "-"), word.replace('_', "")]);
    }
    for at in 0..word.len() {
        let (before, after) = (&word[..at], &word[at + 1..]);
        wrong.push(format!("{before}{after}"));
        wrong.push(format!("{before}{0}{0}{after}", &word[at..=at]));
    }
    wrong.retain(|other| other != word && !other.is_empty());
    wrong
}

#[test]
fn sec_conf_1_a_mistyped_word_never_changes_the_policy() {
    let policy = Policy::parse(WHOLE).unwrap();
    let mut tried = 0;
    let mut check = |text: String| {
        tried += 1;
        if let Ok(other) = Policy::parse(&text) {
            assert_eq!(other, policy, "{text}");
        }
    };
    for (number, line) in WHOLE.lines().enumerate() {
        let replaced = |with: &str| {
            let lines = WHOLE.lines().enumerate().map(|(at, line)| if at == number { with } else { line });
            lines.collect::<Vec<_>>().join("\n")
        };
        if let Some((word, value)) = line.split_once(" = ") {
            for wrong in mistyped(word) {
                check(replaced(&format!("{wrong} = {value}")));
            }
            check(replaced(&format!("{line}\n{line}")));
            for value in ["7", "{}", "[[]]", "\"\"x", "yes", "null", "", "[1]", "2026-11-24"] {
                if word != "log" && word != "listen" {
                    check(replaced(&format!("{word} = {value}")));
                }
            }
        } else if let Some(section) = line.strip_prefix('[') {
            let word = section.trim_matches(['[', ']']);
            for wrong in mistyped(word) {
                check(replaced(&line.replace(word, &wrong)));
            }
        }
        check(replaced(&format!("  {line}  # a remark")));
    }
    check(WHOLE.replace('\n', "\r\n"));
    assert!(tried >= 200, "{tried}");
}

#[test]
fn sec_conf_1_words_that_would_switch_a_check_off_do_not_exist() {
    for word in [
        "auth = false",
        "trust_all = true",
        "disable_auth = true",
        "insecure = true",
        "[auth]\nenabled = false",
        "[network]\nname = \"x\"",
        "[[network]]\nname = \"x\"\ncidr = [\"10.0.0.0/24\"]\nusers = []\nrole_ceiling = \"admin\"",
        "[[network]]\nname = \"x\"\ncidr = [\"10.0.0.0/24\"]",
        "[proxy]\ntrusted = [\"10.0.0.1\"]",
        "[proxy]\ntrusted = [\"10.0.0.0/24\"]\nheader = \"x-forwarded-for\"",
        "[proxy]\ntrusted = [\"10.0.0.1\"]\nheader = \"x-real-ip\"",
        "[proxy]\ntrusted = [\"10.0.0.1\"]\nheader = \"forwarded\"\n[[network]]\nname = \"x\"\n\
         cidr = [\"10.0.0.0/24\"]\nusers = []",
    ] {
        let error = Policy::parse(word).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("does not start")), "{word}");
    }
    assert_eq!(Policy::parse("").unwrap(), Policy::default());
}

#[test]
fn the_configuration_that_people_are_shown_works() {
    let readme = include_str!("../../../../../README.md");
    let shown = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert!(shown.contains("[[network]]") && shown.contains("[proxy]"));
    Policy::parse(shown).unwrap();
}
