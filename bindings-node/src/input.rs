//! Objects that callers give.

/// Declares objects that callers give: the name in JavaScript, the fields with their arguments, and what the core takes.
///
/// In the reading each field stands under its name as it was given, beside the name of the argument.
macro_rules! input {
    ($(
        $(#[doc = $doc:literal])*
        $Name:ident => $Core:ty {
            $($(#[doc = $about:literal])* $field:ident: $Argument:ty),* $(,)?
        } = |$name:ident| $taken:expr;
    )*) => {
        /// The objects of this room that callers give.
        pub(crate) fn inputs() -> Vec<$crate::shape::Record> {
            vec![$($crate::shape::Record {
                name: stringify!($Name),
                docs: vec![$($doc),*],
                fields: vec![$($crate::shape::Field {
                    name: stringify!($field),
                    docs: vec![$($about),*],
                    shape: <$Argument as $crate::argument::Argument>::shape(),
                    optional: <$Argument as $crate::argument::Argument>::OPTIONAL,
                }),*],
                entries: None,
            }),*]
        }

        $(
            $(#[doc = $doc])*
            #[derive(Debug, serde::Deserialize)]
            pub(crate) struct $Name {
                $($field: $Argument,)*
            }

            impl $crate::argument::Argument for $Name {
                type Value = $Core;

                fn shape() -> $crate::shape::Shape {
                    $crate::shape::Shape::Record(stringify!($Name))
                }

                fn value(self, $name: &'static str) -> Result<$Core, cowrite::Error> {
                    let Self { $($field),* } = self;
                    Ok($taken)
                }
            }
        )*
    };
}
pub(crate) use input;
