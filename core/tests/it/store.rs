//! Stores: the suite over each of them, and what only a file can go through.

use cowrite::adapters::MemoryStore;
use cowrite::testing::store_conformance::store_conformance;
use pollster::block_on;

#[cfg(feature = "sqlite")]
mod acts;
#[cfg(feature = "sqlite")]
mod columns;
#[cfg(feature = "sqlite")]
mod files;
#[cfg(feature = "sqlite")]
mod flips;
#[cfg(feature = "sqlite")]
mod moved;
#[cfg(feature = "sqlite")]
mod processes;
#[cfg(feature = "postgres")]
mod shared;

#[test]
fn the_store_in_memory_keeps_the_contract() {
    block_on(store_conformance(|| async { MemoryStore::new() })).unwrap();
}
