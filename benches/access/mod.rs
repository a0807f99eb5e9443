//! What engines that answer "may they?" are measured on: one world, one floor, one list of questions with their answers.

mod floor;
mod questions;
mod revokes;
mod world;
mod written;

pub use floor::{Floor, FloorIds, FloorLists, key};
pub use questions::{Question, questions};
pub use revokes::revokes;
pub use world::{Dice, Grant, World};
