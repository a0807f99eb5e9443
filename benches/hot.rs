//! The hot paths, one by one, by criterion: `cargo bench -p cowrite-benches --bench hot`, and a name behind `--` for one of them.
//!
//! Absolute figures of the machine at hand, to see whether a change made one slower; what they are beside other engines is in `RESULTS.md`.

use std::hint::black_box;
use std::path::Path;

use cowrite::{
    Access, Action, Actor, Check, LibraryQuery, LinkSettings, NewPerson, Paging, PersonId, ShareEdit, ShareEdits,
    ShareRow, TrackId, Visit, Workspace,
};
use cowrite_benches::Outcome;
use cowrite_benches::access::{Floor, World, questions};
use criterion::{BatchSize, Criterion};
use pollster::block_on;

const TRACKS: u32 = 100_000;

fn index(criterion: &mut Criterion, folder: &Path) -> Outcome<()> {
    let world = World::new(TRACKS);
    let file = folder.join("world.db");
    world.write(&file)?;
    let people = u32::try_from(world.people.len())?;
    let asked = questions(&world, &Floor::new(&world), people, 20_000);
    let check = |ask: &cowrite_benches::access::Question| {
        let (person, track) = (world.people.get(ask.person as usize), world.tracks.get(ask.track as usize));
        Some(Check { person: *person?, scope: (*track?).into(), action: Action::EditShares })
    };
    let checks: Vec<Check> = asked.iter().filter_map(check).collect();
    let workspace = block_on(Workspace::open(&file))?;
    criterion.bench_function("load an index of 100,000 tracks", |bencher| {
        bencher.iter_batched(
            || block_on(Workspace::open(&file)),
            |fresh| fresh.and_then(|fresh| block_on(fresh.access_index())),
            BatchSize::PerIteration,
        );
    });
    let index = block_on(workspace.access_index())?;
    let mut next = checks.iter().cycle();
    let mut one = || next.next().copied();
    criterion.bench_function("can, index", |bencher| {
        bencher.iter(|| one().map(|check| index.can(check.person, check.scope, check.action)));
    });
    criterion.bench_function("can, store", |bencher| {
        bencher.iter(|| one().map(|check| block_on(workspace.acting_as(check.person).can(check.scope, check.action))));
    });
    criterion.bench_function("can_many, 1,000 questions", |bencher| {
        bencher.iter(|| checks.get(..1_000).map(|checks| index.can_many(black_box(checks))));
    });
    let query = LibraryQuery::new().page(Paging::first(50));
    let mut people = world.people.iter().cycle();
    criterion.bench_function("page of 50, index", |bencher| {
        bencher.iter(|| people.next().map(|person| index.list(*person, query.clone())));
    });
    criterion.bench_function("page of 50, store", |bencher| {
        bencher.iter(|| people.next().map(|person| block_on(workspace.acting_as(*person).library(query.clone()))));
    });
    Ok(())
}

/// A track with so many people on it, its owner among them.
async fn crowd(workspace: &Workspace, people: usize) -> Outcome<(Actor, TrackId, Vec<PersonId>)> {
    let owner = workspace.register(NewPerson::new(format!("owner of {people}"), "Olivia Park")).await?.id;
    let me = workspace.acting_as(owner);
    let track = me.create_track("Midnight Sessions").await?.id;
    let mut all = vec![owner];
    for number in 1..people {
        let person = workspace.register(NewPerson::new(format!("{number} of {people}"), "Alex Reyes")).await?.id;
        let invitation = me.invite(track, person, Access::Editor).await?;
        workspace.acting_as(person).accept_invitation(invitation.id).await?;
        all.push(person);
    }
    Ok((me, track, all))
}

fn shares(of: PersonId, hundredths: u16) -> Outcome<ShareRow> {
    let percent = cowrite::Percent::from_hundredths(hundredths).ok_or("no share")?;
    Ok(ShareRow { person: of, edits: ShareEdits { master: ShareEdit::Set(percent), ..ShareEdits::default() } })
}

fn splits(criterion: &mut Criterion) -> Outcome<()> {
    let workspace = Workspace::in_memory()?;
    for people in [3, 50, 500] {
        let (me, track, all) = block_on(crowd(&workspace, people))?;
        criterion.bench_function(&format!("even split of {people}"), |bencher| {
            bencher.iter(|| block_on(me.propose_even_split(track, None)));
        });
        let rows: [Vec<ShareRow>; 2] = [
            all.iter().take(3).map(|person| shares(*person, 1_000)).collect::<Outcome<_>>()?,
            all.iter().take(3).map(|person| shares(*person, 2_000)).collect::<Outcome<_>>()?,
        ];
        let mut next = rows.iter().cycle();
        criterion.bench_function(&format!("set_shares of 3 among {people}, in memory"), |bencher| {
            bencher.iter(|| next.next().map(|rows| block_on(me.set_shares(track, rows.clone()))));
        });
    }
    Ok(())
}

fn kept(criterion: &mut Criterion, folder: &Path) -> Outcome<()> {
    for (kind, workspace) in
        [("in memory", Workspace::in_memory()?), ("on disk", block_on(Workspace::open(folder.join("kept.db")))?)]
    {
        let (me, track, all) = block_on(crowd(&workspace, 3))?;
        let secret = block_on(me.create_share_link(track, LinkSettings::new()))?.secret.ok_or("no secret")?;
        let visitor = workspace.visitor();
        criterion.bench_function(&format!("open a link, {kind}"), |bencher| {
            bencher.iter(|| block_on(visitor.open(&secret, Visit::default())));
        });
        let other = all.last().copied().ok_or("nobody is there")?;
        let mut access = [Access::Viewer, Access::Editor].into_iter().cycle();
        let mut change = || access.next().map(|access| block_on(me.set_access(track, other, access)));
        criterion.bench_function(&format!("commit, {kind}"), |bencher| bencher.iter(&mut change));
        let _index = block_on(workspace.access_index())?;
        criterion.bench_function(&format!("commit with an index, {kind}"), |bencher| bencher.iter(&mut change));
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let mut criterion = Criterion::default().configure_from_args();
    index(&mut criterion, folder.path())?;
    splits(&mut criterion)?;
    kept(&mut criterion, folder.path())?;
    criterion.final_summary();
    Ok(())
}
