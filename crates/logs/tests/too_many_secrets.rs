//! A process with more secrets than can be looked for says nothing at all; it is one of its own, as that is for good.

use tickloom_logs::{MASK, keep_out, redact};

#[test]
fn a_process_that_names_too_many_secrets_shows_no_text() {
    for _ in 0..3 {
        (0..1_024).for_each(|number| assert!(keep_out(format!("secret {number}").as_bytes())));
    }
    assert_eq!(redact("plain text"), "plain text", "the same secret counts once");
    assert_eq!(redact("no secret 512!"), format!("no {MASK}!"));
    keep_out(b"one more");
    assert_eq!(redact("plain text"), MASK);
}
