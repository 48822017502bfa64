//! The hub as a program: it starts, says so, survives being killed, stops in order, and tells no secrets.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::program::{PATIENCE, Program, run};
use crate::sessions::Folder;

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A socket as a page of this origin opens it.
fn socket_of(address: &str, origin: &str) -> tungstenite::handshake::client::Request {
    let mut request = format!("ws://{address}/api/websocket").into_client_request().unwrap();
    request.headers_mut().insert("Origin", origin.parse().unwrap());
    request
}

pub(crate) async fn connect(hub: &Program, access_token: &str) -> Socket {
    let (mut socket, _) =
        connect_async(socket_of(&hub.address, &format!("http://{}", hub.address))).await.unwrap();
    assert_eq!(hear(&mut socket).await["type"], "auth_required");
    say(&mut socket, &json!({"type": "auth", "access_token": access_token})).await;
    assert_eq!(hear(&mut socket).await["type"], "auth_ok");
    socket
}

pub(crate) async fn say(socket: &mut Socket, message: &Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

pub(crate) async fn hear(socket: &mut Socket) -> Value {
    match timeout(PATIENCE, socket.next()).await.unwrap().unwrap().unwrap() {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        other => panic!("expected a message, got {other:?}"),
    }
}

/// With which code the socket ends.
async fn end(socket: &mut Socket) -> Option<u16> {
    loop {
        match timeout(PATIENCE, socket.next()).await.unwrap() {
            Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return None,
        }
    }
}

#[tokio::test]
async fn it_says_one_line_when_it_is_ready_and_stops_when_it_is_told() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let signed_in = hub.sign_in("anna").await;
    let mut socket = connect(&hub, &signed_in.access_token).await;
    let left = hub.terminate().await;
    assert_eq!((left.code, left.stdout.as_str()), (Some(0), ""), "{}", left.log);
    assert_eq!(end(&mut socket).await, Some(1001));
}

#[tokio::test]
async fn what_it_has_answered_for_survives_being_killed() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let client = format!("http://{}/", hub.address);
    let (kept, revoked) = (hub.sign_in("anna").await, hub.sign_in("ben").await);
    assert_eq!(hub.post_form("/auth/revoke", &[("token", &revoked.refresh_token)]).await.0, 200);
    hub.kill().await;

    let hub = Program::start(&folder.path(), &[]).await;
    assert_eq!(hub.refresh(&client, &revoked.refresh_token).await, (400, json!({"error": "invalid_grant"})));
    assert_eq!(hub.refresh(&client, &kept.refresh_token).await.0, 200);
    connect(&hub, &kept.access_token).await;
    hub.kill().await;
}

#[tokio::test]
async fn the_home_is_as_it_was_left() {
    let folder = Folder::new();
    let entity = "light.garden_path";
    let mut states = Vec::new();
    for service in ["turn_on", "turn_off"] {
        let hub = Program::start(&folder.path(), &[]).await;
        let signed_in = hub.sign_in("anna").await;
        let mut socket = connect(&hub, &signed_in.access_token).await;
        say(&mut socket, &json!({"id": 1, "type": "subscribe_entities"})).await;
        hear(&mut socket).await;
        let first = hear(&mut socket).await;
        let lights = first["event"]["a"].as_object().unwrap();
        let entity = if lights.contains_key(entity) { entity } else { "light.kitchen_counter" };
        states.push(lights[entity]["s"].clone());
        let target = json!({"entity_id": entity});
        say(
            &mut socket,
            &json!({"id": 2, "type": "call_service", "domain": "light", "service": service, "target": target}),
        )
        .await;
        while hear(&mut socket).await["id"] != 2 {}
        hub.terminate().await;
    }
    assert_eq!(states[1], "on");
}

#[tokio::test]
async fn the_log_at_its_loudest_tells_no_secret() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &["--log", "trace"]).await;
    let client = format!("http://{}/", hub.address);
    let signed_in = hub.sign_in("anna").await;
    let (_, fresh) = hub.refresh(&client, &signed_in.refresh_token).await;
    let mut socket = connect(&hub, &signed_in.access_token).await;
    let secret_value = "a value that only anna reads";
    let set = json!({"id": 1, "type": "frontend/set_user_data", "key": "k", "value": secret_value});
    say(&mut socket, &set).await;
    hear(&mut socket).await;
    let wrong = json!({"type": "auth", "access_token": "a-wrong-access-token"});
    let (mut refused, _) =
        connect_async(socket_of(&hub.address, &format!("http://{}", hub.address))).await.unwrap();
    hear(&mut refused).await;
    say(&mut refused, &wrong).await;
    end(&mut refused).await;
    let start = json!({"client_id": client, "handler": ["homeassistant", null], "redirect_uri": client});
    let (_, step) = hub.ask("POST", "/auth/login_flow", "application/json", &start.to_string()).await;
    let flow = step["flow_id"].as_str().unwrap().to_owned();
    let answer = json!({"client_id": client, "username": "anna", "password": "a-wrong-password"});
    hub.ask("POST", &format!("/auth/login_flow/{flow}"), "application/json", &answer.to_string()).await;
    hub.post_form("/auth/revoke", &[("token", &signed_in.refresh_token)]).await;
    let left = hub.terminate().await;

    assert!(
        left.log.contains("a session began") && left.log.contains("a sign-in was refused"),
        "{}",
        left.log
    );
    for secret in [
        "anna-demo-pass",
        "a-wrong-password",
        "a-wrong-access-token",
        secret_value,
        &signed_in.access_token,
        &signed_in.refresh_token,
        fresh["access_token"].as_str().unwrap(),
        &flow,
        "argon2id",
    ] {
        assert!(!left.log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_message_that_is_too_big_ends_the_talk_and_one_that_just_fits_does_not() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let signed_in = hub.sign_in("anna").await;
    let mut socket = connect(&hub, &signed_in.access_token).await;
    let padded = |length: usize| {
        let head = r#"{"id":1,"type":"nope","x":""#;
        format!("{head}{}\"}}", "x".repeat(length - head.len() - 2))
    };
    socket.send(Message::text(padded(256 * 1024))).await.unwrap();
    assert_eq!(hear(&mut socket).await["error"]["code"], "unknown_command");
    socket.send(Message::text(padded(256 * 1024 + 1))).await.ok();
    assert!(matches!(end(&mut socket).await, Some(1009) | None));
    let mut binary = connect(&hub, &signed_in.access_token).await;
    binary.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(end(&mut binary).await, Some(1003));
    hub.kill().await;
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_connect() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let from = async |origin: &str| connect_async(socket_of(&hub.address, origin)).await.is_ok();
    assert!(!from("http://evil.example").await);
    assert!(from(&format!("http://{}", hub.address)).await);
    hub.kill().await;
}

#[tokio::test]
async fn who_does_not_finish_asking_is_let_go() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let beginnings = ["", "GET / HTTP/1.1\r\nHost: 127", "POST /auth/token HTTP/1.1\r\n"];
    let mut streams = Vec::new();
    for beginning in beginnings {
        let mut stream = TcpStream::connect(&hub.address).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        streams.push(stream);
    }
    for mut stream in streams {
        let mut answer = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().ok();
        assert!(!answer.starts_with(b"HTTP/1.1 200"));
    }
    hub.kill().await;
}

#[tokio::test]
async fn a_word_that_it_does_not_know_in_its_file_stops_it_with_a_sentence() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("hub.toml");
    std::fs::write(&file, "demo = true\nlisten_on = \"127.0.0.1:0\"\n").unwrap();
    let left = run(&folder.path(), &["--config", file.to_str().unwrap()]).await;
    assert_eq!((left.code, left.stdout.as_str()), (Some(1), ""));
    assert!(left.log.contains("hub.toml") && left.log.contains("listen_on"), "{}", left.log);
}

#[tokio::test]
async fn it_does_not_start_where_another_works() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let left = run(&folder.path(), &[]).await;
    assert_eq!(left.code, Some(1));
    assert!(left.log.contains("Another hub works with"), "{}", left.log);
    let address = hub.address.clone();
    let elsewhere = Folder::new();
    let left = run(&elsewhere.path(), &["--config", "/nowhere/hub.toml"]).await;
    assert!(left.code == Some(1) && left.log.contains("/nowhere/hub.toml"), "{}", left.log);
    assert_eq!(hub.address, address);
    hub.kill().await;
}

#[tokio::test]
async fn help_explains_every_flag() {
    let folder = Folder::new();
    let left = run(&folder.path(), &["--help"]).await;
    assert_eq!(left.code, Some(0));
    for flag in [
        "--listen",
        "--data",
        "--app",
        "--config",
        "--demo",
        "--demo-entities",
        "--demo-rate",
        "--name",
        "--origin",
        "--log",
        "--version",
    ] {
        assert!(left.stdout.contains(flag), "{flag}");
    }
    let flags: Vec<&str> = left.stdout.lines().filter(|line| line.trim_start().starts_with("--")).collect();
    assert!(flags.len() >= 9);
}

const ON_THIS_MACHINE: &str =
    "[[network]]\nname = \"machine\"\ncidr = [\"127.0.0.1\"]\nusers = [\"clara\"]\nshow_users = true\n";

#[tokio::test]
async fn a_configuration_that_is_read_again_sends_away_whom_it_no_longer_lets_in() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("hub.toml");
    std::fs::write(&file, ON_THIS_MACHINE).unwrap();
    let hub = Program::start(&folder.path(), &["--config", file.to_str().unwrap()]).await;
    let client = format!("http://{}/", hub.address);
    let start = json!({"client_id": client, "handler": ["trusted_networks", null], "redirect_uri": client});
    let (_, step) = hub.ask("POST", "/auth/login_flow", "application/json", &start.to_string()).await;
    let path = format!("/auth/login_flow/{}", step["flow_id"].as_str().unwrap());
    let user = &step["data_schema"][0]["options"][0][0];
    let pick = json!({"client_id": client, "user": user}).to_string();
    let (_, done) = hub.ask("POST", &path, "application/json", &pick).await;
    let code = done["result"].as_str().unwrap();
    let form = [("grant_type", "authorization_code"), ("client_id", &client), ("code", code)];
    let (_, tokens) = hub.post_form("/auth/token", &form).await;
    let mut socket = connect(&hub, tokens["access_token"].as_str().unwrap()).await;

    // What is not understood changes nothing.
    std::fs::write(&file, ON_THIS_MACHINE.replace("cidr", "cidrs")).unwrap();
    hub.hang_up().await;
    std::fs::write(&file, "").unwrap();
    hub.hang_up().await;
    end(&mut socket).await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let (status, refused) = hub.refresh(&client, refresh_token).await;
    assert_eq!((status, &refused["error"]), (403, &json!("access_denied")));
    std::fs::write(&file, ON_THIS_MACHINE).unwrap();
    hub.hang_up().await;
    let again = async { while hub.refresh(&client, refresh_token).await.0 != 200 {} };
    timeout(PATIENCE, again).await.unwrap();
    let left = hub.terminate().await;
    assert!(left.log.contains("the machine itself"), "{}", left.log);
}

#[tokio::test]
async fn a_configuration_that_contradicts_itself_does_not_start() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("hub.toml");
    for (text, expected) in [
        (ON_THIS_MACHINE.replace("show_users", "show_user"), "show_user"),
        (format!("{ON_THIS_MACHINE}{}", ON_THIS_MACHINE.replace("machine", "other")), "same place"),
        (
            format!("{ON_THIS_MACHINE}[proxy]\ntrusted = [\"127.0.0.1\"]\nheader = \"forwarded\""),
            "has a proxy in it",
        ),
        ("names = [\"http://home.example\"]".to_owned(), "no host name"),
    ] {
        std::fs::write(&file, &text).unwrap();
        let left = run(&folder.path(), &["--config", file.to_str().unwrap()]).await;
        assert_eq!(left.code, Some(1), "{text}");
        assert!(left.log.contains(expected) && left.stdout.is_empty(), "{text}: {}", left.log);
    }
}
