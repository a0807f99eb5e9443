//! The face of a visitor: somebody with only an address, and no account.

use super::driver::Driver;

/// The face of somebody who has no account: they find public pages.
///
/// Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub(super) driver: Driver,
}

impl Visitor {
    pub(crate) const fn of(driver: Driver) -> Self {
        Self { driver }
    }
}
