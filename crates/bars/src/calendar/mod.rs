//! When an instrument's market is open, and to which day its time belongs.
//!
//! A [`Calendar`] is made from [`CalendarRules`]: a time zone, the hours of a usual week, the time at which session
//! days begin, and holidays. Everything it answers is in UTC and half-open; the zone's changes of offset are in it, over
//! the whole range of time. Copies share what has been worked out.
//!
//! ```
//! use tickloom_bars::calendar::Calendar;
//! use tickloom_model::{InstrumentKind, UnixNanos};
//!
//! let currencies = Calendar::of(InstrumentKind::Fx)?;
//! // Before New York's clocks go forward, Sunday 17:00 is 22:00 UTC; the evening belongs to Monday.
//! let sunday_evening: UnixNanos = "2024-03-03T22:00".parse()?;
//! assert!(currencies.is_open(sunday_evening));
//! let monday = currencies.session_day(sunday_evening);
//! assert_eq!((monday.date.to_string(), monday.range.start), ("2024-03-04".into(), sunday_evening));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Rules parse and print as JSON; see [`CalendarRules`].

mod civil;
mod days;
mod error;
mod holiday;
mod phase;
mod rules;
mod sessions;
mod text;
mod timeline;
mod walk;
mod week;
mod zone;

use std::sync::Arc;

use tickloom_model::InstrumentKind;

pub use civil::{DayTime, WeekTime, Weekday};
pub use days::SessionDay;
pub use error::CalendarError;
pub use holiday::{Holiday, HolidayDate, HolidayHours};
pub use phase::{Phase, Span};
pub use rules::CalendarRules;
pub use sessions::Sessions;
pub use walk::Walk;
pub use week::Week;

use timeline::Timeline;
use zone::Zone;

/// When a market is open, and to which day its time belongs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Calendar(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    rules: CalendarRules,
    zone: Zone,
    timeline: Timeline,
}

impl Calendar {
    /// The calendar of these rules.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`] for a zone that the IANA database has not, [`CalendarError::InvalidHoliday`] for a
    /// holiday that comes in no year.
    pub fn new(rules: CalendarRules) -> Result<Self, CalendarError> {
        rules.holidays.iter().try_for_each(Holiday::check)?;
        let zone = Zone::named(&rules.zone)?;
        Ok(Self(Arc::new(Shared { rules, zone, timeline: Timeline::new() })))
    }

    /// The usual calendar of a kind of instrument: see [`CalendarRules::of`].
    ///
    /// # Errors
    /// None in practice: the zones of these calendars are compiled in.
    pub fn of(kind: InstrumentKind) -> Result<Self, CalendarError> {
        Self::new(CalendarRules::of(kind))
    }

    /// What it was made from.
    #[must_use]
    pub fn rules(&self) -> &CalendarRules {
        &self.0.rules
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.rules() == other.rules()
    }
}
