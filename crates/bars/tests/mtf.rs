//! The multi-timeframe state: whatever it is fed and however, it shows what the slow and obvious way gives.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use std::collections::BTreeMap;

use proptest::prelude::*;
use reference::{
    fed::{SECOND, days, late_ticks, session, sides, standard, tick},
    naive, ticks,
};
use tickloom_bars::{
    BarSeries, CompletedBar, Days, MtfBuilder, MtfConfig, MtfError, MtfState, MtfSymbol, StateChange,
    SymbolId, build_kind,
};
use tickloom_model::{Bar, BarKind, Digits, Instrument, Side, Symbol, Tick, Ticks, Timeframe, UnixNanos};

fn kinds(names: &[&str]) -> Vec<BarKind> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn symbol(name: &str, days: Days) -> MtfSymbol {
    MtfSymbol { symbol: name.parse().unwrap(), digits: Digits::new(5).unwrap(), days }
}

fn config(timeframes: Vec<BarKind>) -> MtfConfig {
    MtfConfig::new(vec![symbol("EURUSD", Days::Utc)], timeframes)
}

fn eurusd(state: &MtfState) -> SymbolId {
    state.symbol(&"EURUSD".parse().unwrap()).unwrap()
}

/// Everything that a state shows of a symbol.
fn shown(state: &MtfState, symbol: SymbolId) -> Vec<BarSeries> {
    let positions = 0..state.config().timeframes.len();
    positions.map(|position| state.state(symbol, position).series(usize::MAX)).collect()
}

/// Timeframes of every kind, each once, in any order; or the nine standard ones.
fn timeframes() -> impl Strategy<Value = Vec<BarKind>> {
    let names = ["7s", "90s", "7m", "13h", "7d", "31d", "3t", "7t", "5000v", "40v", "9r", "60r", "8b", "50b"];
    let known = [standard(), kinds(&names)].concat();
    prop_oneof![Just(standard()), prop::sample::subsequence(known, 1..9).prop_shuffle()]
}

/// Sorts what came in time and counts the rest: the window for late ticks, written another way.
fn sequenced(arrived: &[Tick], lateness: i64) -> (Ticks, u64) {
    let (mut in_order, mut dropped) = (BTreeMap::new(), 0);
    let mut watermark = i64::MIN;
    for (arrival, tick) in arrived.iter().enumerate() {
        let time = tick.timestamp.as_i64();
        if time < watermark {
            dropped += 1;
        } else {
            in_order.insert((time, arrival), *tick);
        }
        watermark = watermark.max(time - lateness);
    }
    (in_order.into_values().collect(), dropped)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn one_by_one_in_pieces_and_each_alone_give_the_same_bars(
        ticks in ticks(), side in sides(), timeframes in timeframes(), days in days(), length in 1_usize..99,
    ) {
        let alone: Vec<_> = timeframes.iter().map(|kind| build_kind(&ticks, *kind, side, &days)).collect();
        let config = MtfConfig {
            side, capacity: 4_000, ..MtfConfig::new(vec![symbol("EURUSD", days.clone())], timeframes.clone())
        };
        let mut by_tick = MtfState::new(config).unwrap();
        let (mut by_piece, id) = (by_tick.clone(), eurusd(&by_tick));
        let mut builder = MtfBuilder::new(&timeframes, side, &days);
        for tick in ticks.iter() {
            prop_assert!(by_tick.on_tick(id, &tick));
        }
        for start in (0..ticks.len()).step_by(length) {
            let mut piece = Ticks::default();
            piece.extend_from(&ticks, start..ticks.len().min(start + length));
            by_piece.push_ticks(id, &piece);
            builder.push_ticks(&piece);
        }
        prop_assert_eq!(&shown(&by_tick, id), &alone);
        prop_assert_eq!(&shown(&by_piece, id), &alone);
        prop_assert_eq!(&builder.finish(), &alone);
    }

    #[test]
    fn after_every_tick_the_bars_in_progress_are_those_of_the_ticks_so_far(ticks in ticks(), side in sides()) {
        let mut state = MtfState::new(MtfConfig { side, ..config(standard()) }).unwrap();
        let id = eurusd(&state);
        let mut so_far = Ticks::default();
        for tick in ticks.iter() {
            state.on_tick(id, &tick);
            so_far.push(tick);
            for (position, timeframe) in Timeframe::STANDARD.into_iter().enumerate() {
                let expected = naive(&so_far, timeframe, side).iter().last();
                prop_assert_eq!(state.forming(id, position), expected, "{} at {}", timeframe, tick.timestamp);
            }
        }
    }

    #[test]
    fn late_ticks_give_the_bars_of_the_sorted_ones(arrived in late_ticks(), lateness in 0_i64..25 * SECOND, timeframes in timeframes()) {
        let (in_order, dropped) = sequenced(&arrived, lateness);
        let mut state = MtfState::new(MtfConfig { lateness, ..config(timeframes.clone()) }).unwrap();
        let id = eurusd(&state);
        let mut batch = state.clone();
        let accepted = arrived.iter().filter(|tick| state.on_tick(id, tick)).count();
        batch.push_ticks(id, &arrived.iter().copied().collect());
        prop_assert_eq!(shown(&batch, id), shown(&state, id));
        prop_assert_eq!((accepted, state.sequencer(id).dropped()), (in_order.len(), dropped));

        // As of the watermark: what is held is in no bar yet, and what ended by then is complete.
        let watermark = state.sequencer(id).watermark();
        let mut known = MtfState::new(config(timeframes.clone())).unwrap();
        known.push_ticks(id, &in_order.iter().filter(|tick| tick.timestamp <= watermark).collect());
        known.advance(watermark);
        prop_assert_eq!(shown(&state, id), shown(&known, id));

        let mut builder = MtfBuilder::with_config(&MtfConfig { lateness, ..config(timeframes.clone()) }).unwrap();
        builder.push_ticks(&arrived.iter().copied().collect());
        prop_assert_eq!(builder.dropped(), dropped);
        let alone = timeframes.iter().map(|kind| build_kind(&in_order, *kind, Side::Bid, &Days::Utc));
        prop_assert_eq!(builder.finish(), alone.collect::<Vec<_>>());

        let latest = state.sequencer(id).latest();
        state.advance(latest.saturating_add(lateness));
        prop_assert_eq!(state.sequencer(id).held(), 0);
        known.push_ticks(id, &in_order.iter().filter(|tick| tick.timestamp > watermark).collect());
        known.advance(latest);
        prop_assert_eq!(shown(&state, id), shown(&known, id));
    }

    #[test]
    fn a_clock_that_moves_completes_bars_early_and_changes_none(
        ticks in ticks(), timeframes in timeframes(), days in days(), moves in prop::collection::vec(0..120 * SECOND, 64),
    ) {
        let config = MtfConfig { capacity: 4_000, ..MtfConfig::new(vec![symbol("EURUSD", days)], timeframes) };
        let mut plain = MtfState::new(config).unwrap();
        let (mut moved, id) = (plain.clone(), eurusd(&plain));
        let next = ticks.timestamp.iter().skip(1).copied().chain([i64::MAX]);
        for ((tick, next), step) in ticks.iter().zip(next).zip(moves) {
            plain.on_tick(id, &tick);
            moved.on_tick(id, &tick);
            let clock = tick.timestamp.as_i64().saturating_add(step).min(next);
            moved.advance(UnixNanos::new(clock));
            for (position, timeframe) in moved.config().timeframes.clone().into_iter().enumerate() {
                let state = moved.state(id, position);
                let ended = state.forming.filter(|forming| forming.available_at.as_i64() <= clock && clock < i64::MAX);
                prop_assert_eq!(ended, None, "{} is over at {}", timeframe, clock);
            }
        }
        let (last, end) = (ticks.timestamp.last().copied().unwrap_or(0), UnixNanos::new(i64::MAX));
        prop_assume!(last < i64::MAX);
        plain.advance(end);
        moved.advance(end);
        prop_assert_eq!(shown(&plain, id), shown(&moved, id));
    }

    #[test]
    fn a_state_restored_at_any_tick_goes_on_as_if_it_had_not_stopped(
        arrived in late_ticks(), cut in 0_usize..96, lateness in prop::sample::select(vec![0, 10 * SECOND]),
        timeframes in timeframes(), days in days(), capacity in 1_usize..9, held in 1_usize..9,
    ) {
        let symbols = vec![symbol("EURUSD", days), symbol("USDJPY", Days::Utc)];
        let config = MtfConfig { lateness, capacity, held, ..MtfConfig::new(symbols, timeframes) };
        let mut whole = MtfState::new(config.clone()).unwrap();
        let ids: Vec<_> = whole.symbols().collect();
        let feed = |state: &mut MtfState, ticks: &[Tick]| {
            for (number, tick) in ticks.iter().enumerate() {
                state.on_tick(ids[number % 2], tick);
            }
        };
        let (before, after) = arrived.split_at(cut.min(arrived.len()));
        feed(&mut whole, before);
        let mut restored = MtfState::restore(config, &whole.snapshot()).unwrap();
        prop_assert_eq!(restored.snapshot(), whole.snapshot());
        feed(&mut whole, after);
        feed(&mut restored, after);
        prop_assert_eq!(restored.snapshot(), whole.snapshot());
        for &id in &ids {
            prop_assert_eq!(shown(&restored, id), shown(&whole, id));
        }
    }

    #[test]
    fn a_damaged_snapshot_is_refused_whatever_is_wrong_with_it(
        arrived in late_ticks(), position in any::<prop::sample::Index>(), bit in 0_u8..8, rest in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let config = MtfConfig { lateness: 10 * SECOND, capacity: 3, held: 9, ..config(kinds(&["1m", "1h", "3t", "8b"])) };
        let mut state = MtfState::new(config.clone()).unwrap();
        state.push_ticks(eurusd(&state), &arrived.into_iter().collect());
        let whole = state.snapshot();
        let at = position.index(whole.len());
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        for damaged in [flipped, whole[..at].to_vec(), [&whole[..], &rest, &[0]].concat(), rest] {
            let refused = MtfState::restore(config.clone(), &damaged).unwrap_err();
            prop_assert!(matches!(refused.code(), "mtf.snapshot_damaged" | "mtf.snapshot_version"), "{}", refused);
        }
    }

    #[test]
    fn bytes_that_carry_the_right_hash_are_still_read_with_care(
        arrived in late_ticks(), position in any::<prop::sample::Index>(), wrong in any::<u64>(),
    ) {
        let config = MtfConfig { lateness: 10 * SECOND, capacity: 3, held: 9, ..config(kinds(&["1m", "1h", "3t", "8b"])) };
        let mut state = MtfState::new(config.clone()).unwrap();
        let id = eurusd(&state);
        state.push_ticks(id, &arrived.iter().copied().collect());
        let mut forged = state.snapshot();
        let (header, body) = forged.split_at_mut(42);
        let at = position.index(body.len() - 8);
        body[at..at + 8].copy_from_slice(&wrong.to_le_bytes());
        header[10..42].copy_from_slice(blake3::hash(body).as_bytes());
        if let Ok(mut state) = MtfState::restore(config, &forged) {
            state.push_ticks(id, &arrived.into_iter().collect());
            state.advance(UnixNanos::MAX);
            prop_assert!(shown(&state, id).len() == 4);
        }
    }
}

#[test]
fn symbols_have_states_of_their_own() {
    let symbols = vec![symbol("EURUSD", Days::Utc), symbol("USDJPY", session())];
    let mut state = MtfState::new(MtfConfig::new(symbols, kinds(&["1m", "1d"]))).unwrap();
    let [eurusd, usdjpy] = ["EURUSD", "USDJPY"].map(|name| state.symbol(&name.parse().unwrap()).unwrap());
    state.on_tick(eurusd, &tick(0, 100));
    state.on_tick(usdjpy, &tick(-SECOND, 200));
    assert_eq!(state.forming(eurusd, 0).map(|bar| bar.open), Some(100));
    assert_eq!(state.forming(usdjpy, 0).map(|bar| bar.open), Some(200));
    let opened = |id| state.forming(id, 1).map(|bar| bar.open_time.to_string());
    assert_eq!(opened(eurusd).as_deref(), Some("1970-01-01T00:00:00.000Z"));
    assert_eq!(opened(usdjpy).as_deref(), Some("1969-12-31T22:00:00.000Z"));
}

#[test]
fn changes_are_told_when_bars_become_complete_and_read_like_a_log() {
    let mut state = MtfState::new(config(kinds(&["1m", "5m", "2t"]))).unwrap();
    let id = eurusd(&state);
    let mut lines = Vec::new();
    let mut log = |change: StateChange<'_>| lines.push(format!("{change:?}"));
    state.on_tick_with(id, &tick(0, 100), &mut log);
    state.on_tick_with(id, &tick(30 * SECOND, 110), &mut log);
    state.on_tick_with(id, &tick(61 * SECOND, 105), &mut log);
    state.advance_with(UnixNanos::new(300 * SECOND), &mut log);
    assert_eq!(
        lines,
        [
            "EURUSD 2t completed 1970-01-01T00:00 o 0.00100 h 0.00110 l 0.00100 c 0.00110 v 3 n 2 spread 0.00002..0.00002",
            "EURUSD 1m completed 1970-01-01T00:00 o 0.00100 h 0.00110 l 0.00100 c 0.00110 v 3 n 2 spread 0.00002..0.00002",
            "EURUSD 1m completed 1970-01-01T00:01 o 0.00105 h 0.00105 l 0.00105 c 0.00105 v 1.5 n 1 spread 0.00002..0.00002",
            "EURUSD 5m completed 1970-01-01T00:00 o 0.00100 h 0.00110 l 0.00100 c 0.00105 v 4.5 n 3 spread 0.00002..0.00002",
        ]
    );
}

#[test]
fn a_state_shows_history_and_the_bar_in_progress_with_when_each_is_known() {
    let mut state = MtfState::new(MtfConfig { capacity: 2, ..config(kinds(&["1m", "2t"])) }).unwrap();
    let id = eurusd(&state);
    (0..5).for_each(|n| assert!(state.on_tick(id, &tick(n * 60 * SECOND, n))));
    let known = |position| {
        let state = state.state(id, position);
        let known = |bar: &CompletedBar| (bar.bar.open, bar.available_at.as_i64() / SECOND);
        (state.history.iter().map(known).collect::<Vec<_>>(), state.forming.as_ref().map(known))
    };
    assert_eq!(known(0), (vec![(2, 180), (3, 240)], Some((4, 300))));
    assert_eq!(known(1), (vec![(0, 60), (2, 180)], Some((4, 86_400))));
    assert_eq!(state.history(id, 0).written(), 4);
    let series = state.state(id, 0).series(1);
    assert_eq!((series.bars.open, series.is_forming), (vec![3, 4], true));
}

#[test]
fn between_bars_nothing_is_in_progress() {
    let mut state = MtfState::new(config(kinds(&["1m", "5m"]))).unwrap();
    let id = eurusd(&state);
    let forming =
        |state: &MtfState| [0, 1].map(|position| state.forming(id, position).map(|bar: Bar| bar.ticks));
    assert_eq!(forming(&state), [None, None]);
    state.on_tick(id, &tick(0, 1));
    state.advance(UnixNanos::new(60 * SECOND));
    assert_eq!(forming(&state), [None, Some(1)]);
    // The clock says that nothing older comes: what does is dropped.
    assert!(!state.on_tick(id, &tick(59 * SECOND, 1)));
    assert!(state.on_tick(id, &tick(60 * SECOND, 1)));
    assert_eq!(forming(&state), [Some(1), Some(2)]);
    state.advance(UnixNanos::new(300 * SECOND));
    assert_eq!(forming(&state), [None, None]);
}

#[test]
fn what_no_state_can_be_made_for_is_refused() {
    let good = || config(kinds(&["1m", "10t"]));
    let many = |count: usize| (1..=count).map(|n| format!("{n}t").parse().unwrap()).collect::<Vec<BarKind>>();
    let cases: [(&str, MtfConfig); 12] = [
        ("mtf.empty", MtfConfig { symbols: vec![], ..good() }),
        ("mtf.empty", MtfConfig { timeframes: vec![], ..good() }),
        ("mtf.too_many", MtfConfig { timeframes: many(65), ..good() }),
        ("mtf.repeated", MtfConfig { timeframes: kinds(&["5m", "1m", "M5"]), ..good() }),
        ("mtf.repeated", MtfConfig { symbols: vec![symbol("EURUSD", Days::Utc); 2], ..good() }),
        ("mtf.capacity_invalid", MtfConfig { capacity: 0, ..good() }),
        ("mtf.capacity_invalid", MtfConfig { capacity: usize::MAX, ..good() }),
        ("mtf.lateness_invalid", MtfConfig { lateness: -1, ..good() }),
        ("mtf.lateness_invalid", MtfConfig { lateness: i64::MAX, ..good() }),
        ("mtf.lateness_invalid", MtfConfig { held: 0, ..good() }),
        ("mtf.lateness_invalid", MtfConfig { held: usize::MAX, ..good() }),
        ("mtf.too_large", MtfConfig { timeframes: many(64), capacity: 10_000_000, ..good() }),
    ];
    for (code, config) in cases {
        assert_eq!(MtfState::new(config).unwrap_err().code(), code);
    }
    assert!(MtfState::new(MtfConfig { timeframes: many(64), ..good() }).is_ok());
}

#[test]
fn what_a_state_was_not_made_for_is_named_with_what_it_was_made_for() {
    let state = MtfState::new(config(kinds(&["1m", "10t"]))).unwrap();
    let unknown = state.symbol(&"USDJPY".parse::<Symbol>().unwrap()).unwrap_err();
    assert_eq!(unknown.to_string(), "USDJPY is none of the state's symbols: it was made for EURUSD");
    let unknown = state.position("5m".parse().unwrap()).unwrap_err();
    assert_eq!(unknown.to_string(), "5m is none of the state's timeframes: it was made for 1m 10t");
    assert_eq!(state.position("10t".parse().unwrap()), Ok(1));
}

#[test]
fn a_snapshot_of_another_state_or_version_says_so() {
    let config = config(kinds(&["1m"]));
    let mut snapshot = MtfState::new(config.clone()).unwrap().snapshot();
    let others = [
        MtfConfig { capacity: 7, ..config.clone() },
        MtfConfig { side: Side::Mid, ..config.clone() },
        MtfConfig { timeframes: kinds(&["5m"]), ..config.clone() },
        MtfConfig { symbols: vec![symbol("EURUSD", session())], ..config.clone() },
    ];
    for other in others {
        assert_eq!(MtfState::restore(other, &snapshot).unwrap_err().code(), "mtf.snapshot_differs");
    }
    snapshot[8] = 99;
    let expected = MtfError::SnapshotVersion { found: 99, known: 1 };
    assert_eq!(MtfState::restore(config, &snapshot).unwrap_err(), expected);
}

#[test]
fn an_instrument_is_a_symbol_with_days_in_utc() {
    let instrument = Instrument::builtin(&"USDJPY".parse().unwrap()).unwrap();
    let expected =
        MtfSymbol { symbol: "USDJPY".parse().unwrap(), digits: Digits::new(3).unwrap(), days: Days::Utc };
    assert_eq!(MtfSymbol::from(instrument), expected);
}
