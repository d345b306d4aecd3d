//! The table of methods: names, records and codes that fit each other.

use std::collections::BTreeSet;

use tickloom_protocol::{
    Answer, Description, ERRORS, FRAMES, Field, MethodInfo, PROTOCOL_VERSION, ProtocolError, Type,
    methods::{GROUPS, method},
    records,
};

fn methods() -> impl Iterator<Item = &'static MethodInfo> {
    GROUPS.iter().flat_map(|(_, methods)| methods.iter())
}

fn fields() -> impl Iterator<Item = (&'static str, &'static Field)> {
    records().into_iter().flat_map(|record| record.fields.iter().map(|field| (record.name, field)))
}

#[test]
fn every_method_is_found_by_its_name_and_no_other() {
    for known in methods() {
        assert_eq!(method(known.name).map(|found| found.name), Some(known.name));
    }
    for unknown in ["", ".", "bars", "bars.", ".range", "bars.range.", "bars.Range", "tick.range"] {
        assert!(method(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn names_say_their_group_and_stand_there_once() {
    for (group, methods) in GROUPS {
        assert!(methods.iter().all(|method| method.name.split('.').next() == Some(group)), "{group}");
    }
    let names = methods().map(|method| method.name).collect::<Vec<_>>();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn records_have_one_name_each_and_fields_too() {
    let records = records();
    let names = records.iter().map(|record| record.name).collect::<BTreeSet<_>>();
    assert_eq!(names.len(), records.len());
    for record in records {
        let fields = record.fields.iter().map(|field| field.name).collect::<BTreeSet<_>>();
        assert_eq!(fields.len(), record.fields.len(), "{}", record.name);
    }
}

#[test]
fn headings_of_the_page_differ() {
    let kinds = FRAMES.iter().map(|frame| frame.kind.to_owned());
    let headings = kinds.chain(GROUPS.iter().map(|(group, _)| (*group).to_owned()));
    let headings = headings.chain(records().into_iter().map(|record| record.name.to_lowercase()));
    let headings = headings.collect::<Vec<_>>();
    assert_eq!(headings.iter().collect::<BTreeSet<_>>().len(), headings.len());
}

#[test]
fn everything_is_said_in_one_sentence_or_more() {
    let said = methods().map(|method| (method.name, method.doc));
    let said = said.chain(records().into_iter().map(|record| (record.name, record.doc)));
    for (name, doc) in said.chain(fields().map(|(name, field)| (name, field.doc))) {
        assert!(doc.ends_with('.') && doc.len() > 3, "{name}: {doc}");
    }
}

#[test]
fn every_time_says_its_unit() {
    for (record, field) in fields() {
        let is_int64 = matches!(field.kind, Type::Int64 | Type::List(Type::Int64));
        assert_eq!(
            is_int64,
            field.unit.is_some_and(|unit| unit.starts_with("ns") || unit == "points"),
            "{record}.{}",
            field.name
        );
    }
}

#[test]
fn defaults_belong_to_fields_that_may_be_missing_and_to_the_words_allowed() {
    for (record, field) in fields().filter(|(_, field)| field.default.is_some()) {
        assert!(field.is_optional, "{record}.{}", field.name);
        let default = field.default.unwrap_or_default();
        assert!(field.words.is_empty() || field.words.contains(&default), "{record}.{}", field.name);
    }
}

#[test]
fn results_in_parts_hold_columns() {
    for method in methods().filter(|method| method.answer == Answer::Parts) {
        assert!(method.result.fields.iter().any(|field| matches!(field.kind, Type::Bin)), "{}", method.name);
    }
}

#[test]
fn codes_of_this_crate_are_in_the_list() {
    let errors = [
        ProtocolError::FrameTooLarge { bytes: 1 },
        ProtocolError::TooDeep { byte: 1 },
        ProtocolError::TooManyValues,
        ProtocolError::Malformed { byte: 1, reason: "" },
        ProtocolError::NoFrame(String::new()),
        ProtocolError::BadParams(String::new()),
        ProtocolError::Unsendable(String::new()),
    ];
    for error in errors {
        assert!(ERRORS.iter().any(|known| known.code == error.code()), "{}", error.code());
    }
    let names = ERRORS.iter().map(|error| error.code).collect::<BTreeSet<_>>();
    assert_eq!(names.len(), ERRORS.len());
}

#[test]
fn close_codes_are_those_of_websockets_or_of_applications() {
    for close in ERRORS.iter().filter_map(|error| error.close) {
        assert!(matches!(close, 1001 | 1007 | 1009 | 1011 | 4000..=4999), "{close}");
    }
}

#[test]
fn the_description_holds_all_of_it_and_can_travel() {
    let description = Description::of_this_version();
    assert_eq!(description.protocol, PROTOCOL_VERSION);
    assert_eq!(description.methods.len(), methods().count());
    let bytes = rmp_serde::to_vec_named(&description).unwrap();
    assert_eq!(rmp_serde::from_slice::<Description>(&bytes).unwrap(), description);
    assert!(tickloom_protocol::check(&bytes).is_ok());
}
