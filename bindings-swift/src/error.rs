//! Refusals, as Swift is told them: one row of the core's table, with what it says.

use cowrite::{Detail, Error};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::crosses::Crosses;
use crate::custom::{Exact, Whole};
use crate::host::Call;
use crate::records::Shortfall;

/// Why a call was refused, or could not be done: `CowriteError` is made of it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub(crate) enum Refusal {
    /// The only one.
    #[error("{message}")]
    Refused {
        /// The code, the same in every language.
        code: String,
        /// What has happened, in words for a log.
        message: String,
        /// The fields, by name.
        details: Vec<NamedDetail>,
        /// Whether the same call may succeed later.
        retryable: bool,
        /// The HTTP status that suits it.
        status: u16,
        /// What the host's own code threw, by the number under which it is kept.
        cause: Option<u64>,
    },
}

/// A field of a refusal.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct NamedDetail {
    /// Its name.
    pub(crate) name: String,
    /// What it says.
    pub(crate) value: RefusalDetail,
}

/// What a field of a refusal says.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum RefusalDetail {
    /// A word or a sentence.
    Text(String),
    /// A whole number.
    Number(Whole),
    /// Somebody.
    Person(Uuid),
    /// A percentage that may pass 100.
    Amount(Exact),
    /// The kinds of split that are not complete.
    Kinds(Vec<Shortfall>),
}

impl RefusalDetail {
    fn of(name: &str, detail: Detail) -> Option<Self> {
        Some(match detail {
            Detail::Text(text) if name == "person" => Uuid::try_parse(&text).map_or(Self::Text(text), Self::Person),
            Detail::Text(text) if name == "total" || name == "over_by" => match Decimal::from_str_exact(&text) {
                Ok(amount) => Self::Amount(amount.into()),
                Err(_) => Self::Text(text),
            },
            Detail::Text(text) => Self::Text(text),
            Detail::Number(number) => Self::Number(Whole(number.into())),
            Detail::Kinds(kinds) => Self::Kinds(kinds.across()),
            _ => return None,
        })
    }
}

impl Refusal {
    /// Tells what a call was refused with; where a source was unavailable, also what the host's own code threw meanwhile.
    pub(crate) fn of(error: &Error, call: Option<&Call>) -> Self {
        let named = |(name, detail): (&str, Detail)| {
            let value = RefusalDetail::of(name, detail)?;
            Some(NamedDetail { name: name.to_owned(), value })
        };
        Self::Refused {
            code: error.code().to_owned(),
            message: error.to_string(),
            details: error.details().into_iter().filter_map(named).collect(),
            retryable: error.is_retryable(),
            status: error.http_status(),
            // Any other refusal has a reason of its own.
            cause: call.filter(|_| matches!(error, Error::SourceUnavailable)).and_then(Call::blamed),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::of(&error, None)
    }
}

// What Swift hands over is read by `Argument`; what cannot even be lifted is a mistake of the package itself.
impl From<uniffi::UnexpectedUniFFICallbackError> for Refusal {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Error::SourceUnavailable.into()
    }
}
