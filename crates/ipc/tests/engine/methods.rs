//! Methods that behave, and methods that misbehave in every way that one can.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tickloom_ipc::{Answer, Call, Events, Failure, Handler, Page, Reply, Subscription};
use tokio::time::sleep;

/// What the tests' server can do.
#[derive(Default)]
pub struct Methods {
    pub given_up: Arc<AtomicU64>,
    /// What events took whose cause was known.
    pub took: Arc<Mutex<Vec<Duration>>>,
    /// Who is told what others say.
    pub listening: Arc<Mutex<Vec<Events>>>,
}

impl Handler for Methods {
    fn request(&self, call: Call) -> Answer<Reply> {
        let given_up = GivenUp(self.given_up.clone());
        match call.method() {
            "tells" => {
                let told = tell(&self.listening.lock().unwrap(), &call);
                std::mem::forget(given_up);
                Box::pin(std::future::ready(told))
            }
            "panics.at_once" => panic!("before there is an answer"),
            "panics" => Box::pin(async { panic!("at the first look") }),
            _ => Box::pin(async move {
                let reply = answer(&call).await;
                std::mem::forget(given_up);
                reply
            }),
        }
    }

    fn subscribe(&self, call: Call) -> Answer<Subscription> {
        let took = self.took.clone();
        let given_up = GivenUp(self.given_up.clone());
        let listening = self.listening.clone();
        Box::pin(async move {
            let params: Value = call.params()?;
            let method = call.method().to_owned();
            if method == "refuses" {
                return Err(Failure::new("test.refused", "not today"));
            }
            let reply = call.reply(&json!({"begins": method}))?;
            let is_slow = method == "listens";
            let subscription = Subscription::new(reply, move |events| {
                match method.as_str() {
                    "notes" => note(&events),
                    "listens" => listening.lock().unwrap().push(events.clone()),
                    _ => {}
                }
                feed(method, params, events, given_up)
            });
            Ok(subscription.observed(move |time| {
                if is_slow {
                    std::thread::sleep(Duration::from_millis(20));
                }
                took.lock().unwrap().push(time);
            }))
        })
    }

    fn deadline(&self, method: &str) -> Duration {
        Duration::from_millis(if method == "hangs" { 50 } else { 60_000 })
    }

    fn page(&self, path: &str) -> Option<Page> {
        let page = Page { content_type: "text/plain; version=0.0.4", body: "up 1\n".into() };
        (path == "/metrics").then_some(page)
    }
}

/// Counts an answer that was not finished.
struct GivenUp(Arc<AtomicU64>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// Tells all who listen, and lets them hear of it before the answer.
fn tell(listening: &[Events], call: &Call) -> Result<Reply, Failure> {
    for events in listening {
        events.caused_at(call.received()).latest(1, &json!("told"))?;
    }
    call.give_way();
    call.reply(&json!("done"))
}

async fn answer(call: &Call) -> Result<Reply, Failure> {
    let number = |name: &str| -> Result<u64, Failure> {
        Ok(call.params::<Value>()?.get(name).and_then(Value::as_u64).unwrap_or_default())
    };
    match call.method() {
        "echo" => call.reply(&call.params::<Value>()?),
        "later" => {
            sleep(Duration::from_millis(number("ms")?)).await;
            call.reply(&json!("late"))
        }
        "hangs" | "never" => std::future::pending().await,
        "panics.later" => {
            sleep(Duration::from_millis(1)).await;
            panic!("later")
        }
        "blocks" => {
            let cancelled = call.cancellation();
            let blocked = tokio::task::spawn_blocking(move || {
                while !cancelled.is_cancelled() {
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            blocked.await.map_err(|_| call.unknown_method())?;
            // Chance decides whether the thread or the cancel is noticed first; dropped it must be.
            std::future::pending().await
        }
        "fails" => Err(Failure::new("test.failed", "it cannot").with_details(&json!({"row": 7}))),
        "large" => call.reply(&"x".repeat(number("bytes")? as usize)),
        "parts" => {
            for part in 0..number("parts")? {
                call.part(&json!([part, "x".repeat(number("bytes")? as usize)])).await?;
            }
            call.reply(&json!("all"))
        }
        "typed" => call.reply(&call.params::<Vec<i64>>()?),
        "who" => call.reply(&json!({"client": call.client(), "session": call.session()})),
        _ => Err(call.unknown_method()),
    }
}

/// Fills a subscription before its feed runs, from here and from elsewhere.
fn note(events: &Events) {
    events.urgent(&json!("urgent")).unwrap();
    events.latest(1, &json!("latest")).unwrap();
    let elsewhere = events.clone();
    std::thread::spawn(move || elsewhere.urgent(&json!("elsewhere")).unwrap());
}

async fn feed(method: String, params: Value, events: Events, given_up: GivenUp) -> Result<(), Failure> {
    let number = |name: &str| params.get(name).and_then(Value::as_u64).unwrap_or_default();
    match method.as_str() {
        "latest" => {
            for round in 0..number("rounds") {
                for key in 0..number("keys") {
                    events.latest(key, &json!([key, round, "x".repeat(number("bytes") as usize)]))?;
                }
            }
            events.urgent(&json!("filled"))?;
            events.closed().await;
        }
        "floods" => loop {
            for key in 0..8 {
                events.latest(key, &json!([key, "x".repeat(1_000)]))?;
            }
            tokio::task::yield_now().await;
        },
        "every" => {
            for event in 0..number("events") {
                events.every(&json!([event, "x".repeat(number("bytes") as usize)])).await?;
            }
            events.last(&json!("last"))?;
        }
        "counts" => {
            for number in number("from")..number("to") {
                events.every(&json!(number)).await?;
                if number % 10 == 0 {
                    sleep(Duration::from_millis(1)).await;
                }
            }
            events.last(&json!("last"))?;
        }
        "urgent" => loop {
            events.urgent(&json!("x".repeat(10_000)))?;
            tokio::task::yield_now().await;
        },
        "notes" => events.closed().await,
        "supersedes" => {
            events.latest(1, &json!("forming"))?;
            events.latest(1, &json!("formed"))?;
            events.supersede(1);
            events.every(&json!("completed")).await?;
            events.closed().await;
        }
        "caused" => {
            let ago = |seconds| Instant::now().checked_sub(Duration::from_secs(seconds)).unwrap();
            events.caused_at(ago(30)).latest(1, &json!("merged"))?;
            events.caused_at(ago(20)).latest(1, &json!("newest"))?;
            events.latest(2, &json!("of its own"))?;
            events.caused_at(ago(10)).urgent(&json!("urgent"))?;
            events.closed().await;
        }
        "returns" => {}
        "fails" => return Err(Failure::new("test.failed", "no more")),
        "panics" => panic!("in a feed"),
        _ => events.closed().await,
    }
    std::mem::forget(given_up);
    Ok(())
}
