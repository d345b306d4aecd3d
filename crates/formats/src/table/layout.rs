//! What is known of a table once its names, types and first rows were seen; reads its batches.

use std::cell::Cell;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Schema},
    util::display::array_value_to_string,
};
use tickloom_model::{Digits, Tick, Ticks, UnixNanos};

use super::{
    binding::TickColumns,
    price::{A_PRICE, NO_PRICE, PriceRule},
    time::{A_TIME, NO_TIME, TimeRule},
    volume::{self, volumes},
};
use crate::{
    BadRow, Field, FormatError, Parsed, Places, Refused,
    csv::{A_VOLUME, Carry, ReadOptions, SymbolRule, THIS_SYMBOL},
    text::{excerpt, row_text},
};

/// Where Tickloom's own tick files say how many decimals their points have.
const POINTS_DIGITS: &str = "tickloom.digits";
/// Rows that are looked at for swapped columns, and how many quotes among them are a proof.
const PROOF: [usize; 2] = [128, 64];

/// The columns of a table of ticks and the types of their values; reads its batches.
#[derive(Debug, Clone)]
pub struct TableLayout {
    binding: TickColumns,
    times: TimeRule,
    bid: PriceRule,
    ask: PriceRule,
    symbol: Option<SymbolRule>,
}

impl TableLayout {
    /// Binds the columns by their names, and tells the unit of whole-number times from the first batch that has rows.
    ///
    /// Prices are floating-point or decimal numbers; whole numbers only in Tickloom's own tick files, where they are points.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Table`.
    pub fn bind(first: &RecordBatch, options: &ReadOptions) -> Result<Self, FormatError> {
        Self::bound(TickColumns::of(&first.schema())?, first, options)
    }

    /// The same where the columns are known.
    ///
    /// # Errors
    /// As [`TableLayout::bind`].
    pub fn bound(
        mut binding: TickColumns,
        first: &RecordBatch,
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        let schema = first.schema_ref();
        if options.swap {
            binding.swap_sides();
        }
        for (field, column) in
            [(Field::BidVolume, binding.bid_volume), (Field::AskVolume, binding.ask_volume)]
        {
            column.map_or(Ok(()), |at| {
                volume::refuse_type(first.column(at).data_type(), field, schema.field(at).name())
            })?;
        }
        let price = |field, at: usize| {
            let described = schema.field(at);
            PriceRule::of(described.data_type(), field, described.name(), points_digits(schema))
        };
        let time_name = schema.field(binding.time).name();
        let layout = Self {
            times: TimeRule::of(first.column(binding.time), time_name, binding.zone, options)?,
            bid: price(Field::Bid, binding.bid)?,
            ask: price(Field::Ask, binding.ask)?,
            symbol: options.symbol.as_ref().map(SymbolRule::of).filter(|_| binding.symbol.is_some()),
            binding,
        };
        layout.refuse_swapped(first)?;
        Ok(layout)
    }

    /// The most decimals among the first prices; `None` without prices.
    #[must_use]
    pub fn digits(&self, batch: &RecordBatch) -> Option<Digits> {
        let of = |rule: PriceRule, at: usize| rule.digits(batch.column(at));
        of(self.bid, self.binding.bid).max(of(self.ask, self.binding.ask))
    }

    /// Whether batches must be read in their order with [`TableLayout::parse_next`].
    #[must_use]
    pub fn is_serial(&self) -> bool {
        self.times.is_serial()
    }

    /// The ticks of a batch, which has the columns of the first. Rows count from 1, as lines do.
    #[must_use]
    pub fn parse(&self, batch: &RecordBatch, digits: Digits) -> Parsed {
        self.parse_next(batch, digits, &mut Carry::default())
    }

    /// As [`TableLayout::parse`], for batches one after the other; `carry` starts as its default.
    #[must_use]
    pub fn parse_next(&self, batch: &RecordBatch, digits: Digits, carry: &mut Carry) -> Parsed {
        let walk = Cell::new(carry.walk);
        let column = |at: usize| batch.column(at);
        let ticks = Ticks {
            timestamp: self.times.nanos(column(self.binding.time), &walk),
            bid: self.bid.points(column(self.binding.bid), digits),
            ask: self.ask.points(column(self.binding.ask), digits),
            bid_volume: volumes(self.binding.bid_volume.map(column), batch.num_rows()),
            ask_volume: volumes(self.binding.ask_volume.map(column), batch.num_rows()),
        };
        carry.walk = walk.get();
        self.without_bad_rows(batch, ticks)
    }

    fn without_bad_rows(&self, batch: &RecordBatch, all: Ticks) -> Parsed {
        let rows = all.len() as u64;
        let others = self.rows_of_others(batch);
        if others.is_empty() && all.iter().all(|tick| bad_field(&tick).is_none()) {
            return Parsed { ticks: all, rows, lines: rows, ..Parsed::default() };
        }
        let (mut refused, mut places) = (Refused::default(), Places::default());
        let mut ticks = Ticks::with_capacity(all.len());
        for (row, tick) in all.iter().enumerate() {
            let other = others.get(row).copied().unwrap_or(false).then_some((Field::Symbol, THIS_SYMBOL));
            match other.or_else(|| bad_field(&tick)) {
                None => ticks.push(tick),
                Some((field, expected)) => {
                    refused.push_within(Refused::KEPT, || self.bad_row(batch, row, field, expected));
                    places.jump(ticks.len(), row as u64 + 2);
                }
            }
        }
        Parsed { ticks, rows, lines: rows, refused, places }
    }

    /// Which rows name another symbol; empty if none does.
    fn rows_of_others(&self, batch: &RecordBatch) -> Vec<bool> {
        let (Some(rule), Some(at)) = (&self.symbol, self.binding.symbol) else { return Vec::new() };
        let Ok(names) = cast(batch.column(at), &DataType::Utf8) else {
            return vec![true; batch.num_rows()];
        };
        let names = names.as_string::<i32>();
        let is_other = |name: Option<&str>| !name.is_some_and(|name| rule.allows(name.as_bytes()));
        let others: Vec<bool> = names.iter().map(is_other).collect();
        if others.contains(&true) { others } else { Vec::new() }
    }

    fn bad_row(&self, batch: &RecordBatch, row: usize, field: Field, expected: &'static str) -> BadRow {
        let shown = |at: usize| shown(batch.column(at), row);
        let position = match field {
            Field::Time => Some(self.binding.time),
            Field::Bid => Some(self.binding.bid),
            Field::Ask => Some(self.binding.ask),
            Field::BidVolume => self.binding.bid_volume,
            Field::AskVolume => self.binding.ask_volume,
            Field::Symbol => self.binding.symbol,
            Field::Row => None,
        };
        let found = excerpt(position.map(shown).unwrap_or_default().as_bytes());
        let cells: Vec<String> = self.binding.positions().map(shown).collect();
        let line = row as u64 + 1;
        BadRow { line, byte: 0, field, found, expected, row: row_text(cells.join(",").as_bytes()) }
    }

    fn refuse_swapped(&self, first: &RecordBatch) -> Result<(), FormatError> {
        let [looked_at, proof] = PROOF;
        if first.num_rows() < proof {
            return Ok(());
        }
        let start = first.slice(0, first.num_rows().min(looked_at));
        let Some(digits) = self.digits(&start) else { return Ok(()) };
        let ticks = self.parse(&start, digits).ticks;
        let crossed = ticks.iter().filter(|tick| tick.bid > tick.ask).count();
        if ticks.len() >= proof && crossed * 10 > ticks.len() * 9 {
            return Err(FormatError::TableSwapped { crossed: crossed as u64, rows: ticks.len() as u64 });
        }
        Ok(())
    }
}

fn points_digits(schema: &Schema) -> Option<Digits> {
    Digits::new(schema.metadata().get(POINTS_DIGITS)?.parse().ok()?).ok()
}

fn bad_field(tick: &Tick) -> Option<(Field, &'static str)> {
    let fields = [
        (Field::Time, A_TIME, tick.timestamp == UnixNanos::new(NO_TIME)),
        (Field::Bid, A_PRICE, tick.bid == NO_PRICE),
        (Field::Ask, A_PRICE, tick.ask == NO_PRICE),
        (Field::BidVolume, A_VOLUME, tick.bid_volume.is_nan()),
        (Field::AskVolume, A_VOLUME, tick.ask_volume.is_nan()),
    ];
    fields.into_iter().find_map(|(field, expected, is_bad)| is_bad.then_some((field, expected)))
}

/// A cell as text; nothing where it is null.
fn shown(column: &ArrayRef, row: usize) -> String {
    if column.is_null(row) {
        return String::new();
    }
    array_value_to_string(column, row).unwrap_or_default()
}
