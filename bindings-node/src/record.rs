//! Records: the core's views as plain objects.

/// Declares views once: the name in JavaScript, the core's type, and its fields with the core's types and their documentation.
///
/// A field that the core shows under another name says it: `operation as "do": String`.
/// A page says where its entries are: `LibraryPage = cowrite::LibraryPage, page of rows`.
/// The tests compare every record with `core/conformance/types.json`.
macro_rules! record {
    ($(
        $(#[doc = $doc:literal])*
        $Name:ident = $View:ty $(, page of $entries:ident)? {
            $($(#[doc = $about:literal])* $field:ident $(as $other:tt)?: $Type:ty),* $(,)?
        }
    )*) => {
        /// The records of this room.
        pub(crate) fn records() -> Vec<$crate::shape::Record> {
            vec![$($crate::shape::Record {
                name: stringify!($Name),
                docs: vec![$($doc),*],
                fields: vec![$($crate::shape::Field {
                    name: $crate::record::field_name!($field $($other)?),
                    docs: vec![$($about),*],
                    shape: <$Type as $crate::shown::Shown>::shape(),
                    optional: false,
                }),*],
                entries: None::<&'static str>$(.or(Some(stringify!($entries))))?,
            }),*]
        }

        $(
            impl $crate::shown::Shown for $View {
                fn shape() -> $crate::shape::Shape {
                    $crate::shape::Shape::Record(stringify!($Name))
                }

                fn write(&self, out: &mut String) {
                    let mut before = '{';
                    $({
                        static KEY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
                            $crate::shown::key($crate::record::field_name!($field $($other)?))
                        });
                        out.push(before);
                        before = ',';
                        out.push_str(&KEY);
                        let value: &$Type = &self.$field;
                        $crate::shown::Shown::write(value, out);
                    })*
                    let _ = before;
                    out.push('}');
                }
            }
        )*
    };
}
pub(crate) use record;

/// The name that a field has in the core's own JSON.
macro_rules! field_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $other:tt) => {
        $other
    };
}
pub(crate) use field_name;
