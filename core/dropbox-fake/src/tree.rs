use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::folders::Shared;
use crate::names::{fold, names};
use crate::world::World;

/// Files and folders under one root: somebody's home, a shared folder, or a team's space.
///
/// Nodes stand under their folded path, so that what lies in a folder follows it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Namespace {
    pub(crate) nodes: BTreeMap<String, Node>,
    pub(crate) shared: Option<Shared>,
    /// Folded paths of folders that belong to apps.
    pub(crate) app_folders: Vec<String>,
    /// Who may enter without being a member: a team's space.
    pub(crate) visitors: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    File(File),
    Folder,
    /// The place at which another namespace is seen.
    Mount(String),
}

#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) data: Arc<Vec<u8>>,
    pub(crate) hash: String,
    pub(crate) rev: String,
    pub(crate) client_modified: String,
    pub(crate) server_modified: String,
    pub(crate) modified_by: String,
}

/// What a file once held.
#[derive(Debug, Clone)]
pub(crate) struct Revision {
    pub(crate) id: String,
    pub(crate) file: File,
}

/// Who looks, and from which root paths are counted.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) account: String,
    pub(crate) root: String,
}

/// Where something is or could be; the root of a namespace where `rel` is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) ns: String,
    pub(crate) rel: String,
}

/// Where a namespace is seen: folded, and as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) ns: String,
    pub(crate) lower: String,
    pub(crate) display: String,
}

/// How much a member may do, as a number that grows with it.
pub(crate) fn rank(level: &str) -> u8 {
    match level {
        "owner" => 4,
        "editor" => 3,
        "viewer" => 2,
        "viewer_no_comment" => 1,
        _ => 0,
    }
}

/// As Dropbox hashes content: SHA-256 over the SHA-256 of each 4 MiB, in hex.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    let mut outer = Sha256::new();
    for block in bytes.chunks(4 * 1024 * 1024) {
        outer.update(Sha256::digest(block));
    }
    outer.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Namespace {
    /// Everything that lies in a folder, however deep, by its folded path.
    pub(crate) fn below(&self, rel: &str) -> impl Iterator<Item = (&String, &Node)> + use<'_> {
        let inside = format!("{rel}/");
        self.nodes.range(inside.clone()..).take_while(move |(path, _)| path.starts_with(&inside))
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.nodes.values().map(|node| if let Kind::File(file) = &node.kind { file.data.len() as u64 } else { 0 }).sum()
    }
}

impl World {
    pub(crate) fn node(&self, place: &Place) -> Option<&Node> {
        self.namespaces.get(&place.ns)?.nodes.get(&place.rel)
    }

    /// What an account may do in a namespace.
    pub(crate) fn level(&self, account: &str, ns: &str) -> Option<&str> {
        if self.accounts.get(account).is_some_and(|found| found.home == ns) {
            return Some("owner");
        }
        let namespace = self.namespaces.get(ns)?;
        if namespace.visitors.iter().any(|visitor| visitor == account) {
            return Some("editor");
        }
        namespace.shared.as_ref()?.members.get(account).map(|member| member.level.as_str())
    }

    pub(crate) fn can_write(&self, account: &str, ns: &str) -> bool {
        self.level(account, ns).is_some_and(|level| rank(level) >= 3)
    }

    /// Where a path leads; the tag of `LookupError` where it leads nowhere that the account may look.
    pub(crate) fn resolve(&self, view: &View, path: &str) -> Result<Place, &'static str> {
        if path.starts_with("id:") {
            return self.find_id(view, path).ok_or("not_found");
        }
        if let Some(rest) = path.strip_prefix("ns:") {
            let (ns, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            return self.walk(view, ns, rest);
        }
        self.walk(view, &view.root, path)
    }

    fn walk(&self, view: &View, ns: &str, path: &str) -> Result<Place, &'static str> {
        let mut place = Place { ns: ns.to_owned(), rel: String::new() };
        for name in names(path).ok_or("malformed_path")? {
            place.rel = format!("{}/{}", place.rel, fold(name));
            if let Some(Node { kind: Kind::Mount(ns), .. }) = self.node(&place) {
                place = Place { ns: ns.clone(), rel: String::new() };
            }
        }
        self.level(&view.account, &place.ns).map(|_| place).ok_or("not_found")
    }

    /// The namespaces that an account sees below a root.
    pub(crate) fn seen(&self, view: &View) -> Vec<Seen> {
        let mut seen = vec![Seen { ns: view.root.clone(), lower: String::new(), display: String::new() }];
        let mut n_read = 0;
        while let Some(Seen { ns, lower, display }) = seen.get(n_read).cloned() {
            n_read += 1;
            for (rel, node) in self.namespaces.get(&ns).into_iter().flat_map(|namespace| &namespace.nodes) {
                if let Kind::Mount(mounted) = &node.kind {
                    let place = Place { ns: ns.clone(), rel: rel.clone() };
                    let (lower, display) = (format!("{lower}{rel}"), format!("{display}{}", self.display(&place)));
                    seen.push(Seen { ns: mounted.clone(), lower, display });
                }
            }
        }
        seen
    }

    /// Where the account sees a namespace, unless it is not mounted.
    pub(crate) fn seen_at(&self, view: &View, ns: &str) -> Option<Seen> {
        self.seen(view).into_iter().find(|seen| seen.ns == ns)
    }

    fn find_id(&self, view: &View, id: &str) -> Option<Place> {
        let account = self.accounts.get(&view.account)?;
        let views = [view.clone(), View { account: view.account.clone(), root: account.home.clone() }];
        let seen = views.iter().flat_map(|view| self.seen(view));
        let mut namespaces: Vec<String> = seen.map(|seen| seen.ns).collect();
        namespaces.retain(|ns| self.level(&view.account, ns).is_some());
        namespaces.into_iter().find_map(|ns| {
            let (rel, node) = self.namespaces.get(&ns)?.nodes.iter().find(|(_, node)| node.id == id)?;
            Some(match &node.kind {
                Kind::Mount(mounted) => Place { ns: mounted.clone(), rel: String::new() },
                _ => Place { ns: ns.clone(), rel: rel.clone() },
            })
        })
    }

    /// A path within its namespace, as its names are written.
    pub(crate) fn display(&self, place: &Place) -> String {
        let (mut written, mut rel) = (String::new(), String::new());
        for folded in place.rel.split('/').skip(1) {
            rel = format!("{rel}/{folded}");
            let found = self.node(&Place { ns: place.ns.clone(), rel: rel.clone() });
            written = format!("{written}/{}", found.map_or(folded, |node| node.name.as_str()));
        }
        written
    }

    /// Puts something at a place, and the folders above it that are missing. What is there already keeps its id and name.
    /// The last names of `path` say how new things are written.
    pub(crate) fn put(&mut self, place: &Place, path: &str, kind: Kind) -> String {
        let folded: Vec<&str> = place.rel.split('/').skip(1).collect();
        let written: Vec<&str> = path.split('/').collect();
        let mut rel = String::new();
        let mut id = String::new();
        for (depth, name) in folded.iter().enumerate() {
            rel = format!("{rel}/{name}");
            let from_end = folded.len() - depth;
            let is_last = from_end == 1;
            let fresh = self.next_node_id();
            let kind = if is_last { kind.clone() } else { Kind::Folder };
            let written = written.len().checked_sub(from_end).and_then(|at| written.get(at)).unwrap_or(name);
            let Some(namespace) = self.namespaces.get_mut(&place.ns) else { break };
            let new = || Node { id: fresh, name: (*written).to_owned(), kind: kind.clone() };
            let node = namespace.nodes.entry(rel.clone()).or_insert_with(new);
            if is_last {
                node.kind = kind.clone();
                id.clone_from(&node.id);
            }
        }
        if let Kind::File(file) = kind {
            self.revisions.insert(file.rev.clone(), Revision { id: id.clone(), file });
        }
        id
    }

    /// Takes away what is at a place and below it, as paths from there.
    pub(crate) fn take(&mut self, place: &Place) -> Vec<(String, Node)> {
        let Some(namespace) = self.namespaces.get_mut(&place.ns) else { return Vec::new() };
        let mut paths: Vec<String> = namespace.below(&place.rel).map(|(path, _)| path.clone()).collect();
        paths.insert(0, place.rel.clone());
        let mut taken = Vec::new();
        for path in paths {
            if let (Some(node), Some(rest)) = (namespace.nodes.remove(&path), path.strip_prefix(&place.rel)) {
                taken.push((rest.to_owned(), node));
            }
        }
        taken
    }

    pub(crate) fn new_file(&mut self, data: Vec<u8>, by: &str, client_modified: Option<&str>) -> File {
        let now = crate::world::instant(self.now);
        File {
            hash: content_hash(&data),
            data: Arc::new(data),
            rev: self.next_rev(),
            client_modified: client_modified.map_or_else(|| now.clone(), str::to_owned),
            server_modified: now,
            modified_by: by.to_owned(),
        }
    }

    /// What an account holds, in bytes, with the shared folders that are mounted in it.
    pub(crate) fn used(&self, account: &str) -> u64 {
        let Some(found) = self.accounts.get(account) else { return 0 };
        let view = View { account: account.to_owned(), root: found.home.clone() };
        self.seen(&view).iter().filter_map(|seen| self.namespaces.get(&seen.ns)).map(Namespace::bytes).sum()
    }

    pub(crate) fn space_left(&self, account: &str) -> u64 {
        let quota = self.accounts.get(account).map_or(0, |account| account.quota);
        quota.saturating_sub(self.used(account))
    }
}
