//! Nothing that was named a secret comes through, however it is written.

use std::{borrow::Cow, fmt::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use tickloom_logs::{MASK, keep_out, redact};

#[test]
fn every_form_of_a_secret_is_masked() {
    keep_out("pa\"ss wö/rd\\+'&?".as_bytes());
    let cases = [
        ("as it is", "pa\"ss wö/rd\\+'&?"),
        ("JSON", r#"pa\"ss wö/rd\\+'&?"#),
        ("JSON in ASCII", r#"pa\"ss w\u00f6/rd\\+'&?"#),
        ("JSON with escaped slashes", r#"pa\"ss wö\/rd\\+'&?"#),
        ("JSON within JSON", r#"pa\\\"ss wö/rd\\\\+'&?"#),
        ("a text of Python or Rust", r#"pa"ss wö/rd\\+\'&?"#),
        ("bytes of Python", r#"pa"ss w\xc3\xb6/rd\\+'&?"#),
        ("a URL", "pa%22ss%20w%C3%B6%2Frd%5C%2B%27%26%3F"),
        ("a URL in lower case", "pa%22ss%20w%c3%b6%2frd%5c%2b%27%26%3f"),
        ("the path of a URL", "pa%22ss%20w%C3%B6/rd%5C%2B%27%26%3F"),
        ("a form", "pa%22ss+w%C3%B6%2Frd%5C%2B%27%26%3F"),
        ("encodeURIComponent", "pa%22ss%20w%C3%B6%2Frd%5C%2B'%26%3F"),
        ("encodeURI", "pa%22ss%20w%C3%B6/rd%5C+'&?"),
        ("hexadecimal", "70612273732077c3b62f72645c2b27263f"),
    ];
    for (name, text) in cases {
        assert_eq!(redact(&format!("<{text}>")), format!("<{MASK}>"), "{name}");
    }
}

#[test]
fn base64_hides_nothing_wherever_the_secret_begins_in_it() {
    keep_out(b"Zz-hunter2-hunter2");
    for before in ["", "a", "ab", "user:", "someone:"] {
        for after in ["", "!", "!!", "!!!"] {
            let text = STANDARD.encode(format!("{before}Zz-hunter2-hunter2{after}"));
            for text in [text.clone(), text.replace('+', "-").replace('/', "_")] {
                assert_eq!(redact(&format!("Basic {text};")), format!("Basic {MASK};"), "{before}…{after}");
            }
        }
    }
}

#[test]
fn secrets_that_overlap_leave_nothing_of_either() {
    keep_out(b"overlap-one-two");
    keep_out(b"two-three-four");
    keep_out(b"one-two-thr");
    assert_eq!(redact("(overlap-one-two-three-four)"), format!("({MASK})"));
    assert_eq!(redact("overlap-one-twooverlap-one-two."), format!("{MASK}."));
}

#[test]
fn a_secret_of_several_lines_is_masked_line_by_line() {
    keep_out(b"-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\r\n9w0BAQEFAASCBKcwggSj\n-----END KEY-----\n");
    assert_eq!(redact("> 9w0BAQEFAASCBKcwggSj"), format!("> {MASK}"));
    assert_eq!(redact("-----BEGIN KEY-----"), "-----BEGIN KEY-----", "what it is may be said");
}

#[test]
fn what_is_too_short_would_stand_everywhere() {
    assert!(!keep_out(b"") && !keep_out(b"abc"));
    assert!(matches!(redact("abc abc"), Cow::Borrowed("abc abc")));
    assert!(keep_out(b"q#7!"));
    assert_eq!(redact("q#7! and q#7"), format!("{MASK} and q#7"));
}

#[test]
fn bytes_that_are_no_text_are_secrets_too() {
    let secret = [0xc3, 0x28, 0xff, 0x00, 0x9f];
    assert!(keep_out(&secret));
    let hex = secret.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02X}").unwrap();
        text
    });
    assert_eq!(redact(&hex), MASK);
    keep_out(&"ö-ö-ö".as_bytes()[1..]);
    assert_eq!(redact("ö-ö-ö?"), format!("{MASK}?"), "a character is masked whole");
}
