//! The secret that a client must know, which is compared without telling how much of it was right.

use std::fmt;

use subtle::ConstantTimeEq;

use crate::IpcError;

/// 256 random bits as 64 hexadecimal digits. It shows itself to nobody who does not ask for it by name.
#[derive(Clone)]
pub struct Nonce(String);

impl Nonce {
    /// A new one, from the operating system's randomness.
    ///
    /// # Errors
    /// [`IpcError::NoRandomness`] where the system has none.
    pub fn random() -> Result<Self, IpcError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| IpcError::NoRandomness { reason: error.to_string() })?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The digits, for those who may connect.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether somebody knows it. How long that takes depends on the length of the answer alone.
    pub(crate) fn is(&self, answer: &str) -> bool {
        self.0.as_bytes().ct_eq(answer.as_bytes()).into()
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Nonce(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Nonce;

    #[test]
    fn no_two_are_alike_and_each_has_256_bits() {
        let (one, other) = (Nonce::random().unwrap(), Nonce::random().unwrap());
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.reveal().len(), 64);
    }

    #[test]
    fn only_the_whole_of_it_is_right() {
        let nonce = Nonce::random().unwrap();
        let wrong = ["", "0", &nonce.reveal()[1..], &format!("{}0", nonce.reveal()), &"0".repeat(64)];
        assert!(nonce.is(nonce.reveal()));
        assert!(wrong.iter().all(|answer| !nonce.is(answer)));
    }

    #[test]
    fn it_does_not_show_in_logs() {
        let nonce = Nonce::random().unwrap();
        assert!(!format!("{nonce:?}").contains(nonce.reveal()));
    }
}
