//! Which way of sharing suits what somebody wants (LNK-10).

use crate::argument::WordArgument;
use crate::call::operations;

operations! { free on ();
    /// The way of sharing that suits a situation best (LNK-10). Refused with `invalid_input` for a word that is no `Situation`.
    sharing_method_for(situation: WordArgument<cowrite::Situation>) -> cowrite::SharingMethod = |_none| {
        std::future::ready(Ok::<_, cowrite::Error>(cowrite::sharing_method_for(situation)))
    };
}
