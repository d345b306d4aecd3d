//! Stored ticks played again. The bars of a replay are those of a state: `mtf.state`, `mtf.subscribe`, `mtf.close`.

use super::{
    bars::{DAYS, SIDES},
    common::{CALENDAR, Empty, RANGE, READ},
    mtf::{BarColumns, NINE, STATE, SessionName, UNKNOWN},
};
use crate::{method::methods, record::records};

const CHANGED: &[&str] = &["replay.day_changed"];

records! {
    /// What is to be played, and the bars to be kept.
    ReplayOrder {
        /// The symbols, in the order in which their ticks of one moment are played.
        symbols: Vec<String>,
        /// Where it begins; without it, with the first tick.
        start: Option<i64> => time(),
        /// Where it ends; without it, with the last tick.
        end: Option<i64> => time(),
        /// The timeframes, of any kind.
        timeframes: Option<Vec<String>> => default(NINE),
        /// Of which prices.
        side: Option<String> => words(SIDES) default("bid"),
        /// Where days, weeks and months begin.
        day: Option<String> => words(DAYS) default("utc"),
        /// How many completed bars are kept of each.
        capacity: Option<u32> => range("1 to 10,000,000") default("1000"),
    }

    /// Where a replay stands.
    ReplayPosition {
        /// What its clock shows.
        now: i64 => time(),
        /// Ticks that were played.
        played: u64,
        /// Ticks there are.
        ticks: u64,
        /// The time of the next tick; missing after the last, and where its day cannot be read.
        next: Option<i64> => time(),
    }

    /// A replay that was opened.
    ReplaySession {
        /// Names it.
        session: String,
        /// Its symbols, in the order given.
        symbols: Vec<String>,
        /// Its timeframes, in the order given.
        timeframes: Vec<String>,
        /// What its clock shows at first.
        start: i64 => time(),
        /// What its clock shows at last.
        end: i64 => time(),
        /// Where it stands.
        position: ReplayPosition,
    }

    /// How far to play, and what to tell of it.
    ReplayAdvance {
        /// Names the replay.
        session: String,
        /// Everything up to it is played, its ticks too.
        until: i64 => time(),
        /// Whether ticks are told.
        ticks: Option<bool> => default("false"),
        /// Whether bars are told that became complete.
        bars: Option<bool> => default("false"),
        /// Stops after the moment with which so many events are told.
        most: Option<u32> => range("1 to 10,000") default("1"),
        /// Whether bars are told with their spreads and as lines of a log.
        detail: Option<bool> => default("false"),
    }

    /// Ticks as columns, one list each, all of one length.
    TickColumns {
        /// Positions among the symbols of the session.
        symbol: Vec<u32>,
        /// When.
        timestamp: Vec<i64> => time(),
        /// The bid.
        bid: Vec<f64>,
        /// The ask.
        ask: Vec<f64>,
        /// The volume at the bid.
        bid_volume: Vec<f64>,
        /// The volume at the ask.
        ask_volume: Vec<f64>,
    }

    /// What was played.
    ReplayEvents {
        /// Where the replay stands.
        position: ReplayPosition,
        /// The ticks, in order; missing if there are none.
        ticks: Option<TickColumns>,
        /// The bars, in order; missing if there are none.
        bars: Option<BarColumns>,
        /// For each bar, how many of these ticks were played before it.
        ticks_before: Option<Vec<u32>>,
    }

    /// A step of a replay.
    ReplayStep {
        /// Names the replay.
        session: String,
        /// A `tick`, a `session`, or one of its timeframes.
        step: String,
    }

    /// Where a step led.
    ReplayMoved {
        /// False at the end.
        moved: bool,
        /// Where the replay stands.
        position: ReplayPosition,
    }

    /// A moment of a replay.
    ReplaySeek {
        /// Names the replay.
        session: String,
        /// Where to go; outside the range it means its start or its end.
        time: i64 => time(),
        /// Of the ticks of that moment only those are played that make so many in all; without it, all.
        played: Option<u64>,
    }

    /// How fast to play, and how far.
    ReplayPlay {
        /// Names the replay.
        session: String,
        /// 1 is real time, 60 a minute a second; without it, as fast as it goes.
        speed: Option<f64> => range("over 0"),
        /// Where to stop; without it, at the end.
        until: Option<i64> => time(),
    }
}

methods! {
    /// Opens a replay, standing before its first tick. It belongs to the connection, and ends with it.
    Open = Once "replay.open"(ReplayOrder) -> ReplaySession, [&["replay.no_ticks"], RANGE, STATE, CALENDAR, READ];
    /// Where a replay stands.
    Position = Once "replay.position"(SessionName) -> ReplayPosition, [UNKNOWN, CHANGED];
    /// Plays up to a moment, or until so much is told.
    Advance = Once "replay.advance"(ReplayAdvance) -> ReplayEvents, [UNKNOWN, CHANGED, READ];
    /// Goes one tick on, or until a session ends or a bar is complete.
    Step = Once "replay.step"(ReplayStep) -> ReplayMoved, [UNKNOWN, &["replay.step_invalid"], CHANGED, READ];
    /// Goes to any moment, back or forth, as if everything up to it had been played. Those who subscribed to its bars are told what is in
    /// progress there, not what became complete on the way.
    Seek = Once "replay.seek"(ReplaySeek) -> ReplayPosition, [UNKNOWN, CHANGED, READ];
    /// Plays by itself, or goes on at another speed; those who subscribed to its bars are told.
    Play = Once "replay.play"(ReplayPlay) -> Empty, [UNKNOWN, &["replay.speed_invalid"]];
    /// Lets it stand still; `replay.play` goes on.
    Pause = Once "replay.pause"(SessionName) -> ReplayPosition, [UNKNOWN];
}
