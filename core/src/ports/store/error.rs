use std::sync::Arc;

/// Why a store could not do as asked.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Something the change rests on is no longer so; nothing was changed.
    #[error("the change rests on versions that are no longer the last")]
    Conflict,
    /// The store cannot be reached, is full, or may not be written; what was under way may or may not have taken hold.
    #[error("{message}")]
    Unavailable {
        /// What failed.
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

impl From<StoreError> for crate::error::Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::SchemaTooNew { found, supported } => Self::SchemaTooNew { found, supported },
            StoreError::Closed => Self::Closed,
            StoreError::Forked => Self::Forked,
            StoreError::Unavailable { message, source } => Self::Storage { message, retryable: true, source },
            StoreError::Corrupt { .. } => {
                Self::Storage { message: error.to_string(), retryable: false, source: Some(Arc::new(error)) }
            }
        }
    }
}
