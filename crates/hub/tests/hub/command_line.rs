//! Signing in through a program: what it may say, and what it may do to the hub.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use doorstep_hub::Config;
use doorstep_hub::config::CommandLine;
use serde_json::{Value, json};

use crate::house::{Answer, CLIENT, House};
use crate::page::Page;
use crate::sessions::Folder;

/// A house with a program of these lines.
async fn with_program(folder: &Folder, lines: &str, meta: bool) -> House {
    fs::create_dir_all(folder.path()).unwrap();
    let command = folder.path().join("judge");
    fs::write(&command, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).unwrap();
    let program = CommandLine { command, args: vec!["--first".into(), "$(second) '\"".into()], meta };
    House::with(Config { command_line: Some(program), ..Config::demo(doorstep_hub::Place::Memory) }).await
}

async fn begin(house: &House) -> Answer {
    let start = json!({"client_id": CLIENT, "handler": ["command_line", null], "redirect_uri": CLIENT});
    house.post_json("/auth/login_flow", &start).await
}

async fn judged(house: &House, username: &str, password: &str) -> Answer {
    let flow = begin(house).await.json()["flow_id"].as_str().unwrap().to_owned();
    house.answer_flow(&flow, username, password).await
}

async fn page(house: &House, username: &str, password: &str) -> Page {
    let step = judged(house, username, password).await.json();
    let code = step["result"].as_str().unwrap_or_else(|| panic!("{step}"));
    let fields = [("grant_type", "authorization_code"), ("client_id", CLIENT), ("code", code)];
    let tokens = house.post_form("/auth/token", &fields).await.json();
    Page::with_token(house, tokens["access_token"].as_str().unwrap()).await
}

/// Lets in whoever says `open sesame`.
const SESAME: &str = r#"[ "$password" = "open sesame" ] || exit 3"#;

#[tokio::test]
async fn whom_the_program_lets_in_is_a_user_from_then_on_and_may_look() {
    let folder = Folder::new();
    let house = with_program(&folder, SESAME, false).await;
    let offered = house.get("/auth/providers").await.json()["providers"].clone();
    assert!(
        offered.as_array().unwrap().iter().any(|provider| provider["type"] == "command_line"),
        "{offered}"
    );
    let me = page(&house, " Ali ", "open sesame").await.result(json!({"type": "auth/current_user"})).await;
    let named = (&me["name"], &me["is_owner"], &me["is_admin"]);
    assert_eq!(named, (&json!("Ali"), &json!(false), &json!(false)));
    let again = page(&house, "ALI", "open sesame").await.result(json!({"type": "auth/current_user"})).await;
    assert_eq!(me["id"], again["id"]);
    let mut page = page(&house, "ali", "open sesame").await;
    let switch = json!({"type": "call_service", "domain": "light", "service": "turn_on",
        "target": {"entity_id": "light.kitchen_counter"}});
    assert_eq!(page.error(switch).await["message"], "Unauthorized");
}

#[tokio::test]
async fn whom_it_does_not_let_in_is_asked_again_and_is_nobody() {
    let folder = Folder::new();
    let house = with_program(&folder, SESAME, false).await;
    assert_eq!(judged(&house, "ali", "wrong").await.json()["errors"]["base"], "invalid_auth");
    assert_eq!(judged(&house, "ali", "open sesame").await.json()["code"], "too_many_tries");
    for odd in ["  ", &"x".repeat(300), "a\0b"] {
        assert_eq!(
            judged(&house, odd, "open sesame").await.json()["errors"]["base"],
            "invalid_auth",
            "{odd}"
        );
    }
    let mut page = Page::of(&house, "anna").await;
    let users = page.result(json!({"type": "config/auth/list"})).await;
    assert_eq!(users.as_array().unwrap().len(), 5, "the family and nobody else");
}

#[tokio::test]
async fn it_says_what_they_are_called_and_may_do_but_owners_are_not_made() {
    let folder = Folder::new();
    let says = r#"case "$username" in
        ben) printf 'name = Bob Builder\ngroup = system-users\nlocal_only = true\nis_owner = true\n';;
        amy) printf 'group = system-admin\n';;
        odd) printf 'group = system-owner\nname = \n\377\n====\n';;
        esac"#;
    let house = with_program(&folder, says, true).await;
    for username in ["ben", "amy", "odd"] {
        page(&house, username, "x").await;
    }
    let mut page = Page::of(&house, "anna").await;
    let users = page.result(json!({"type": "config/auth/list"})).await;
    let made: Vec<Value> = users.as_array().unwrap()[5..]
        .iter()
        .map(|user| json!([user["name"], user["group_ids"], user["local_only"], user["is_owner"]]))
        .collect();
    let expected = json!([
        ["Bob Builder", ["system-users"], true, false],
        ["amy", ["system-admin"], false, false],
        ["odd", ["system-read-only"], false, false],
    ]);
    assert_eq!(json!(made), expected);
}

#[tokio::test]
async fn it_is_called_without_a_shell_and_with_nothing_of_the_hubs_own() {
    let folder = Folder::new();
    let file = folder.path().join("seen");
    let lines = format!(
        "env | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' | sort > '{0}'; echo \"$@\" >> '{0}'",
        file.display()
    );
    let house = with_program(&folder, &lines, false).await;
    let tricky = "$(reboot) `id` ; 'x' \"y\"";
    assert_eq!(judged(&house, "ali", tricky).await.json()["type"], "create_entry");
    let seen = fs::read_to_string(file).unwrap();
    let seen: Vec<&str> = seen.lines().filter(|line| !line.starts_with("PATH=")).collect();
    assert_eq!(seen, [&format!("password={tricky}"), "username=ali", "--first $(second) '\""]);
}

#[tokio::test]
async fn rubbish_without_end_ends() {
    let folder = Folder::new();
    let house = with_program(&folder, "exec cat /dev/zero", true).await;
    let before = Instant::now();
    let step = judged(&house, "ali", "x").await.json();
    assert_eq!(step["errors"]["base"], "invalid_auth", "it was cut off");
    assert!(before.elapsed() < Duration::from_secs(9));
}

#[tokio::test]
async fn a_program_that_does_not_end_is_killed() {
    let folder = Folder::new();
    let file = folder.path().join("id");
    let house =
        with_program(&folder, &format!("echo $$ > '{}'; exec sleep 1000", file.display()), false).await;
    let step = judged(&house, "ali", "x").await.json();
    assert_eq!(step["errors"]["base"], "invalid_auth");
    let id = fs::read_to_string(file).unwrap();
    // What is left of it, until it is reaped, has no command line any more.
    let command = fs::read(format!("/proc/{}/cmdline", id.trim())).unwrap_or_default();
    assert!(command.is_empty(), "{id}");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_the_hubs_fault_and_costs_no_try() {
    let missing = CommandLine { command: "/nowhere/judge".into(), args: Vec::new(), meta: false };
    let config = Config { command_line: Some(missing), ..Config::demo(doorstep_hub::Place::Memory) };
    let house = House::with(config).await;
    for _ in 0..3 {
        assert_eq!(judged(&house, "ali", "x").await.status, 500);
    }
    let without = House::open().await;
    begin(&without).await.is(404, "Invalid handler specified");
}
