//! How an operation is declared.

/// Declares operations: documentation, name, arguments, what the core returns, and the core's call, in which each argument has been read.
///
/// Documentation, order and labels are those of Swift: `person as "from": PersonID` has the label `from`, `as "_"` none, otherwise it is the name.
/// `face.py` reads this text, and writes the public methods of it.
macro_rules! operations {
    ($Face:ident on $Core:ty; $(
        $(#[$doc:meta])*
        $name:ident($($argument:ident $(as $label:literal)?: $Argument:ty $(= $default:expr)?),* $(,)?) -> $Result:ty = |$core:ident| $call:expr;
    )*) => {
        use $crate::faces::$Face;

        #[uniffi::export]
        impl $Face {$(
            $(#[$doc])*
            pub(crate) async fn $name(
                &self,
                $($argument: $Argument),*
            ) -> Result<<$Result as $crate::crosses::Crosses>::Across, $crate::error::Refusal> {
                let done = async {
                    $(let $argument = $crate::argument::Argument::value($argument, stringify!($argument))?;)*
                    let $core: &$Core = &self.core;
                    $call.await
                };
                $crate::host::Call::new().follow(done).await
            }
        )*}
    };
}
pub(crate) use operations;
