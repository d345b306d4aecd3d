//! The stable codes of an error: written once, beside its variants.

/// Gives an error the list of its codes, `CODES`, and `code()`. What follows the semicolon are variants that hold another
/// crate's error, and whose code is that error's.
///
/// ```
/// # enum Inner { Lost }
/// # impl Inner { fn code(&self) -> &'static str { "inner.lost" } }
/// enum Failure {
///     Full { path: String },
///     Within(Inner),
/// }
///
/// tickloom_model::error_codes! { Failure {
///     Full => "failure.full";
///     Self::Within(error) => error.code(),
/// } }
///
/// assert_eq!(Failure::CODES, ["failure.full"]);
/// assert_eq!(Failure::Full { path: "ticks".into() }.code(), "failure.full");
/// assert_eq!(Failure::Within(Inner::Lost).code(), "inner.lost");
/// ```
#[macro_export]
macro_rules! error_codes {
    ($error:ident {
        $($variant:ident => $code:literal),+ $(,)?
        $(; $($within:pat => $code_within:expr),+ $(,)?)?
    }) => {
        impl $error {
            /// Every code that is this error's own.
            pub const CODES: &[&str] = &[$($code),+];

            /// The stable code of this error, the same in every language and on the wire.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                    $($($within => $code_within,)+)?
                }
            }
        }
    };
}
