use std::sync::Arc;

use crate::error::{Error, Trouble};

/// Why a store could not do as asked.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Something the change rests on is no longer so; nothing was changed.
    #[error("the change rests on versions that are no longer the last")]
    Conflict,
    /// The store cannot be reached, is full, or took too long; of a change nothing has taken hold.
    #[error("{message}")]
    Unavailable {
        /// What failed.
        message: String,
        /// The store's own error.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// The store was lost while it committed: whether the change has taken hold is not known, and may yet be decided.
    #[error("{message}")]
    Unknown {
        /// What failed.
        message: String,
        /// The store's own error.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// The store cannot be used with what the host gave it: its address, credentials, encryption or rights. Nothing has taken hold.
    #[error("{message}")]
    Refused {
        /// Why.
        reason: Trouble,
        /// What was refused, without secrets.
        message: String,
        /// The store's own error.
        #[source]
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// What is stored is damaged.
    #[error("damaged: {table}, row {row}: {what}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row, by its key.
        row: String,
        /// What is wrong.
        what: String,
    },
    /// The store was made by a newer version (REL-4).
    #[error("schema {found} is newer than {supported}")]
    SchemaTooNew {
        /// The store's schema.
        found: u32,
        /// The newest known here.
        supported: u32,
    },
    /// The store has been closed.
    #[error("closed")]
    Closed,
    /// The process has forked since the store was opened.
    #[error("forked")]
    Forked,
}

type Cause = Option<Arc<dyn std::error::Error + Send + Sync>>;

fn storage(reason: Trouble, message: String, source: Cause) -> Error {
    Error::Storage { reason, message, retryable: reason.is_passing(), source }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::SchemaTooNew { found, supported } => Self::SchemaTooNew { found, supported },
            StoreError::Closed => Self::Closed,
            StoreError::Forked => Self::Forked,
            StoreError::Unavailable { message, source } => storage(Trouble::Failed, message, source),
            StoreError::Unknown { message, source } => storage(Trouble::OutcomeUnknown, message, source),
            StoreError::Refused { reason, message, source } => storage(reason, message, source),
            StoreError::Corrupt { .. } => storage(Trouble::Damaged, error.to_string(), Some(Arc::new(error))),
        }
    }
}
