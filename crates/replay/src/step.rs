//! How far a single step goes.

use tickloom_model::BarKind;

use crate::ReplayError;

/// A step through what is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The next tick.
    Tick,
    /// Until a bar of this kind is complete, whichever symbol's.
    Bar(BarKind),
    /// To the end of the session day in which the next tick lies, by its symbol's calendar.
    Session,
}

impl Step {
    /// The step of this name: `tick`, `session`, or one of some timeframes.
    ///
    /// # Errors
    /// [`ReplayError::InvalidStep`] for any other name.
    pub fn named(name: &str, timeframes: &[BarKind]) -> Result<Self, ReplayError> {
        match name {
            "tick" => Ok(Self::Tick),
            "session" => Ok(Self::Session),
            _ => {
                let kind = name.parse().ok().filter(|kind| timeframes.contains(kind));
                kind.map(Self::Bar).ok_or_else(|| ReplayError::invalid_step(&name, timeframes))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_tick_a_session_or_a_bar_that_is_kept() {
        let kept = ["5m", "100t"].map(|name| name.parse().unwrap());
        for (name, expected) in [
            ("tick", Some(Step::Tick)),
            ("session", Some(Step::Session)),
            ("5m", Some(Step::Bar(kept[0]))),
            ("M5", Some(Step::Bar(kept[0]))),
            ("100t", Some(Step::Bar(kept[1]))),
            ("1h", None),
            ("day", None),
            ("", None),
        ] {
            assert_eq!(Step::named(name, &kept).ok(), expected, "{name}");
        }
        let refused = Step::named("1h", &kept).unwrap_err();
        assert_eq!(
            (refused.code(), refused.to_string()),
            (
                "replay.step_invalid",
                "\"1h\" is no step: use tick, session or one of this replay's timeframes, 5m 100t".into()
            )
        );
    }
}
