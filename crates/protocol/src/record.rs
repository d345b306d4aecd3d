//! The macro by which a record is written down once: as a type of Rust that travels, and as a definition.

/// Types of Rust whose fields travel in the order in which they stand.
///
/// A field is `name: type`, and `=> unit("ns") range("1 or more")` or any other of the builders of `Field` behind it.
macro_rules! records {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident {
            $($(#[doc = $about:literal])+ $field:ident: $type:ty $(=> $($word:ident($($value:expr)?))+)?,)*
        }
    )*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            pub struct $name {
                $(
                    $(#[doc = $about])+
                    #[serde(skip_serializing_if = "crate::definition::Wire::is_absent")]
                    pub $field: $type,
                )*
            }

            impl $name {
                /// What stands in it.
                pub const RECORD: &crate::definition::Record = &crate::definition::Record {
                    name: stringify!($name),
                    doc: concat!($($doc),+),
                    path: module_path!(),
                    fields: &[$(
                        crate::definition::Field::of::<$type>(stringify!($field), concat!($($about),+))
                            $($(.$word($($value)?))+)?
                    ),*],
                };
            }

            impl crate::definition::Wire for $name {
                const TYPE: crate::definition::Type = crate::definition::Type::Record(Self::RECORD);
            }
        )*
    };
}

pub(crate) use records;
