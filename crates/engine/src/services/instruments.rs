//! What is known of symbols: what is stored of them, their decimals, their markets' hours.

use tickloom_model::Symbol;
use tickloom_protocol::methods::instruments::{Calendar, Get, InstrumentList, KnownInstrument, List};
use tickloom_store::Store;

use crate::{
    Methods, Service, failed,
    wire::{instruments, words::word},
};

pub(super) struct Instruments {
    pub(super) store: Store,
}

impl Service for Instruments {
    fn name(&self) -> &str {
        "instruments"
    }

    fn methods(&self) -> Methods {
        let [listed, known, open] = [(); 3].map(|()| self.store.clone());
        Methods::new()
            .once::<List>(move |_, _| {
                let stored = listed.instruments().map_err(failed)?;
                Ok(InstrumentList { instruments: stored.iter().map(instruments::stored).collect() })
            })
            .once::<Get>(move |_, asked| {
                let found = known.instrument(&word::<Symbol>(&asked.symbol)?).map_err(failed)?;
                Ok(KnownInstrument { instrument: found.as_ref().map(instruments::known) })
            })
            .once::<Calendar>(move |_, asked| {
                let calendar = open.calendar(&word::<Symbol>(&asked.symbol)?).map_err(failed)?;
                Ok(instruments::rules(&calendar))
            })
    }
}
