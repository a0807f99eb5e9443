//! The one integration binary of the library.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod batch;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod cases;
#[cfg(test)]
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod children;
#[cfg(test)]
#[cfg(feature = "sqlite")]
mod contention;
#[cfg(test)]
mod counting;
#[cfg(test)]
mod direct_addresses;
#[cfg(test)]
#[cfg(feature = "dropbox")]
mod dropbox;
#[cfg(test)]
mod dry_run;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod exhaustive;
#[cfg(test)]
mod file_deeds;
#[cfg(test)]
mod file_moves;
#[cfg(test)]
mod files;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod house;
#[cfg(test)]
mod index;
#[cfg(test)]
mod library;
#[cfg(test)]
mod linearizability;
#[cfg(test)]
mod link_faults;
#[cfg(test)]
mod link_moves;
#[cfg(test)]
mod links;
#[cfg(test)]
mod maintain;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod matrix_links;
#[cfg(test)]
mod matrix_nobody;
#[cfg(test)]
mod matrix_outside;
#[cfg(test)]
mod matrix_rows;
#[cfg(test)]
mod move_arguments;
#[cfg(test)]
mod moves;
#[cfg(test)]
mod moves_outside;
#[cfg(test)]
mod past;
#[cfg(test)]
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod store;
#[cfg(test)]
mod sync;
#[cfg(test)]
#[cfg(feature = "postgres")]
mod sync_late;
#[cfg(test)]
mod transfer;
#[cfg(test)]
mod types;
#[cfg(test)]
mod visits;
#[cfg(test)]
mod world;
