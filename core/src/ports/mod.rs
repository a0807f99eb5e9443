//! Ports: what the library needs from outside, as contracts that one can implement from the page alone.
//!
//! | port | gives |
//! |---|---|
//! | [`store::Store`] | the stored state, read and changed whole |
//! | [`files::FileStore`] | the files of tracks, with [`files::FolderSharing`] and [`files::Membership`] for who else sees them |
//! | [`Clock`] | the time |
//! | [`Entropy`] | random bits |
//! | [`Timer`] | waiting |
//! | [`PasswordHasher`] | hashes of passwords |
//! | [`TokenStore`] | where the tokens of accounts are kept |
//! | [`TrackFiles`] | what files tracks have now |
//!
//! Ports are object-safe, `Send + Sync`, and know no runtime: any executor, or a plain `block_on`, can poll what they return.

use core::future::Future;
use core::pin::Pin;

mod clock;
mod entropy;
pub mod files;
mod hasher;
pub mod store;
mod timer;
mod tokens;
mod track_files;

pub use clock::{Clock, SystemClock};
pub use entropy::{Entropy, SystemEntropy};
pub use hasher::PasswordHasher;
pub use timer::{SystemTimer, Timer};
pub use tokens::{TokenStore, Tokens};
pub use track_files::{
    Arriving, Bytes, FilesOfTracks, NewFile, NoFiles, Place, SeenFile, Setback, SharingFound, SharingWish, TrackFile,
    TrackFiles, Wanted, Work,
};

/// What an asynchronous port returns: a future that any executor can poll, on any thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
