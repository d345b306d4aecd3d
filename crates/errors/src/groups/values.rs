//! Words and numbers that mean nothing here.

use crate::entry::{Group, not_found, refused, usage};

pub(crate) const GROUP: Group = Group {
    name: "Values",
    about: "A word or a number, given to a command, a function or a method, that means nothing there.",
    entries: &[
        usage(
            "symbol.invalid",
            "InvalidSymbol",
            "This is no symbol: one has 1 to 32 letters, digits, `.`, `-` or `_`, begins with a letter or digit and does not end in a dot.",
            "Correct the name.",
        ),
        not_found(
            "symbol.unknown",
            "UnknownSymbol",
            "Nothing was ever imported for this symbol; the text lists those that are known.",
            "Import ticks, or correct the name.",
        ),
        usage(
            "timeframe.invalid",
            "InvalidTimeframe",
            "This is no timeframe.",
            "Use 1m 5m 15m 30m 1h 4h 1d 1w 1mo, M1 to MN1, any number of s, m, h, d up to 366d, or as 100t, 500v, 10r, 10b.",
        ),
        usage(
            "align.invalid",
            "InvalidTimeframe",
            "There is no timeframe to align, or one is named twice.",
            "Name each timeframe once.",
        ),
        usage("side.invalid", "InvalidSide", "This is no side of a price.", "Use bid, ask or mid."),
        usage(
            "day.invalid",
            "InvalidDay",
            "This is no way of saying where days begin.",
            "Use utc or session.",
        ),
        usage(
            "time.invalid",
            "InvalidTime",
            "This is no ISO 8601 time between 1677 and 2262.",
            "Write it as `2019-01-04`, `2019-01-04T10:00:00` or `2019-01-04T10:00:00.123456789Z`.",
        ),
        usage(
            "time.range_invalid",
            "InvalidRange",
            "The range ends before it starts.",
            "Swap its ends, or correct one of them.",
        ),
        usage(
            "digits.invalid",
            "InvalidDigits",
            "A price has 0 to 9 decimals.",
            "Give a number of digits from 0 to 9.",
        ),
        refused(
            "digits.differ",
            "InvalidDigits",
            "The symbol is stored with another number of decimals.",
            "Leave `--digits` out, or use another symbol.",
        ),
        usage(
            "instrument.kind_invalid",
            "InvalidKind",
            "This is no kind of instrument.",
            "Use fx, metal, crypto or other.",
        ),
        usage(
            "coverage.period_invalid",
            "InvalidPeriod",
            "This is no period of coverage.",
            "Use hour or day.",
        ),
        usage(
            "coverage.range_too_long",
            "InvalidRange",
            "The range has over a million periods.",
            "Ask for a shorter range, or by day.",
        ),
        usage(
            "gaps.class_invalid",
            "InvalidGapClass",
            "This is no class of gaps.",
            "Use closed, holiday, quiet or suspicious.",
        ),
        usage(
            "fill.invalid",
            "InvalidFill",
            "This is no way of filling missing periods.",
            "Use flat, or none.",
        ),
        usage(
            "fill.not_of_time",
            "InvalidFill",
            "Bars by ticks, volume, range or Renko have no periods that could be filled.",
            "Fill bars of time only.",
        ),
        usage(
            "fill.too_many",
            "InvalidFill",
            "Filled, there would be more than 50 million bars.",
            "Ask for a shorter range or a longer timeframe.",
        ),
        usage(
            "columns.no_width",
            "InvalidColumns",
            "A chart cannot be 0 pixels wide.",
            "Give a width of 1 or more.",
        ),
        usage(
            "columns.lengths_differ",
            "InvalidColumns",
            "There are not as many values as times, in columns to be reduced or of ticks.",
            "Give columns of one length.",
        ),
        usage(
            "columns.no_prices",
            "InvalidColumns",
            "Only tables of ticks and bars can be reduced.",
            "Reduce other columns with `tickloom.reduce`.",
        ),
        usage(
            "columns.disordered",
            "InvalidColumns",
            "A time is earlier than the one before it; the text says where.",
            "Sort both columns by time.",
        ),
        usage("passport.month_invalid", "InvalidPeriod", "This is no month.", "Write it as 2019-02."),
        not_found(
            "passport.no_ticks",
            "NoTicks",
            "Nothing is stored of the symbol in that month.",
            "Import it, or ask for another.",
        ),
    ],
};
