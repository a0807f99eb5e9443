//! Listings, news, and waiting for it.

use core::time::Duration;

use super::Found;
use super::bench::{Bench, Mirror, at, ensure, refused, same, well};
use crate::ports::files::{Cursor, FileStore, FilesError, Item, Page};

pub(super) async fn a_listing_tells_all_there_is_page_by_page<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track/bounces/old").await?;
    bench.make_dir("track/stems").await?;
    bench.put("", "beside.wav", "x").await?;
    for number in 0..7 {
        bench.put("track/bounces", &format!("mix {number}.wav"), "x").await?;
        bench.put("track/bounces/old", &format!("mix {number}.wav"), "x").await?;
    }
    for limit in [1, 3, 100] {
        for (is_recursive, expected) in [(true, 17), (false, 2)] {
            let (mut page, mut mirror) = (bench.list("track", is_recursive, limit).await?, Mirror::default());
            loop {
                let count = page.items.len();
                let most = usize::try_from(limit).unwrap_or(usize::MAX);
                ensure!(count <= most && (count > 0 || !page.has_more), "a page of {limit} has {count}");
                for item in &page.items {
                    let Item::Here(entry) = item else {
                        return Err("a first listing tells of what is gone".to_owned());
                    };
                    let folder = entry.path.split_last().map(|(_, folder)| folder.to_vec()).unwrap_or_default();
                    let is_known = folder.is_empty() || mirror.0.iter().any(|known| known.path == folder);
                    let is_here = page.items.iter().any(|item| matches!(item, Item::Here(it) if it.path == folder));
                    ensure!(is_known || is_here, "{:?} comes before its folder", entry.path);
                }
                mirror.take(page.items);
                if !page.has_more {
                    break;
                }
                page = well("changes", bench.store.changes(bench.by, &page.cursor).await)?;
            }
            same("how many were told", &mirror.0.len(), &expected)?;
        }
    }
    Ok(())
}

async fn all<S: FileStore>(bench: &Bench<'_, S>, mirror: &mut Mirror, mut cursor: Cursor) -> Result<Cursor, String> {
    loop {
        let page: Page = well("changes", bench.store.changes(bench.by, &cursor).await)?;
        mirror.take(page.items);
        cursor = page.cursor;
        if !page.has_more {
            return Ok(cursor);
        }
    }
}

pub(super) async fn news_is_what_has_changed<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track/a/b").await?;
    bench.put("track/a", "one.wav", "1").await?;
    let (mut mirror, page) = (Mirror::default(), bench.list("track", true, 1).await?);
    mirror.take(page.items);
    let mut cursor = all(&bench, &mut mirror, page.cursor).await?;
    for step in 0..9 {
        match step {
            0 => drop(bench.put("track/a/b", "two.wav", "2").await?),
            1 => drop(bench.move_to("track/a", "track", "c").await?),
            2 => drop(bench.put("track/c", "one.wav", "1 again").await?),
            3 => bench.delete("track/c/one.wav").await?,
            4 => drop(bench.make_dir("track/a").await?),
            5 => drop(bench.move_to("track/c/b", "track/a", "b").await?),
            6 => drop(bench.move_to("track/a/b/two.wav", "track/a/b", "TWO.wav").await?),
            7 => drop(bench.move_to("track/a", "", "elsewhere").await?),
            _ => drop(bench.put("", "beside.wav", "x").await?),
        }
        let is_news = bench.store.wait(bench.by, &cursor, Duration::ZERO).await;
        let is_told = step != 6 || bench.traits.tells_spelling;
        same(&format!("news after step {step}"), &well("wait", is_news)?.has_changed, &(step < 8 && is_told))?;
        cursor = all(&bench, &mut mirror, cursor).await?;
        let (mut told, mut found) = (mirror.paths(), bench.paths("track").await?);
        if !is_told {
            told.iter_mut().chain(&mut found).for_each(|path| *path = path.to_lowercase());
        }
        same(&format!("the mirror after step {step}"), &told, &found)?;
    }
    Ok(())
}

pub(super) async fn a_cursor_can_be_asked_twice<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track").await?;
    let latest = bench.store.latest_cursor(bench.by, &at("track")?, true).await;
    let cursor = well("latest_cursor", latest)?;
    let none = well("changes", bench.store.changes(bench.by, &cursor).await)?;
    same("news of nothing", &(none.items, none.has_more), &(Vec::new(), false))?;
    bench.put("track", "mix.wav", "mix").await?;
    let once = well("changes", bench.store.changes(bench.by, &cursor).await)?;
    let twice = well("changes", bench.store.changes(bench.by, &cursor).await)?;
    same("the second answer", &twice.items, &once.items)?;
    same("how much news", &once.items.len(), &1)?;
    let after = well("changes", bench.store.changes(bench.by, &twice.cursor).await)?;
    same("news after it", &after.items, &Vec::new())
}

pub(super) async fn a_cursor_follows_its_folder<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track").await?;
    bench.make_dir("Album").await?;
    let cursor = bench.list("track", true, 0).await?.cursor;
    bench.move_to("track", "Album", "renamed").await?;
    bench.put("Album/renamed", "mix.wav", "mix").await?;
    let page = well("changes", bench.store.changes(bench.by, &cursor).await)?;
    let mut mirror = Mirror::default();
    mirror.take(page.items);
    same("the news", &mirror.paths(), &vec!["mix.wav".to_owned()])
}

pub(super) async fn a_foreign_cursor_is_reset<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track").await?;
    bench.list("track", true, 0).await?;
    for cursor in ["", "1", "cursor", "\u{0}", "0-1"].map(Cursor::new) {
        refused("changes", bench.store.changes(bench.by, &cursor).await, &FilesError::CursorReset)?;
        let waited = bench.store.wait(bench.by, &cursor, Duration::ZERO).await;
        refused("wait", waited, &FilesError::CursorReset)?;
    }
    Ok(())
}

pub(super) async fn waiting_ends_with_news_or_in_time<S: FileStore>(bench: Bench<'_, S>) -> Found {
    bench.make_dir("track").await?;
    let cursor = bench.list("track", true, 0).await?.cursor;
    for timeout in [Duration::ZERO, Duration::from_millis(5)] {
        let waited = well("wait", bench.store.wait(bench.by, &cursor, timeout).await)?;
        ensure!(!waited.has_changed, "there was no news");
    }
    bench.put("track", "mix.wav", "mix").await?;
    let waited = well("wait", bench.store.wait(bench.by, &cursor, Duration::from_secs(60)).await)?;
    ensure!(waited.has_changed, "there was news");
    Ok(())
}
