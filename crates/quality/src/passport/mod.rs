//! The passport of a symbol's month: what is stored of it, what is missing, what is odd, and where it came from.
//!
//! All but the provenance follows from the ticks, the calendar and the version alone. No clock, no path and no order of
//! imports is in it: the same content of a store gives the same bytes.

mod findings;
mod gaps;
mod hours;
mod json;
mod provenance;
mod statistics;

use serde::Serialize;
use tickloom_bars::{
    calendar::{Calendar, CalendarRules},
    gaps::GapRules,
};
use tickloom_model::{Digits, Symbol, Ticks, Timeframe};
use tickloom_store::{ContentHash, PartitionInfo, Store, StoreError};

use crate::{
    Month, QualityError,
    survey::{Pass, Question},
};
use findings::FoundInTicks;
use provenance::Provenance;
use statistics::{Statistics, StatisticsText};

pub use json::passport_hash;

/// The form of the document; a later one that reads differently has another number.
const FORM: &str = "tickloom passport 1";

/// A passport. It is read as the JSON that [`Passport::to_json`] writes; docs/quality.md says what stands there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passport {
    form: &'static str,
    symbol: String,
    month: String,
    digits: u8,
    ticks: Content,
    calendar: CalendarRules,
    coverage: hours::Totals,
    days: Vec<hours::Day>,
    session_hours: Vec<hours::SessionHour>,
    gaps: gaps::GapsOfMonth,
    statistics: StatisticsText,
    findings: Vec<findings::FoundText>,
    made_by: &'static str,
    provenance: Provenance,
}

/// Which ticks they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Content {
    count: u64,
    days: usize,
    first: String,
    last: String,
    content_hash: String,
}

/// Makes the passport of what is stored of a symbol in a month. `stop` is asked for each day.
///
/// Ticks are expected from the month's first moment to its last; what silence is usual is learnt from the month alone. A day at a time
/// is read.
///
/// # Errors
/// [`QualityError::NoTicks`] if nothing is stored of that month; as [`gaps`](crate::gaps) otherwise.
pub fn passport(
    store: &Store,
    symbol: &Symbol,
    month: Month,
    mut stop: impl FnMut() -> bool,
) -> Result<Passport, QualityError> {
    let stored = store.partitions(symbol, month.range())?;
    let Some(digits) = stored.first().map(|day| day.digits) else {
        return Err(QualityError::NoTicks { symbol: symbol.clone(), month });
    };
    let calendar = store.calendar(symbol)?;
    let (rules, range) = (GapRules::default(), month.range());
    let question = Question { symbol, range, rules: &rules, periods: Some(Timeframe::H1) };
    let mut reading = Reading::new(&calendar, &question, digits);
    for day in &stored {
        if stop() {
            return Err(StoreError::Interrupted.into());
        }
        reading.read(store, day)?;
    }
    reading.provenance.add_imports(store, symbol, range)?;
    Ok(reading.finish(calendar, &question, month))
}

/// What is known after some days of the month.
struct Reading {
    pass: Pass,
    statistics: Statistics,
    findings: FoundInTicks,
    provenance: Provenance,
    digits: Digits,
    hashes: Vec<(i32, ContentHash)>,
}

impl Reading {
    fn new(calendar: &Calendar, question: &Question<'_>, digits: Digits) -> Self {
        Self {
            pass: Pass::new(calendar, question),
            statistics: Statistics::default(),
            findings: FoundInTicks::default(),
            provenance: Provenance::default(),
            digits,
            hashes: Vec::new(),
        }
    }

    fn read(&mut self, store: &Store, partition: &PartitionInfo) -> Result<(), QualityError> {
        let day = store.day(&partition.key)?;
        self.hashes.push((partition.key.day.days_since_epoch(), day.content_hash));
        self.provenance.add(&day);
        self.look_at(day.ticks);
        Ok(())
    }

    fn look_at(&mut self, ticks: Ticks) {
        self.pass.push(&ticks.timestamp);
        self.statistics.add(&ticks);
        self.findings.add(ticks, self.digits);
    }

    fn finish(self, calendar: Calendar, question: &Question<'_>, month: Month) -> Passport {
        let hashes = self.hashes.iter().map(|(day, hash)| (*day, hash));
        let content_hash = ContentHash::of_days(hashes).to_string();
        let survey = self.pass.finish(calendar, question.range, question.range.end);
        let ticks = Content {
            count: self.statistics.count(),
            days: self.hashes.len(),
            first: self.statistics.first().to_string(),
            last: self.statistics.last().to_string(),
            content_hash,
        };
        Passport {
            form: FORM,
            symbol: question.symbol.to_string(),
            month: month.to_string(),
            digits: self.digits.get(),
            ticks,
            calendar: survey.calendar.rules().clone(),
            coverage: hours::Totals::of(&survey),
            days: hours::days(month, &survey.coverage),
            session_hours: hours::session_hours(&survey),
            statistics: self.statistics.finish(self.digits),
            findings: self.findings.finish(),
            made_by: concat!("tickloom ", env!("CARGO_PKG_VERSION")),
            provenance: self.provenance.finish(),
            gaps: gaps::GapsOfMonth::of(survey, question.rules),
        }
    }
}
