//! What happens when somebody is revoked and somebody else leaves: first asked, then done.
//!
//! A dry run decides as the call itself would and changes nothing, so that its answer can be held against what then happens.

use std::error::Error;
use std::io::Write;

use comfy_table::Table;
use cowrite::domain::text::fold;
use cowrite::{Ending, Kind, Panel, PersonId, Scope, Workspace};

use super::load::{Catalogue, Track};
use super::report::{self, NOTHING, Names, say};
use super::table::{align_right, table};

/// Who plays the two parts; whoever is not named is chosen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cast<'a> {
    /// Who is revoked.
    pub(crate) revoke: Option<&'a str>,
    /// Who leaves.
    pub(crate) leave: Option<&'a str>,
}

/// Somebody with access of their own to a track or group.
#[derive(Debug)]
struct Part {
    person: PersonId,
    name: String,
    scope: Scope,
    owner: PersonId,
}

/// In what way access ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Revoke,
    Leave,
}

/// Tells the story.
///
/// # Errors
/// Where somebody was named who has no access of their own to anything, or the store fails.
pub(crate) async fn tell(
    workspace: &Workspace,
    catalogue: &Catalogue,
    names: &Names,
    cast: Cast<'_>,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let stage = Stage { workspace, catalogue, names };
    let groups = catalogue.groups.iter().map(|group| (Scope::from(group.id), group.owner));
    let tracks = catalogue.tracks.iter().map(|track| (Scope::from(track.id), track.owner));
    // Revoking tells most on a group, which closes much at once, and leaving on a track, where shares stay behind.
    let revoked = stage.find(groups.clone().chain(tracks.clone()), cast.revoke, None).await?;
    let Some(revoked) = revoked else {
        return absent(cast.revoke, "revoke", out);
    };
    stage.play(End::Revoke, &revoked, out).await?;
    let leaving = stage.find(tracks.chain(groups), cast.leave, Some(revoked.person)).await?;
    let Some(leaving) = leaving else {
        return absent(cast.leave, "leave", out);
    };
    stage.play(End::Leave, &leaving, out).await
}

fn absent(named: Option<&str>, part: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    match named {
        Some(name) => Err(format!("--{part}: {name} has no access of their own to any track or group").into()),
        None => Ok(say(out, format!("\nThere is nobody to {part}"))?),
    }
}

/// What the story is told on.
#[derive(Debug, Clone, Copy)]
struct Stage<'a> {
    workspace: &'a Workspace,
    catalogue: &'a Catalogue,
    names: &'a Names,
}

impl<'a> Stage<'a> {
    /// Finds the first scope that gives access to the person named, or to anybody but `not`.
    async fn find(
        &self,
        scopes: impl Iterator<Item = (Scope, PersonId)>,
        named: Option<&str>,
        not: Option<PersonId>,
    ) -> Result<Option<Part>, cowrite::Error> {
        let wanted = named.map(|name| fold(name.trim()));
        for (scope, owner) in scopes {
            let panel = self.workspace.acting_as(owner).collaborators(scope).await?;
            let mut active = panel.rows.iter().filter(|row| row.standing == "active");
            let found = active.find(|row| match &wanted {
                Some(wanted) => fold(report::name(row)) == *wanted,
                None => Some(row.person) != not,
            });
            if let Some(row) = found {
                let (person, name) = (row.person, report::name(row).to_owned());
                return Ok(Some(Part { person, name, scope, owner }));
            }
        }
        Ok(None)
    }

    /// Asks what would happen, shows that nothing has, lets it happen, and shows what has.
    async fn play(&self, end: End, part: &Part, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        let Part { person, name, scope, owner } = part;
        let (where_, kind) = (self.names.get(*scope), if scope.track().is_some() { "track" } else { "group" });
        let what = match end {
            End::Revoke => format!("{name} is revoked from the {kind} “{where_}”"),
            End::Leave => format!("{name} leaves the {kind} “{where_}”"),
        };
        let shown = self.track_seen_by(*scope, *person).await?;
        let before = self.panel(shown).await?;

        let would = self.end(end, part, true).await?;
        say(out, format!("\nWhat if {what}?\n{}", self.answer(&would, person)))?;
        if self.panel(shown).await? != before {
            return Err("a dry run has changed something".into());
        }
        let still =
            if self.workspace.acting_as(*person).can(*scope, cowrite::Action::View).await? { "still" } else { "not" };
        say(out, format!("It was a dry run: nothing has changed, {name} can {still} view “{where_}”"))?;

        let did = self.end(end, part, false).await?;
        if did != would {
            return Err("the deed did something else than its dry run said".into());
        }
        say(out, format!("\nNow {what}: it does what the dry run said"))?;
        let after = self.panel(shown).await?;
        if let (Some(track), Some(before), Some(after)) = (shown, &before, &after) {
            say(out, format!("“{}”, before and after\n{}", track.place.title, change(before, after)))?;
            if let (Some(old), Some(new)) = (&before.totals, &after.totals) {
                say(out, format!("Totals before: {}; after: {}", report::totals(old), report::totals(new)))?;
            }
        }
        let again = match end {
            End::Revoke => self.workspace.acting_as(*owner).revoke(*scope, *person).await,
            End::Leave => self.workspace.acting_as(*person).leave(*scope).await,
        };
        let refusal = again.err().map_or("not refused", |error| error.code());
        Ok(say(out, format!("The same once more: {refusal}"))?)
    }

    async fn end(&self, end: End, part: &Part, dry: bool) -> Result<Ending, cowrite::Error> {
        let actor = self.workspace.acting_as(match end {
            End::Revoke => part.owner,
            End::Leave => part.person,
        });
        let actor = if dry { actor.dry_run() } else { actor };
        match end {
            End::Revoke => actor.revoke(part.scope, part.person).await,
            End::Leave => actor.leave(part.scope).await,
        }
    }

    /// Returns the track, or the first one in the group, that somebody sees and does not own.
    async fn track_seen_by(&self, scope: Scope, person: PersonId) -> Result<Option<&'a Track>, cowrite::Error> {
        let group = self.catalogue.groups.iter().find(|group| Scope::from(group.id) == scope);
        for track in &self.catalogue.tracks {
            let inside = group.is_some_and(|group| {
                track.place.group.as_ref().is_some_and(|path| path.is_within(&group.path)) && track.owner != person
            });
            let here = Scope::from(track.id) == scope;
            if here || inside && self.workspace.acting_as(person).can(track.id, cowrite::Action::View).await? {
                return Ok(Some(track));
            }
        }
        Ok(None)
    }

    async fn panel(&self, track: Option<&Track>) -> Result<Option<Panel>, cowrite::Error> {
        match track {
            Some(track) => self.workspace.acting_as(track.owner).collaborators(track.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Shows what ending access does.
    fn answer(&self, ending: &Ending, person: &PersonId) -> Table {
        let remaining = ending.remaining.iter().map(|left| {
            format!("{} on “{}” through “{}”", left.level, self.names.get(left.scope), self.names.get(left.via))
        });
        let freed = ending.freed.iter().map(|freed| format!("on “{}”", self.names.get(freed.track.into())));
        let others = ending.told.iter().filter(|told| *told != person).count();
        let themselves = ending.told.contains(person).then(|| "the person".to_owned());
        let owners = match others {
            0 => None,
            1 => Some("the owner".to_owned()),
            _ => Some(format!("{others} owners")),
        };
        let told = themselves.into_iter().chain(owners);
        let mut table = table(["what", "which"]);
        table.add_row(["access closed".to_owned(), self.names.list(&ending.closed)]);
        table.add_row(["access that remains".to_owned(), report::list(remaining)]);
        table.add_row(["invitations ended".to_owned(), ending.invitations_ended.len().to_string()]);
        table.add_row(["shares freed".to_owned(), report::list(freed)]);
        table.add_row(["files to take back from".to_owned(), self.names.list(&ending.files)]);
        table.add_row(["told".to_owned(), report::list(told)]);
        table
    }
}

/// Shows two panels of a track side by side: access before and after, shares as they are, and as they were where they differ.
fn change(before: &Panel, after: &Panel) -> Table {
    let mut table = table(["person", "access before", "access after", "master", "publishing", "writer"]);
    align_right(&mut table, 3..6);
    for row in &before.rows {
        let now = after.rows.iter().find(|now| now.person == row.person);
        let access_now = now.map_or_else(|| NOTHING.to_owned(), report::access);
        let shares = Kind::ALL.map(|kind| {
            let was = report::share(&row.shares, kind);
            let is = now.map_or_else(|| NOTHING.to_owned(), |now| report::share(&now.shares, kind));
            if was == is { is } else { format!("{was} → {is}") }
        });
        let cells = [report::name(row).to_owned(), report::access(row), access_now];
        table.add_row(cells.into_iter().chain(shares));
    }
    table
}
