//! The catalogue is whole: every entry says everything, in sentences, once, and of a class that there is.

use std::collections::BTreeSet;

use tickloom_errors::{
    CLASSES, COMMAND_LINE, CONVERSATION, EXITS, Entry, Exit, GROUPS, IN_REPORTS, entries, entry,
};

/// Classes that are written by hand.
const BY_HAND: [&str; 7] =
    ["Interrupted", "CommandError", "InvalidChart", "TooManyBars", "PageNotBuilt", COMMAND_LINE, IN_REPORTS];

fn wrong(is_right: impl Fn(&Entry) -> bool) -> Vec<&'static str> {
    entries().filter(|entry| !is_right(entry)).map(|entry| entry.code).collect()
}

fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && !text.contains("](") && text.trim() == text && text.len() > 8
}

fn is_code(code: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    code == "interrupted" || code.split('.').count() == 2 && code.split('.').all(is_word)
}

#[test]
fn every_code_is_written_as_codes_are_and_stands_there_once() {
    assert_eq!(wrong(|entry| is_code(entry.code)), [""; 0]);
    let codes = entries().map(|entry| entry.code).collect::<BTreeSet<_>>();
    assert_eq!(codes.len(), entries().count());
}

#[test]
fn every_code_says_what_happened_and_what_to_do_in_sentences() {
    assert_eq!(wrong(|entry| is_sentence(entry.what) && is_sentence(entry.advice)), [""; 0]);
    assert!(GROUPS.iter().all(|group| !group.name.is_empty() && group.about.ends_with('.')));
}

#[test]
fn every_code_has_a_class_that_there_is() {
    let classes = CLASSES.iter().map(|class| class.name).chain(BY_HAND).collect::<BTreeSet<_>>();
    assert_eq!(wrong(|entry| classes.contains(entry.class)), [""; 0]);
}

#[test]
fn every_class_stands_after_its_parent_and_has_codes_or_classes_below() {
    let mut known = BTreeSet::from(["TickloomError"]);
    for class in CLASSES {
        assert!(known.contains(class.parent), "{}", class.name);
        assert!(known.insert(class.name), "{} is there twice", class.name);
        assert!(class.doc.ends_with('.'), "{}", class.name);
        let is_used = entries().any(|entry| entry.class == class.name)
            || CLASSES.iter().any(|below| below.parent == class.name);
        assert!(is_used, "{}", class.name);
    }
}

#[test]
fn no_code_ends_a_command_as_if_all_were_done() {
    assert_eq!(wrong(|entry| entry.exit != Exit::Done), [""; 0]);
    let numbers = EXITS.iter().map(|exit| exit.code()).collect::<BTreeSet<_>>();
    assert_eq!(numbers.len(), EXITS.len());
}

#[test]
fn what_makes_no_sense_is_not_asked_again() {
    let hopeless = [Exit::Usage, Exit::NotFound, Exit::Internal, Exit::Interrupted];
    let may_appear = ["ipc.no_engine"];
    assert_eq!(
        wrong(|entry| !entry.is_retryable
            || !hopeless.contains(&entry.exit)
            || may_appear.contains(&entry.code)),
        [""; 0]
    );
}

#[test]
fn only_a_conversation_ends_a_connection_and_those_codes_come_first() {
    let of_it = CONVERSATION.iter().map(|entry| entry.code).collect::<BTreeSet<_>>();
    assert_eq!(wrong(|entry| entry.close.is_none() || of_it.contains(entry.code)), [""; 0]);
    assert!(CONVERSATION.is_sorted_by_key(|entry| entry.close.is_none()));
}

#[test]
fn a_code_is_found_and_no_other() {
    assert_eq!(entry("store.full").map(|entry| entry.exit), Some(Exit::Unusable));
    for unknown in ["", ".", "store", "store.", "store.fuller", "STORE.FULL"] {
        assert!(entry(unknown).is_none(), "{unknown}");
    }
}
