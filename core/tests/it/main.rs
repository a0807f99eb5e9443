//! The one integration binary of the library.

#[cfg(test)]
mod house;
mod histories;
mod scenarios;
