//! Subscriptions: what is merged, what never is, and what their numbers tell.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{collections::HashMap, sync::atomic::Ordering::SeqCst, time::Duration};

use engine::{Client, Engine, Heard, soon};
use serde_json::{Value, json};
use tickloom_ipc::Limits;
use tickloom_protocol::Frame;

fn begin(client: &mut Client, id: u32, method: &str, params: Value) {
    client.subscribe(id, method, params);
    assert_eq!(client.hear(), Heard::Reply { id, more: false, result: json!({"begins": method}) });
}

fn event(sequence: u64, last: bool, data: Value) -> Heard {
    Heard::Event { subscription: 1, sequence, last, data }
}

#[test]
fn events_that_must_not_be_lost_come_all_and_in_order() {
    let engine = Engine::new();
    let mut client = engine.client();
    begin(&mut client, 1, "every", json!({"events": 5_000, "bytes": 5_000}));
    for sequence in 0..5_000 {
        let Heard::Event { sequence: found, data, .. } = client.hear() else { panic!("event {sequence}") };
        assert_eq!((found, &data[0]), (sequence, &json!(sequence)));
    }
    assert_eq!(client.hear(), event(5_000, true, json!("last")));
    assert!(client.is_well());
    begin(&mut client, 1, "returns", json!({}));
    assert_eq!(client.hear(), event(0, true, json!({})));
}

#[test]
fn market_data_that_is_not_read_is_merged_by_key_and_counted() {
    let engine = Engine::new();
    let mut client = engine.client();
    let (keys, rounds) = (5, 2_000);
    begin(&mut client, 1, "latest", json!({"keys": keys, "rounds": rounds, "bytes": 20_000}));
    std::thread::sleep(Duration::from_millis(300));
    let (mut got, mut last, mut newest, mut is_filled) = (0, 0, HashMap::new(), false);
    while last + 1 < keys * rounds + 1 {
        let Heard::Event { sequence, data, .. } = client.hear() else { panic!("an event") };
        assert!(got == 0 || sequence > last, "{sequence} after {last}");
        (got, last) = (got + 1, sequence);
        match data {
            Value::Array(data) => _ = newest.insert(data[0].as_u64().unwrap(), data[1].as_u64().unwrap()),
            _ => is_filled = true,
        }
    }
    assert_eq!(last + 1, keys * rounds + 1, "each event counts once");
    assert!(
        is_filled && newest.len() == 5 && newest.values().all(|round| *round == rounds - 1),
        "{newest:?}"
    );
    assert!(got < keys * rounds / 2, "{got} came");
    assert_eq!(engine.switch.counts().merged, keys * rounds + 1 - got);
}

#[test]
fn keys_beyond_the_most_drop_the_oldest_and_count_it() {
    let engine = Engine::with(Limits { latest_keys: 10, ..Limits::default() });
    let mut client = engine.client();
    begin(&mut client, 1, "latest", json!({"keys": 2_000, "rounds": 1, "bytes": 50_000}));
    std::thread::sleep(Duration::from_millis(300));
    let (mut got, mut next) = (0, 0);
    while next < 2_001 {
        let Heard::Event { sequence, .. } = client.hear() else { panic!("an event") };
        (got, next) = (got + 1, sequence + 1);
    }
    assert_eq!(engine.switch.counts().merged, 2_001 - got);
    assert!(got < 2_001);
}

#[test]
fn what_comes_next_can_make_old_what_waits() {
    let engine = Engine::new();
    let mut client = engine.client();
    begin(&mut client, 1, "supersedes", json!({}));
    let mut data = Vec::new();
    loop {
        let Heard::Event { sequence, data: found, .. } = client.hear() else { panic!("an event") };
        data.push(found);
        if data.last() == Some(&json!("completed")) {
            assert_eq!(sequence, 2);
            break;
        }
    }
}

#[test]
fn a_flood_of_quotes_holds_no_reply_up() {
    let engine = Engine::new();
    let mut client = engine.client();
    begin(&mut client, 1, "floods", json!({}));
    for id in 10..20 {
        client.request(id, "echo", json!({}));
        // Only what the sockets hold already comes before.
        let heard = std::iter::repeat_with(|| client.hear()).take(50_000);
        assert!(heard.into_iter().any(|heard| matches!(heard, Heard::Reply { id: of, .. } if of == id)));
    }
}

#[test]
fn no_event_comes_before_the_reply_that_says_that_its_subscription_has_begun() {
    let engine = Engine::new();
    let mut client = engine.client();
    for id in (1..1_000).step_by(2) {
        client.request(id, "large", json!({"bytes": 20_000}));
        client.subscribe(id + 1, "latest", json!({"keys": 3, "rounds": 1, "bytes": 100}));
        let mut has_begun = false;
        // A reply, another one, three events and one that says so.
        for _ in 0..6 {
            match client.hear() {
                Heard::Reply { id: of, .. } => has_begun |= of == id + 1,
                Heard::Event { .. } => assert!(has_begun, "subscription {id}"),
                other => panic!("{other:?}"),
            }
        }
        client.send(Frame::Unsubscribe { id, subscription: id + 1 });
        assert!(matches!(client.hear(), Heard::Reply { .. }));
    }
}

#[test]
fn what_is_told_before_the_client_knows_of_its_subscription_comes_after_the_reply() {
    let engine = Engine::new();
    let mut client = engine.client();
    for id in (1..500).step_by(2) {
        begin(&mut client, id, "notes", json!({}));
        let mut heard: Vec<String> = (0..3)
            .map(|expected| match client.hear() {
                Heard::Event { sequence, data: Value::String(text), .. } if sequence == expected => text,
                other => panic!("{other:?}"),
            })
            .collect();
        let place = |text| heard.iter().position(|heard| heard == text);
        assert!(place("urgent") < place("elsewhere"), "{heard:?}");
        heard.sort();
        assert_eq!(heard, ["elsewhere", "latest", "urgent"]);
        client.send(Frame::Unsubscribe { id: id + 1, subscription: id });
        assert!(matches!(client.hear(), Heard::Reply { .. }));
    }
}

#[test]
fn after_the_reply_to_unsubscribe_no_event_comes() {
    let engine = Engine::new();
    let mut client = engine.client();
    begin(&mut client, 1, "floods", json!({}));
    client.send(Frame::Unsubscribe { id: 2, subscription: 1 });
    while client.hear() != (Heard::Reply { id: 2, more: false, result: json!({}) }) {}
    soon("the feed is dropped", || engine.given_up.load(SeqCst) == 1);
    assert!(client.is_well());
    begin(&mut client, 1, "every", json!({"events": 0}));
    assert_eq!(client.hear(), event(0, true, json!("last")));
}

#[test]
fn what_is_no_subscription_cannot_be_ended() {
    let engine = Engine::new();
    let mut client = engine.client();
    client.request(1, "never", json!({}));
    for subscription in [1, 9] {
        client.send(Frame::Unsubscribe { id: 2, subscription });
        let code = "protocol.unknown_subscription".into();
        assert_eq!(client.hear(), Heard::Error { id: Some(2), code, details: Value::Null });
    }
}

#[test]
fn a_subscription_that_fails_says_so_and_its_number_is_free() {
    let engine = Engine::new();
    let mut client = engine.client();
    let failed = |code: &str| Heard::Error { id: Some(1), code: code.into(), details: Value::Null };
    client.subscribe(1, "refuses", json!({}));
    assert_eq!(client.hear(), failed("test.refused"));
    begin(&mut client, 1, "fails", json!({}));
    assert_eq!(client.hear(), failed("test.failed"));
    begin(&mut client, 1, "panics", json!({}));
    assert_eq!(client.hear(), failed("protocol.internal"));
    begin(&mut client, 1, "silent", json!({}));
    client.send(Frame::Cancel { id: 1 });
    assert_eq!(client.hear(), failed("protocol.cancelled"));
    begin(&mut client, 1, "returns", json!({}));
}

#[test]
fn what_an_event_took_is_told_once_it_is_sent_if_its_cause_is_known() {
    let engine = Engine::new();
    let mut client = engine.client();
    begin(&mut client, 1, "caused", json!({}));
    let heard: Vec<_> = (0..3).map(|_| client.hear()).collect();
    soon("two are told", || engine.took.lock().unwrap().len() == 2);
    let mut took: Vec<_> = engine.took.lock().unwrap().iter().map(Duration::as_secs).collect();
    took.sort_unstable();
    assert!((10..20).contains(&took[0]) && (20..30).contains(&took[1]), "{took:?} of {heard:?}");
}

#[test]
fn whom_a_request_tells_something_hears_it_before_its_answer_goes() {
    // On several threads a listener that is just busy with something else may hear of it later.
    let engine = Engine::on_threads(1, |_| {});
    let [mut telling, mut listening] = [(); 2].map(|()| engine.client());
    begin(&mut listening, 1, "listens", json!({}));
    for told in 1..=10 {
        telling.request(told, "tells", json!({}));
        assert_eq!(telling.hear(), Heard::Reply { id: told, more: false, result: json!("done") });
        assert_eq!(engine.took.lock().unwrap().len(), told as usize);
        assert_eq!(listening.hear(), event(u64::from(told) - 1, false, json!("told")));
    }
}

#[test]
fn who_tells_others_without_a_pause_has_answers_in_between() {
    let engine = Engine::new();
    let [mut telling, mut listening] = [(); 2].map(|()| engine.client());
    begin(&mut listening, 1, "listens", json!({}));
    let told = 1..=2_000;
    told.clone().for_each(|id| telling.request(id, "tells", json!({})));
    for id in told {
        assert_eq!(telling.hear(), Heard::Reply { id, more: false, result: json!("done") });
    }
}
