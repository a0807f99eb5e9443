//! How the core's answers become values of Swift.

use std::collections::BTreeSet;

/// What the core answers, and what Swift gets of it.
pub(crate) trait Crosses {
    /// What Swift gets.
    type Across;

    /// Hands it over.
    fn across(self) -> Self::Across;
}

impl<T: Crosses> Crosses for Option<T> {
    type Across = Option<T::Across>;

    fn across(self) -> Self::Across {
        self.map(T::across)
    }
}

impl<T: Crosses> Crosses for Vec<T> {
    type Across = Vec<T::Across>;

    fn across(self) -> Self::Across {
        self.into_iter().map(T::across).collect()
    }
}

impl<T: Crosses> Crosses for BTreeSet<T> {
    type Across = Vec<T::Across>;

    fn across(self) -> Self::Across {
        self.into_iter().map(T::across).collect()
    }
}

/// Says which types Swift gets as they are.
macro_rules! as_it_is {
    ($($Type:ty),* $(,)?) => {$(
        impl $crate::crosses::Crosses for $Type {
            type Across = Self;

            fn across(self) -> Self {
                self
            }
        }
    )*};
}
pub(crate) use as_it_is;

/// Says of types what Swift gets in their place.
macro_rules! becomes {
    ($($Type:ty => $Across:ty, |$value:ident| $made:expr;)*) => {$(
        impl $crate::crosses::Crosses for $Type {
            type Across = $Across;

            fn across(self) -> $Across {
                let $value = self;
                $made
            }
        }
    )*};
}
pub(crate) use becomes;

/// Declares a view once: its name in Swift, the core's type, and its fields with the core's types and their documentation.
///
/// The core's views may get more fields; the parity tests of the package compare every record with `core/conformance/types.json`.
macro_rules! record {
    ($($(#[$doc:meta])* $Name:ident = $View:ty { $($(#[$about:meta])* $field:ident: $Type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, uniffi::Record)]
        pub(crate) struct $Name {
            $($(#[$about])* pub(crate) $field: <$Type as $crate::crosses::Crosses>::Across,)*
        }

        impl $crate::crosses::Crosses for $View {
            type Across = $Name;

            fn across(self) -> $Name {
                $Name { $($field: $crate::crosses::Crosses::across(self.$field),)* }
            }
        }
    )*};
}
pub(crate) use record;
