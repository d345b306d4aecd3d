//! Which columns of a table are those of ticks, by their names.

use arrow::datatypes::{DataType, Schema};

use crate::{
    Field, FormatError,
    csv::{NamedZone, Names},
    text::excerpt,
};

/// The positions of a tick's columns in a table.
#[derive(Debug, Clone, Copy)]
pub struct TickColumns {
    pub(super) time: usize,
    pub(super) bid: usize,
    pub(super) ask: usize,
    pub(super) bid_volume: Option<usize>,
    pub(super) ask_volume: Option<usize>,
    pub(super) symbol: Option<usize>,
    pub(super) zone: NamedZone,
}

impl TickColumns {
    /// Finds them.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Table`: no such columns, or two for the same thing.
    pub fn of(schema: &Schema) -> Result<Self, FormatError> {
        let names = Names::of(schema.fields().iter().map(|field| field.name().as_str()));
        if names.are_bars {
            return Err(FormatError::TableCandles { found: listed(schema) });
        }
        let needed = |field, position: Option<usize>| {
            position.ok_or_else(|| FormatError::TableMissingColumn { field, found: listed(schema) })
        };
        Ok(Self {
            time: needed(Field::Time, only(&names, Field::Time)?.or_else(|| only_timestamp(schema)))?,
            bid: needed(Field::Bid, only(&names, Field::Bid)?)?,
            ask: needed(Field::Ask, only(&names, Field::Ask)?)?,
            bid_volume: only(&names, Field::BidVolume)?,
            ask_volume: only(&names, Field::AskVolume)?,
            symbol: only(&names, Field::Symbol)?,
            zone: names.zone,
        })
    }

    /// Their positions, ascending: all others need not be read.
    #[must_use]
    pub fn ascending(&self) -> Vec<usize> {
        let mut positions: Vec<usize> = self.positions().collect();
        positions.sort_unstable();
        positions
    }

    /// The same where no other columns were read.
    #[must_use]
    pub fn alone(&self) -> Self {
        let rank = |position: usize| self.positions().filter(|other| *other < position).count();
        Self {
            time: rank(self.time),
            bid: rank(self.bid),
            ask: rank(self.ask),
            bid_volume: self.bid_volume.map(rank),
            ask_volume: self.ask_volume.map(rank),
            symbol: self.symbol.map(rank),
            zone: self.zone,
        }
    }

    pub(super) fn swap_sides(&mut self) {
        std::mem::swap(&mut self.bid, &mut self.ask);
        std::mem::swap(&mut self.bid_volume, &mut self.ask_volume);
    }

    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        let needed = [Some(self.time), Some(self.bid), Some(self.ask)];
        needed.into_iter().chain([self.bid_volume, self.ask_volume, self.symbol]).flatten()
    }
}

fn only(names: &Names, field: Field) -> Result<Option<usize>, FormatError> {
    let mut positions = names.positions(field);
    match (positions.next(), positions.next()) {
        (Some(first), Some(second)) => {
            Err(FormatError::TableDuplicateColumn { field, first: first + 1, second: second + 1 })
        }
        (first, _) => Ok(first),
    }
}

/// A data frame's index has no name that tells, but where it is the only time there is no doubt.
fn only_timestamp(schema: &Schema) -> Option<usize> {
    let mut timestamps = schema.fields().iter().enumerate();
    let mut next = || timestamps.find(|(_, field)| matches!(field.data_type(), DataType::Timestamp(..)));
    let first = next();
    first.filter(|_| next().is_none()).map(|(position, _)| position)
}

fn listed(schema: &Schema) -> String {
    let names: Vec<&str> = schema.fields().iter().take(20).map(|field| field.name().as_str()).collect();
    if names.is_empty() { "none at all".to_owned() } else { excerpt(names.join(", ").as_bytes()) }
}
