//! Adapters: the ports implemented. Each knows the ports and the domain, none knows another.

mod memory;

pub use memory::MemoryStore;
