use serde_json::{Value, json};

use crate::argument::{Fields as _, Paths, Shape, defaulted, optional, required};
use crate::fault::quota_short;
use crate::files::{lookup, unwritable};
use crate::refusal::{Refusal, broken, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{Kind, Place, View};
use crate::world::World;

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "files/move_v2",
        style: Style::Rpc,
        caller: Caller::User("files.content.write"),
        argument: &[
            required("from_path", Shape::Path(Paths::Written)),
            required("to_path", Shape::Path(Paths::Written)),
            defaulted("allow_shared_folder", Shape::Flag),
            defaulted("autorename", Shape::Flag),
            defaulted("allow_ownership_transfer", Shape::Flag),
        ],
        act: move_to,
    },
    Route {
        name: "files/delete_v2",
        style: Style::Rpc,
        caller: Caller::User("files.content.write"),
        argument: &[required("path", Shape::Path(Paths::Written)), optional("parent_rev", Shape::Rev)],
        act: delete,
    },
];

fn move_to(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let is_renamed = ask.argument.flag("autorename") == Some(true);
    let place = world.relocate(&ask.view, ask.argument.text("from_path"), ask.argument.text("to_path"), is_renamed)?;
    let told = world.metadata(&ask.view, &place).ok_or_else(|| broken("what was moved"))?;
    Ok(json!({ "metadata": told }).into())
}

fn delete(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let rev = ask.argument.get("parent_rev").and_then(Value::as_str);
    let told = world.remove(&ask.view, ask.argument.text("path"), rev)?;
    Ok(json!({ "metadata": told }).into())
}

impl World {
    /// The place at which something hangs in the tree above it: of a mounted folder, where it is mounted.
    fn hung(&self, view: &View, place: Place) -> Option<Place> {
        if !place.rel.is_empty() {
            return Some(place);
        }
        let is_it = |kind: &Kind| matches!(kind, Kind::Mount(ns) if *ns == place.ns);
        self.seen(view).into_iter().find_map(|seen| {
            let namespace = self.namespaces.get(&seen.ns)?;
            let (rel, _) = namespace.nodes.iter().find(|(_, node)| is_it(&node.kind))?;
            Some(Place { ns: seen.ns, rel: rel.clone() })
        })
    }

    pub(crate) fn relocate(&mut self, view: &View, from: &str, to: &str, is_renamed: bool) -> Result<Place, Refusal> {
        let source = self.resolve(view, from).map_err(lookup("from_lookup"))?;
        let target = self.resolve(view, to).map_err(unwritable("to"))?;
        let source = self.hung(view, source).ok_or_else(|| refused("from_lookup/not_found"))?;
        let node = self.node(&source).cloned().ok_or_else(|| refused("from_lookup/not_found"))?;
        if !self.can_write(&view.account, &source.ns) {
            return Err(refused("from_write/no_write_permission"));
        }
        // A move onto itself but for the case of the name is a renaming.
        let is_same =
            target == source || (target.rel.is_empty() && self.hung(view, target.clone()) == Some(source.clone()));
        if is_same {
            self.rename(&source, to);
            return Ok(self.seen_through(source));
        }
        if target.ns == source.ns && target.rel.starts_with(&format!("{}/", source.rel)) {
            return Err(refused("cant_move_folder_into_itself"));
        }
        let is_mount = matches!(node.kind, Kind::Mount(_));
        let namespace = self.namespaces.get(&source.ns).ok_or_else(|| broken("a namespace"))?;
        let holds_mounts =
            is_mount || namespace.below(&source.rel).any(|(_, node)| matches!(node.kind, Kind::Mount(_)));
        let is_home = |ns: &str| self.accounts.get(&view.account).is_some_and(|account| account.home == ns);
        if holds_mounts && !is_home(&target.ns) {
            return Err(refused("cant_nest_shared_folder"));
        }
        let is_file = matches!(node.kind, Kind::File(_));
        let (target, to) =
            self.vacant(view, &target, to, is_renamed, is_file).map_err(|tags| refused(&format!("to/{tags}")))?;
        self.fits(view, &source, &target)?;
        let taken = self.take(&source);
        let mut rest = taken.into_iter();
        if let Some((_, node)) = rest.next() {
            // The folders above are made as they are written, and what moves keeps its id.
            self.put(&target, &to, Kind::Folder);
            let name = to.rsplit('/').next().unwrap_or_default().to_owned();
            let moved = crate::tree::Node { name, ..node };
            self.namespaces.entry(target.ns.clone()).or_default().nodes.insert(target.rel.clone(), moved);
        }
        for (below, node) in rest {
            let namespace = self.namespaces.entry(target.ns.clone()).or_default();
            namespace.nodes.insert(format!("{}{below}", target.rel), node);
        }
        Ok(self.seen_through(target))
    }

    fn fits(&self, view: &View, source: &Place, target: &Place) -> Result<(), Refusal> {
        let home = self.accounts.get(&view.account).map(|account| account.home.as_str());
        if source.ns == target.ns || home != Some(target.ns.as_str()) || self.seen_at(view, &source.ns).is_some() {
            return Ok(());
        }
        let Some(namespace) = self.namespaces.get(&source.ns) else { return Ok(()) };
        let (needed, left) = (namespace.bytes(), self.space_left(&view.account));
        if needed > left { Err(quota_short("files/move_v2", needed, left)) } else { Ok(()) }
    }

    fn rename(&mut self, place: &Place, path: &str) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let node = self.namespaces.get_mut(&place.ns).and_then(|namespace| namespace.nodes.get_mut(&place.rel));
        if let Some(node) = node.filter(|_| !path.starts_with("id:")) {
            name.clone_into(&mut node.name);
        }
    }

    /// The namespace that hangs at a place, or the place itself.
    fn seen_through(&self, place: Place) -> Place {
        match self.node(&place).map(|node| &node.kind) {
            Some(Kind::Mount(ns)) => Place { ns: ns.clone(), rel: String::new() },
            _ => place,
        }
    }

    /// Deletes what is at a path, and returns what was told of it. A mounted folder is only no longer mounted.
    pub(crate) fn remove(&mut self, view: &View, path: &str, rev: Option<&str>) -> Result<Value, Refusal> {
        let place = self.resolve(view, path).map_err(lookup("path_lookup"))?;
        let told = self.metadata(view, &place).ok_or_else(|| refused("path_lookup/not_found"))?;
        let place = self.hung(view, place).ok_or_else(|| refused("path_lookup/not_found"))?;
        if !self.can_write(&view.account, &place.ns) {
            return Err(refused("path_write/no_write_permission"));
        }
        if let Some(rev) = rev {
            match self.node(&place).map(|node| &node.kind) {
                Some(Kind::File(file)) if file.rev == rev => {}
                Some(Kind::File(_)) => return Err(refused("path_write/conflict/file")),
                _ => return Err(refused("path_lookup/not_file")),
            }
        }
        self.take(&place);
        Ok(told)
    }
}
