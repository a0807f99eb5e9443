//! Power cuts and failing disks, simulated under the real SQLite store.
//!
//! A [`Disk`] in memory keeps for each file what has been written and what has been made durable.
//! A power cut keeps a random part of the rest, sector by sector.
//! [`run`] drives a store on such a disk through random histories, breaks it at a random operation,
//! and looks at what a new start finds: nothing acknowledged may be lost, and nothing may be half there.

mod disk;
mod random;
mod simulation;
mod vfs;

pub use disk::{Disk, Fault, Trouble};
pub use random::Random;
pub use simulation::{Figures, Mode, run};
pub use vfs::Machine;
