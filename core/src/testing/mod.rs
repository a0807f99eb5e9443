//! For those who write stores, bindings or apps on this library: suites, builders, and the oracle to compare with.
//!
//! | module | for |
//! |---|---|
//! | [`scenario`] | playing `conformance/scenarios/*.json` on any workspace |
//! | [`store_conformance`](mod@store_conformance) | whether a store keeps its contract |
//! | [`files_conformance`](mod@files_conformance) | whether a file store keeps its contract |
//! | [`oracle`] | the rules once more, plain and slow, sharing no code with the domain |
//! | [`linearizability`] | whether calls that overlapped can have happened one after the other |
//! | [`CountingStore`], [`FaultyStore`] | how often a store is asked, and what comes of its failures |
//! | [`Shelf`], [`PlainHasher`] | files and passwords of links, at hand |

pub mod call;
mod call_files;
mod call_index;
mod call_library;
mod call_links;
mod call_outside;
mod counting;
mod faulty;
pub mod files_conformance;
mod hand;
mod hasher;
mod index;
pub mod linearizability;
pub mod oracle;
pub mod scenario;
mod shelf;
pub mod store_conformance;
mod studio;

pub use counting::CountingStore;
pub use faulty::{CommitFault, FaultyStore};
pub use hand::InStore;
pub use hasher::PlainHasher;
pub use index::tell_index;
pub use shelf::Shelf;
pub use studio::{SeededEntropy, SettableClock, Studio};
