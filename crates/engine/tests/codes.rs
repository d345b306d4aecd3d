//! Every method, asked anything: whatever is wrong with a question, its code stands in the protocol's list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use engine::{Running, market::a_real_day};
use serde_json::{Map, Value, json};
use tickloom_protocol::{Answer, Field, MethodInfo, Record, Type, methods::GROUPS};

/// Questions of each method.
const QUESTIONS: usize = 60;

/// What stops services, or writes where a path says.
const NOT_HERE: [&str; 6] =
    ["system.stop", "system.restart", "imports.start", "storage.backup", "storage.restore", "storage.repair"];

/// Text that means something somewhere, and text that does not.
const TEXTS: [&str; 18] = [
    "EURUSD",
    "XAUUSD",
    "",
    "..",
    "a b",
    "€",
    "1h",
    "5m",
    "100t",
    "1x",
    "mid",
    "session",
    "2019-02",
    "trades",
    "backtests",
    "SELECT count(*) FROM ticks",
    "DROP TABLE trades",
    "/nowhere/at/all",
];

/// A moment of the stored day, and the ends of time.
const TIMES: [i64; 6] = [i64::MIN, -1, 0, 1_549_238_400_000_000_000, 1_549_281_600_000_000_000, i64::MAX];

/// Random numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % limit.max(1) as u64) as usize
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// Something that may stand in a field, most of the time.
    fn value(&mut self, kind: &Type, words: &[&str]) -> Value {
        match kind {
            _ if self.below(40) == 0 => json!([null]),
            Type::Text if !words.is_empty() && self.below(4) > 0 => json!(self.of(words)),
            Type::Text => json!(self.of(&TEXTS)),
            Type::Bool => json!(self.below(2) == 0),
            Type::U32 => json!(self.of(&[0_u32, 1, 5, 99, u32::MAX])),
            Type::Count => json!(self.of(&[0_u64, 1, 1_000, (1 << 53) - 1])),
            Type::Int64 => json!(self.of(&TIMES)),
            Type::Float => json!(self.of(&[0.0, -1.0, 0.5, 1e308])),
            Type::Scalar => self.of(&[json!(null), json!(1), json!("x"), json!(u64::MAX), json!(0.5)]),
            Type::Fields | Type::Payload => {
                self.of(&[json!({}), json!({"id": "a"}), json!({"symbol": "EURUSD", "rules": {}})])
            }
            Type::Bin => json!("no bytes"),
            Type::List(item) => (0..self.below(4)).map(|_| self.value(item, words)).collect(),
            Type::Record(record) => self.record(record),
        }
    }

    fn record(&mut self, record: &Record) -> Value {
        let mut fields = Map::new();
        for field in record.fields {
            if self.is_there(field) {
                fields.insert(field.name.into(), self.value(&field.kind, field.words));
            }
        }
        Value::Object(fields)
    }

    fn is_there(&mut self, field: &Field) -> bool {
        self.below(if field.is_optional { 3 } else { 50 }) > 0
    }
}

fn methods() -> impl Iterator<Item = &'static MethodInfo> {
    let all = GROUPS.iter().flat_map(|(_, methods)| methods.iter());
    all.filter(|method| !NOT_HERE.contains(&method.name))
}

#[test]
fn whatever_is_asked_the_code_of_the_failure_is_listed() {
    let running = Running::over(a_real_day);
    let (mut client, mut dice, mut answered) = (running.client(), Dice(6), 0);
    for method in methods() {
        for _ in 0..QUESTIONS {
            let params = dice.record(method.params);
            // The client holds each code against the list, in which that of a defect stands, too.
            let outcome = match method.answer {
                Answer::Events => running.client().subscribe(method.name, &params).map(drop),
                _ => client.ask_raw(method.name, &params).map(drop),
            };
            if let Err(refused) = &outcome {
                assert_ne!(
                    refused.code, "protocol.internal",
                    "{} {params}: {}",
                    method.name, refused.message
                );
            }
            answered += usize::from(outcome.is_ok());
        }
    }
    assert!(answered > 200, "only {answered} made sense");
}
