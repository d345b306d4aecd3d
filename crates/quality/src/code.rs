//! The catalogue of what can be found, each with a stable name and how grave it is.

use std::fmt;

/// Something odd about ticks. The order is that of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FindingCode {
    /// A whole row that was there before: same time, prices and volumes.
    Repeated,
    /// Ticks of the same time whose values differ.
    EqualTimes,
    /// A tick earlier than the one before it in its source.
    OutOfOrder,
    /// An ask below its bid.
    Crossed,
    /// An ask equal to its bid.
    ZeroSpread,
    /// A bid or ask of zero or less.
    PriceNotPositive,
    /// A price that no instrument has, or an ask far from its bid.
    PriceAbsurd,
    /// A few ticks far away from all around them, to which the price does not stay.
    Spike,
    /// A quote that stands still while ticks keep coming.
    Stale,
    /// A file whose prices are ten or a hundred times, or a tenth or a hundredth of, what is stored.
    WrongScale,
    /// A volume that is missing, or out of all proportion.
    VolumeOdd,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; ordinary data has it.
    Info,
    /// May distort a result; look at the places.
    Warning,
    /// Distorts results; the source is wrong.
    Error,
}

impl FindingCode {
    /// All, in the order of reports.
    pub const ALL: [Self; 11] = [
        Self::Repeated,
        Self::EqualTimes,
        Self::OutOfOrder,
        Self::Crossed,
        Self::ZeroSpread,
        Self::PriceNotPositive,
        Self::PriceAbsurd,
        Self::Spike,
        Self::Stale,
        Self::WrongScale,
        Self::VolumeOdd,
    ];

    /// The stable name, the same in reports, tables and every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Repeated => "finding.repeated",
            Self::EqualTimes => "finding.equal_times",
            Self::OutOfOrder => "finding.out_of_order",
            Self::Crossed => "finding.crossed",
            Self::ZeroSpread => "finding.zero_spread",
            Self::PriceNotPositive => "finding.price_not_positive",
            Self::PriceAbsurd => "finding.price_absurd",
            Self::Spike => "finding.spike",
            Self::Stale => "finding.stale",
            Self::WrongScale => "finding.wrong_scale",
            Self::VolumeOdd => "finding.volume_odd",
        }
    }

    /// The finding of that name, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Repeated | Self::EqualTimes | Self::ZeroSpread => Severity::Info,
            Self::OutOfOrder | Self::Crossed | Self::Spike | Self::Stale | Self::VolumeOdd => {
                Severity::Warning
            }
            Self::PriceNotPositive | Self::PriceAbsurd | Self::WrongScale => Severity::Error,
        }
    }

    /// Whether a strict import refuses the rows; [`FindingCode::WrongScale`] then refuses its whole file.
    #[must_use]
    pub const fn is_refused_by_strict(self) -> bool {
        match self {
            Self::OutOfOrder
            | Self::Crossed
            | Self::PriceNotPositive
            | Self::PriceAbsurd
            | Self::Spike
            | Self::WrongScale => true,
            Self::Repeated | Self::EqualTimes | Self::ZeroSpread | Self::Stale | Self::VolumeOdd => false,
        }
    }

    /// The place in [`FindingCode::ALL`].
    pub(crate) const fn position(self) -> usize {
        self as usize
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl Severity {
    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_stands_at_its_place_and_is_found_by_its_name() {
        for (place, finding) in FindingCode::ALL.into_iter().enumerate() {
            assert_eq!(finding.position(), place);
            assert_eq!(FindingCode::from_code(finding.code()), Some(finding));
        }
        assert_eq!(FindingCode::from_code("finding.unheard_of"), None);
    }

    #[test]
    fn what_is_only_worth_knowing_is_never_refused() {
        let told = FindingCode::ALL.into_iter().filter(|finding| finding.severity() == Severity::Info);
        assert!(told.into_iter().all(|finding| !finding.is_refused_by_strict()));
    }
}
