use std::collections::BTreeMap;

use super::{Entry, FileId, Item, PAGE_LIMIT, Rev};

/// What has been told of a folder: how a store that keeps no history of its own finds out what is news.
///
/// A store reads the folder as it is, compares, and keeps what it has told by then under the cursor that it gives.
///
/// # Example: nothing new
///
/// ```
/// use cowrite::ports::files::{Entry, FileId, Node, Seen};
///
/// let mix = Entry { id: FileId::new("1"), path: vec!["mixes".to_owned()], node: Node::Folder };
/// let (news, seen, has_more) = Seen::default().compare([mix.clone()], 100);
/// assert_eq!((news.len(), has_more), (1, false));
/// assert!(!seen.differs([mix]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen(BTreeMap<(Vec<String>, FileId), Option<Rev>>);

fn state(entry: &Entry) -> Option<Rev> {
    entry.file().map(|facts| facts.rev.clone())
}

impl Seen {
    /// Returns what is known once all of a folder has been told.
    #[must_use]
    pub fn all(now: impl IntoIterator<Item = Entry>) -> Self {
        let known = |entry: Entry| {
            let state = state(&entry);
            ((entry.path, entry.id), state)
        };
        Self(now.into_iter().map(known).collect())
    }

    /// Returns how many files and folders are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether there is news.
    pub fn differs(&self, now: impl IntoIterator<Item = Entry>) -> bool {
        *self != Self::all(now)
    }

    /// Returns the news in order, at most `limit` of it, with what has been told by then and whether there is more.
    #[must_use]
    pub fn compare(&self, now: impl IntoIterator<Item = Entry>, limit: u32) -> (Vec<Item>, Self, bool) {
        let limit = if limit == 0 { PAGE_LIMIT } else { limit.min(PAGE_LIMIT) };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let now: BTreeMap<_, _> =
            now.into_iter().map(|entry| ((entry.path.clone(), entry.id.clone()), entry)).collect();
        let (mut told, mut items) = (self.0.clone(), Vec::new());
        // What is gone goes first: a name may have been given to another, and a folder's going takes all that was in it.
        let gone: Vec<_> = self.0.keys().filter(|key| !now.contains_key(*key)).map(|(path, _)| path.clone()).collect();
        let mut last: Option<Vec<String>> = None;
        for path in gone {
            if last.as_ref().is_some_and(|last| path.starts_with(last)) {
                continue;
            }
            if items.len() == limit {
                return (items, Self(told), true);
            }
            told.retain(|(known, _), _| !known.starts_with(&path));
            items.push(Item::Gone(path.clone()));
            last = Some(path);
        }
        for (key, entry) in now {
            let state = state(&entry);
            if told.get(&key) == Some(&state) {
                continue;
            }
            if items.len() == limit {
                return (items, Self(told), true);
            }
            told.insert(key, state);
            items.push(Item::Here(entry));
        }
        (items, Self(told), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::files::{FileFacts, Node};
    use crate::time::Timestamp;

    fn entry(path: &str, id: &str, rev: &str) -> Entry {
        let path = path.split('/').map(str::to_owned).collect();
        let facts = FileFacts { size: 0, rev: Rev::new(rev), modified_at: Timestamp::EPOCH, content_hash: None };
        let node = if rev.is_empty() { Node::Folder } else { Node::File(facts) };
        Entry { id: FileId::new(id), path, node }
    }

    /// Takes news as a mirror would.
    fn mirror(known: &mut BTreeMap<Vec<String>, Entry>, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Gone(path) => known.retain(|known, _| !known.starts_with(&path)),
                Item::Here(entry) => drop(known.insert(entry.path.clone(), entry)),
            }
        }
    }

    #[test]
    fn a_mirror_follows_whatever_happens_page_by_page() {
        let states = [
            vec![],
            vec![entry("a", "1", ""), entry("a/x", "2", "r1"), entry("b", "3", "r1")],
            vec![entry("a", "9", ""), entry("a/x", "2", "r1"), entry("b", "3", "r2")],
            vec![entry("a", "3", "r2"), entry("b", "9", ""), entry("b/x", "2", "r1"), entry("b/y", "1", "")],
            vec![entry("A", "3", "r2"), entry("b", "9", "")],
            vec![],
        ];
        for limit in [1, 2, 100] {
            let (mut seen, mut known) = (Seen::default(), BTreeMap::new());
            for now in &states {
                loop {
                    let (items, told, has_more) = seen.compare(now.clone(), limit);
                    assert!(items.len() <= usize::try_from(limit).unwrap() && (!has_more || !items.is_empty()));
                    mirror(&mut known, items);
                    seen = told;
                    if !has_more {
                        break;
                    }
                }
                assert_eq!(known.values().cloned().collect::<Vec<_>>(), *now, "{limit}");
                assert!(!seen.differs(now.clone()));
            }
        }
    }
}
