//! Services that behave and misbehave: what one does concerns nobody else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use engine::{Client, Heard, Running, soon};
use serde_json::{Value, json};
use tickloom_engine::{EngineError, Events, Failure, Feed, Health, Methods, Packed, Service};
use tickloom_protocol::{
    Payload,
    methods::{
        common::Empty,
        system::{Ping, Restart, Service as Shown, ServiceName, Services, Start, Stop},
    },
};

type Log = Arc<Mutex<Vec<String>>>;

/// A service with a name, needs, and what it does at its start.
struct Named {
    name: &'static str,
    needs: &'static [&'static str],
    log: Log,
    start: fn(u32) -> Result<(), Failure>,
    starts: AtomicU32,
    health: fn() -> Health,
}

impl Named {
    fn new(name: &'static str, needs: &'static [&'static str], log: &Log) -> Self {
        let (start, health): (fn(u32) -> _, fn() -> _) = (|_| Ok(()), || Health::Good);
        Self { name, needs, log: log.clone(), start, starts: AtomicU32::new(0), health }
    }
}

impl Service for Named {
    fn name(&self) -> &str {
        self.name
    }

    fn needs(&self) -> Vec<String> {
        self.needs.iter().map(|need| (*need).into()).collect()
    }

    fn methods(&self) -> Methods {
        Methods::new().once_packed(&format!("{}.echo", self.name), "Says it again.", |_, params| {
            Ok(Packed(params.to_vec()))
        })
    }

    fn start(&self) -> Result<(), Failure> {
        self.log.lock().unwrap().push(format!("{} starts", self.name));
        (self.start)(self.starts.fetch_add(1, SeqCst))
    }

    fn stop(&self) {
        self.log.lock().unwrap().push(format!("{} stops", self.name));
    }

    fn health(&self) -> Health {
        (self.health)()
    }

    fn is_retried(&self) -> bool {
        self.name == "retried"
    }
}

fn named(name: &str) -> ServiceName {
    ServiceName { name: name.into() }
}

fn taken(log: &Log) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

fn shown(running: &Running, name: &str) -> Shown {
    let services = running.client().ask::<Services>(&Empty {}).unwrap().services;
    services.into_iter().find(|service| service.name == name).unwrap()
}

/// Three of which each needs the one before.
fn chain() -> (Running, Log) {
    let (running, log) = (Running::empty(), Log::default());
    running.engine.add(Named::new("first", &[], &log)).unwrap();
    running.engine.add(Named::new("second", &["first"], &log)).unwrap();
    running.engine.add(Named::new("third", &["second"], &log)).unwrap();
    (running, log)
}

#[test]
fn services_start_behind_what_they_need_and_stop_before_it() {
    let (running, log) = chain();
    assert_eq!(taken(&log), ["first starts", "second starts", "third starts"]);
    running.engine.stop();
    running.engine.wait();
    assert_eq!(taken(&log), ["third stops", "second stops", "first stops"]);
}

#[test]
fn stopping_one_stops_those_that_need_it_and_starting_one_starts_what_it_needs() {
    let (running, log) = chain();
    let mut client = running.client();
    taken(&log);
    let stopped = client.ask::<Stop>(&named("first")).unwrap();
    assert_eq!((stopped.state.as_str(), stopped.reason.as_deref()), ("stopped", Some("it was stopped")));
    assert_eq!(taken(&log), ["third stops", "second stops", "first stops"]);
    let refused = client.ask_any("second.echo", &json!({})).unwrap_err();
    assert_eq!(refused.code, "service.unavailable");
    let failed = "tickloom_requests_total{method=\"second.echo\",outcome=\"error\"} 1";
    assert!(running.metrics().contains(failed));
    assert_eq!(client.ask::<Start>(&named("third")).unwrap().state, "running");
    assert_eq!(taken(&log), ["first starts", "second starts", "third starts"]);
    assert_eq!(client.ask_any("second.echo", &json!({"a": 1})).unwrap(), [json!({"a": 1})]);
}

#[test]
fn a_restart_takes_those_along_that_ran() {
    let (running, log) = chain();
    let mut client = running.client();
    client.ask::<Stop>(&named("third")).unwrap();
    taken(&log);
    assert_eq!(client.ask::<Restart>(&named("first")).unwrap().restarts, 1);
    assert_eq!(taken(&log), ["second stops", "first stops", "first starts", "second starts"]);
    assert_eq!(shown(&running, "third").state, "stopped");
}

#[test]
fn a_service_that_fails_to_start_says_why_and_so_do_those_that_need_it() {
    let (running, log) = (Running::empty(), Log::default());
    let fails =
        Named { start: |_| Err(Failure::new("demo.no", "no disk")), ..Named::new("fails", &[], &log) };
    running.engine.add(fails).unwrap();
    running.engine.add(Named::new("needing", &["fails"], &log)).unwrap();
    let (failed, needing) = (shown(&running, "fails"), shown(&running, "needing"));
    assert_eq!((failed.state.as_str(), failed.reason.as_deref()), ("failed", Some("no disk")));
    assert_eq!(needing.state, "failed");
    assert!(needing.reason.unwrap().contains("no disk"));
    let refused = running.client().ask::<Start>(&named("needing")).unwrap_err();
    assert!(refused.message.contains("no disk"), "{refused:?}");
}

#[test]
fn a_service_that_panics_at_its_start_has_failed() {
    let (running, log) = (Running::empty(), Log::default());
    let panics = Named { start: |_| panic!("for a test"), ..Named::new("panics", &[], &log) };
    running.engine.add(panics).unwrap();
    assert!(shown(&running, "panics").reason.unwrap().contains("for a test"));
}

#[test]
fn only_a_service_that_wants_it_is_started_again_by_itself() {
    let (running, log) = (Running::empty(), Log::default());
    let at_first: fn(u32) -> Result<(), Failure> =
        |starts| if starts == 0 { Err(Failure::new("demo.no", "not yet")) } else { Ok(()) };
    running.engine.add(Named { start: at_first, ..Named::new("retried", &[], &log) }).unwrap();
    running.engine.add(Named { start: at_first, ..Named::new("left", &[], &log) }).unwrap();
    soon("it runs", || shown(&running, "retried").state == "running");
    assert_eq!((shown(&running, "retried").restarts, shown(&running, "left").state.as_str()), (1, "failed"));
}

#[test]
fn how_a_service_is_comes_from_itself_and_one_that_hangs_is_not_waited_for() {
    let (running, log) = (Running::empty(), Log::default());
    let poor = Named { health: || Health::Poor("half of it".into()), ..Named::new("poor", &[], &log) };
    let hangs = || -> Health {
        std::thread::sleep(Duration::from_secs(3));
        Health::Good
    };
    running.engine.add(poor).unwrap();
    running.engine.add(Named { health: hangs, ..Named::new("hangs", &[], &log) }).unwrap();
    let poor = shown(&running, "poor");
    assert_eq!(
        (poor.state.as_str(), poor.is_healthy, poor.reason.as_deref()),
        ("running", false, Some("half of it"))
    );
    assert!(shown(&running, "hangs").reason.unwrap().contains("answer"));
    assert!(shown(&running, "system").is_healthy);
}

#[test]
fn what_does_not_fit_is_refused_with_its_reason() {
    let (running, log) = chain();
    for (name, needs, reason) in [
        ("first", &[][..], "another service"),
        ("UPPER", &[], "a-z"),
        ("", &[], "a-z"),
        ("alone", &["nobody"], "\"nobody\""),
    ] {
        let refused = running.engine.add(Named::new(name, needs, &log)).unwrap_err();
        assert!(matches!(refused, EngineError::ServiceInvalid { .. }), "{refused}");
        assert!(refused.to_string().contains(reason), "{refused}");
    }
    running.engine.stop();
    running.engine.wait();
    assert!(matches!(running.engine.add(Named::new("late", &[], &log)), Err(EngineError::Ended)));
}

/// Methods that do what one should not.
struct Bad {
    left: Arc<Mutex<Vec<String>>>,
}

impl Service for Bad {
    fn name(&self) -> &str {
        "bad"
    }

    fn methods(&self) -> Methods {
        Methods::new()
            .once_packed("bad.panics", "Panics.", |_, _| panic!("for a test"))
            .once_packed("bad.garbage", "Gives what is no value.", |_, _| Ok(Packed(vec![0xc1, 1, 2])))
            .once_packed("bad.hangs", "Looks for a cancel.", |request, _| {
                while !request.is_cancelled() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(Failure::cancelled())
            })
            .within(Duration::from_millis(50))
            .once_packed("bad.patient", "Looks for a cancel, and has time.", |request, _| {
                while !request.is_cancelled() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(Failure::cancelled())
            })
            .once_packed("bad.deaf", "Looks for nothing.", |_, _| {
                std::thread::sleep(Duration::from_secs(15));
                Ok(Packed(vec![0x80]))
            })
            .parts_packed("bad.parts", "Some parts, then a failure.", |_, _, parts| {
                (0..100).try_for_each(|_| parts.send(&Packed(vec![0x80])))?;
                Err(Failure::new("protocol.internal", "no more"))
            })
            .parts_packed("bad.large", "Sixteen MiB in parts.", |_, _, parts| {
                let part = Packed([&[0xc6, 0, 16, 0, 0][..], &vec![0; 1 << 20]].concat());
                (0..16).try_for_each(|_| parts.send(&part))?;
                Ok(Packed(vec![0x80]))
            })
            .events_packed("bad.floods", "Never ends.", |_, _| {
                Ok(Feed::working(|events| {
                    loop {
                        (0..8).try_for_each(|key| events.latest(key, &Packed(vec![0x80])))?;
                        events.every(&Packed(vec![0x81, 0xa1, 0x61, 0x01]))?;
                    }
                }))
            })
            .events_packed("bad.waits", "Waits for nothing.", |_, _| {
                Ok(Feed::working(|events| {
                    while !events.is_closed() {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    Ok(None)
                }))
            })
            .events_packed("bad.forgets", "Nobody pushes.", |_, _| Ok(Feed::pushed(drop)))
            .events_packed("bad.panicking", "Panics later.", |_, _| Ok(Feed::working(|_| panic!("later"))))
            .events_packed("bad.counted", "Three events and a last one.", |_, _| {
                Ok(Feed::working(|events| {
                    (0..3).try_for_each(|number| events.every(&Packed(vec![number])))?;
                    Ok(Some(Packed(vec![3])))
                }))
            })
            .events_packed("bad.pushed", "Two events from another thread.", |_, _| {
                Ok(Feed::pushed(|events: Events<Packed>| {
                    std::thread::spawn(move || {
                        events.urgent(&Packed(vec![7])).unwrap();
                        events.last(&Packed(vec![8])).unwrap();
                    });
                }))
            })
    }

    fn left(&self, session: &str) {
        self.left.lock().unwrap().push(session.into());
    }
}

fn bad() -> (Running, Arc<Mutex<Vec<String>>>) {
    let (running, left) = (Running::empty(), Arc::<Mutex<Vec<String>>>::default());
    running.engine.add(Bad { left: left.clone() }).unwrap();
    (running, left)
}

#[test]
fn a_handler_that_fails_in_any_way_hurts_its_request_alone() {
    let (running, _) = bad();
    let mut client = running.client();
    for (method, code) in [
        ("bad.panics", "protocol.internal"),
        ("bad.garbage", "protocol.internal"),
        ("bad.hangs", "protocol.timed_out"),
        ("bad.parts", "protocol.internal"),
    ] {
        assert_eq!(client.ask_any(method, &json!({})).unwrap_err().code, code, "{method}");
    }
    client.ask::<Ping>(&Empty {}).unwrap();
}

#[test]
fn a_service_whose_threads_all_hang_is_unavailable_and_the_others_answer() {
    let (running, _) = bad();
    let mut client = running.client();
    let mut others = (0..3).map(|_| running.client()).collect::<Vec<_>>();
    let refused: usize = others.iter_mut().map(|other| refused_of(other, 60)).sum();
    assert_eq!(refused, 3 * 60 - 136, "eight threads hang, and 128 requests wait for one");
    let refused = running.client().ask_any("bad.deaf", &json!({})).unwrap_err();
    assert_eq!(refused.code, "service.unavailable");
    client.ask::<Ping>(&Empty {}).unwrap();
    assert!(client.ask::<Services>(&Empty {}).unwrap().services.iter().all(|service| service.is_healthy));
}

/// How many of so many requests that hang find no place: all of them have been looked at when one of another service is answered.
fn refused_of(client: &mut Client, requests: usize) -> usize {
    for _ in 0..requests {
        client.request("bad.deaf", &json!({}));
    }
    let asked = client.request("system.ping", &json!({}));
    let mut refused = 0;
    loop {
        match client.hear() {
            Heard::Reply { id, .. } if id == asked => return refused,
            Heard::Error { refused: it, .. } if it.code == "service.unavailable" => refused += 1,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_cancelled_request_ends_and_its_thread_learns_of_it() {
    let (running, _) = bad();
    let mut client = running.client();
    for _ in 0..20 {
        let asked = client.request("bad.patient", &json!({}));
        client.cancel(asked);
        let Heard::Error { id, refused } = client.hear() else { panic!("no error") };
        assert_eq!((id, refused.code.as_str()), (Some(asked), "protocol.cancelled"));
    }
    client.ask::<Ping>(&Empty {}).unwrap();
    let given_up = "tickloom_requests_total{method=\"bad.patient\",outcome=\"given_up\"} 20";
    soon("they are counted", || running.metrics().contains(given_up));
}

#[test]
fn a_client_that_reads_none_of_many_long_results_leaves_threads_to_the_others() {
    let (running, _) = bad();
    let (mut slow, mut other) = (running.client(), running.client());
    for _ in 0..32 {
        slow.request("bad.large", &json!({}));
    }
    for _ in 0..3 {
        assert_eq!(other.ask_raw("bad.large", &json!({})).unwrap().len(), 17);
    }
    let mut replies = 0;
    while replies < 32 {
        let Heard::Reply { more, .. } = slow.hear() else { panic!("no reply") };
        replies += usize::from(!more);
    }
}

#[test]
fn a_feed_that_floods_ends_with_its_subscription() {
    let (running, _) = bad();
    let mut client = running.client();
    let subscription = client.subscribe("bad.floods", &json!({})).unwrap();
    for _ in 0..1_000 {
        assert!(matches!(client.hear(), Heard::Event { .. }));
    }
    running.client().ask::<Ping>(&Empty {}).unwrap();
    client.unsubscribe(subscription);
    while let Heard::Event { .. } = client.hear() {}
    client.ask::<Ping>(&Empty {}).unwrap();
}

#[test]
fn events_of_a_thread_come_all_and_in_order() {
    let (running, _) = bad();
    let mut client = running.client();
    for (method, expected) in [("bad.counted", &[0_u8, 1, 2, 3][..]), ("bad.pushed", &[7, 8])] {
        client.subscribe(method, &json!({})).unwrap();
        for (place, number) in expected.iter().enumerate() {
            let Heard::Event { sequence, last, data, .. } = client.hear() else { panic!("no event") };
            assert_eq!(Payload::received(&data).decode::<Value>().unwrap(), json!(number), "{method}");
            assert_eq!((sequence as usize, last), (place, place + 1 == expected.len()), "{method}");
        }
    }
    client.ask::<Ping>(&Empty {}).unwrap();
}

#[test]
fn a_feed_that_panics_fails_its_subscription() {
    let (running, _) = bad();
    let mut client = running.client();
    let subscription = client.subscribe("bad.panicking", &json!({})).unwrap();
    let Heard::Error { id, refused } = client.hear() else { panic!("no error") };
    assert_eq!((id, refused.code.as_str()), (Some(subscription), "protocol.internal"));
}

#[test]
fn a_service_that_is_stopped_ends_its_feeds_with_a_code() {
    let (running, _) = bad();
    let mut client = running.client();
    for method in ["bad.waits", "bad.forgets"] {
        let subscription = client.subscribe(method, &json!({})).unwrap();
        running.client().ask::<Restart>(&named("bad")).unwrap();
        let Heard::Error { id, refused } = client.hear() else { panic!("no error of {method}") };
        assert_eq!((id, refused.code.as_str()), (Some(subscription), "service.unavailable"), "{method}");
        assert!(refused.message.contains("bad was stopped"), "{}", refused.message);
    }
    client.ask::<Ping>(&Empty {}).unwrap();
}

#[test]
fn services_learn_that_a_client_has_gone() {
    let (running, left) = bad();
    drop(running.client());
    soon("it is told", || left.lock().unwrap().as_slice() == ["c1"]);
}

#[test]
fn methods_that_services_brought_along_are_described() {
    let (running, _) = bad();
    let described = running.client().ask::<tickloom_protocol::methods::system::Describe>(&Empty {}).unwrap();
    let method = described.methods.iter().find(|method| method.name == "bad.parts").unwrap();
    assert_eq!((method.answer.as_str(), method.doc.as_str()), ("parts", "Some parts, then a failure."));
}
