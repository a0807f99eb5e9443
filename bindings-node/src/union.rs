//! What is one of a few objects, told apart in JavaScript by their `kind`.

/// Declares it once: the name in JavaScript, the core's type, the argument's, and each variant with its fields as they are given and shown.
macro_rules! union {
    ($(
        $(#[doc = $doc:literal])*
        $Name:ident = $Core:ty, given as $Argument:ident {
            $($(#[doc = $about:literal])* $kind:literal $Variant:ident {
                $($(#[doc = $of:literal])* $field:ident: $Given:ty = $Shown:ty),* $(,)?
            } = $pattern:pat => ($($shown:expr),*), |$name:ident| $made:expr;)*
        }
    )*) => {
        /// The unions of this room.
        pub(crate) fn unions() -> Vec<$crate::shape::Union> {
            vec![$($crate::shape::Union {
                name: stringify!($Name),
                docs: vec![$($doc),*],
                by: "kind",
                variants: vec![$($crate::shape::Record {
                    name: $kind,
                    docs: vec![$($about),*],
                    fields: vec![$($crate::shape::Field {
                        name: stringify!($field),
                        docs: vec![$($of),*],
                        shape: <$Shown as $crate::shown::Shown>::shape(),
                        optional: false,
                    }),*],
                    entries: None,
                }),*],
            }),*]
        }

        $(
            impl $crate::shown::Shown for $Core {
                fn shape() -> $crate::shape::Shape {
                    $crate::shape::Shape::Union(stringify!($Name))
                }

                fn write(&self, out: &mut String) {
                    match self {
                        $($pattern => {
                            out.push_str(concat!("{\"kind\":\"", $kind, "\""));
                            $({
                                out.push(',');
                                out.push_str(&$crate::shown::key(stringify!($field)));
                                let value: &$Shown = $shown;
                                $crate::shown::Shown::write(value, out);
                            })*
                            out.push('}');
                        })*
                    }
                }
            }

            $(#[doc = $doc])*
            #[derive(Debug, serde::Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub(crate) enum $Argument {
                $($(#[doc = $about])* $Variant { $($field: $Given),* },)*
            }

            impl $crate::argument::Argument for $Argument {
                type Value = $Core;

                fn shape() -> $crate::shape::Shape {
                    $crate::shape::Shape::Union(stringify!($Name))
                }

                fn value(self, name: &'static str) -> Result<$Core, cowrite::Error> {
                    match self {
                        $(Self::$Variant { $($field),* } => {
                            let $name = name;
                            Ok($made)
                        })*
                    }
                }
            }
        )*
    };
}
pub(crate) use union;
