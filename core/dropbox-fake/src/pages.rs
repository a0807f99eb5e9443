use std::collections::VecDeque;

use serde_json::Value;

use crate::world::World;

/// What of a list of folders or members has not been told yet.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The route that goes on with it.
    pub(crate) route: &'static str,
    pub(crate) account: String,
    pub(crate) limit: usize,
    /// Each with the name of the list in the answer that it belongs to.
    pub(crate) rest: VecDeque<(&'static str, Value)>,
}

impl World {
    /// Begins or goes on with a list: what belongs on the next page, and the cursor after it where there is more.
    pub(crate) fn turn(&mut self, mut page: Page) -> (Vec<(&'static str, Value)>, Option<String>) {
        let n = page.limit.max(1).min(page.rest.len());
        let told = page.rest.drain(..n).collect();
        if page.rest.is_empty() {
            return (told, None);
        }
        let cursor = format!("page-{:020}", self.next());
        self.pages.insert(cursor.clone(), page);
        (told, Some(cursor))
    }

    /// The page that a cursor stands for, if it is this account's and this route's.
    pub(crate) fn page(&self, cursor: &str, route: &str, account: &str) -> Option<Page> {
        self.pages.get(cursor).filter(|page| page.route == route && page.account == account).cloned()
    }
}
