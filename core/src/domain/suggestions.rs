//! Which of somebody's tracks files that were sent to them are likely meant for (IMP-2).

use std::collections::{BTreeMap, BTreeSet};

use super::file::FileName;
use super::import::Import;
use super::text::fold;
use crate::id::TrackId;

/// How many tracks are suggested at most.
const SUGGESTIONS: usize = 5;

/// From which likeness on a track is suggested, in percent.
const LIKELY: u32 = 50;

impl Import {
    /// Returns the likeliest of some tracks with how like they are in percent, likeliest first (IMP-2).
    ///
    /// What counts is how many words a title shares with what the sender calls the track, a folder or a file.
    #[must_use]
    pub fn suggestions<'a>(&self, titles: impl Iterator<Item = (TrackId, &'a str)>) -> Vec<(TrackId, u32)> {
        let named = self.parcel.track_name.iter().map(String::as_str);
        let folders = self.parcel.files.iter().flat_map(|file| file.folder.names()).map(FileName::as_str);
        let files = self.parcel.files.iter().map(|file| stem(file.name.as_str()));
        let sources: BTreeSet<BTreeSet<String>> = named.chain(folders).chain(files).map(words).collect();
        let mut with_word: BTreeMap<&str, Vec<&BTreeSet<String>>> = BTreeMap::new();
        for source in &sources {
            source.iter().for_each(|word| with_word.entry(word).or_default().push(source));
        }
        let likeness_of = |id: TrackId, title: &str| {
            if self.parcel.track == Some(id) {
                return 100;
            }
            let title = words(title);
            let near: BTreeSet<_> = title.iter().filter_map(|word| with_word.get(word.as_str())).flatten().collect();
            near.into_iter().map(|source| likeness(&title, source)).max().unwrap_or_default()
        };
        let mut likely: Vec<(TrackId, u32)> = titles.map(|(id, title)| (id, likeness_of(id, title))).collect();
        likely.retain(|(_, likeness)| *likeness >= LIKELY);
        likely.sort_by_key(|(id, likeness)| core::cmp::Reverse((*likeness, *id)));
        likely.truncate(SUGGESTIONS);
        likely
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn words(text: &str) -> BTreeSet<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns how like two sets of words are in percent: the shared ones of both; at least 60 where all of a longer title are there.
fn likeness(title: &BTreeSet<String>, source: &BTreeSet<String>) -> u32 {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let shared = count(title.intersection(source).count());
    let both = count(title.len()).saturating_add(count(source.len())).max(1);
    let percent = shared.saturating_mul(200) / both;
    if title.len() > 1 && title.is_subset(source) { percent.max(60) } else { percent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_shared_words() {
        let table: &[(&str, &str, u32)] = &[
            ("Midnight Sessions", "MIDNIGHT_SESSIONS", 100),
            ("Midnight Sessions", "midnight sessions final mix", 66),
            ("Midnight Sessions", "midnight sessions final mix v2 for the label", 60),
            ("Mix", "midnight sessions final mix", 40),
            ("Midnight Sessions", "Midnight", 66),
            ("Encore", "drums", 0),
        ];
        for (title, source, expected) in table {
            assert_eq!(likeness(&words(title), &words(source)), *expected, "{title} {source}");
        }
    }
}
