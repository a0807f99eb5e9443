//! The words of tracks that listings go by: one text for all, with room for garbage.

/// Marks that a track has no words.
const NO_WORDS: u32 = u32::MAX;

/// Ends one track's words; no title, stage or tag has a control character (REL-5).
const END: char = '\u{0}';
/// Stands between a stage, a title and tags.
const BETWEEN: char = '\u{1}';

/// Less garbage than this is left lying.
const LEAST_GARBAGE: usize = 1 << 16;

/// What listings look at besides access.
#[derive(Debug, Clone, Copy)]
pub(super) struct TrackWords<'a> {
    /// The stage by name.
    pub(super) stage: &'a str,
    /// The key of the title.
    pub(super) title: &'a str,
    tags: &'a str,
}

impl<'a> TrackWords<'a> {
    fn read(text: &'a str) -> Self {
        let mut parts = text.splitn(3, BETWEEN);
        let mut next = || parts.next().unwrap_or_default();
        Self { stage: next(), title: next(), tags: next() }
    }

    /// Returns the keys of its tags.
    pub(super) fn tags(self) -> impl Iterator<Item = &'a str> {
        self.tags.split(BETWEEN).filter(|tag| !tag.is_empty())
    }
}

/// The words of all tracks, by number.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    /// Where each track's stand; tracks after the last have none.
    places: Vec<u32>,
    garbage: usize,
}

impl Words {
    pub(super) const fn bytes(&self) -> usize {
        self.text.capacity().saturating_add(self.places.capacity().saturating_mul(size_of::<u32>()))
    }

    pub(super) fn reserve(&mut self, tracks: usize) {
        self.places.reserve_exact(tracks);
    }

    /// Gives back room that nobody needs yet.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
    }

    /// Sets a track's words, or returns nothing where no room is left, and it has none then.
    pub(super) fn set(
        &mut self,
        track: u32,
        stage: &str,
        title: &str,
        tags: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Option<()> {
        self.forget(track);
        let at = u32::try_from(self.text.len()).ok().filter(|at| *at != NO_WORDS)?;
        self.text.push_str(stage);
        self.text.push(BETWEEN);
        self.text.push_str(title);
        for tag in tags {
            self.text.push(BETWEEN);
            self.text.push_str(tag.as_ref());
        }
        self.text.push(END);
        let place = usize::try_from(track).ok()?;
        if self.places.len() <= place {
            self.places.resize(place.checked_add(1)?, NO_WORDS);
        }
        self.places.get_mut(place).map(|slot| *slot = at)
    }

    fn text_at(&self, at: u32) -> &str {
        let rest = usize::try_from(at).ok().and_then(|at| self.text.get(at..)).unwrap_or_default();
        rest.split(END).next().unwrap_or_default()
    }

    /// Returns a track's words.
    pub(super) fn of(&self, track: u32) -> TrackWords<'_> {
        let at = self.places.get(track as usize).copied().unwrap_or(NO_WORDS);
        TrackWords::read(if at == NO_WORDS { "" } else { self.text_at(at) })
    }

    /// Takes a track's words away.
    pub(super) fn forget(&mut self, track: u32) {
        let Some(slot) = self.places.get_mut(track as usize) else { return };
        let at = core::mem::replace(slot, NO_WORDS);
        if at != NO_WORDS {
            self.garbage = self.garbage.saturating_add(self.text_at(at).len()).saturating_add(1);
        }
    }

    /// Copies what is somebody's into a new text, where more than half is nobody's.
    pub(super) fn tidy(&mut self) {
        if self.garbage <= LEAST_GARBAGE || self.garbage <= self.text.len() / 2 {
            return;
        }
        let mut text = String::with_capacity(self.text.len().saturating_sub(self.garbage));
        let mut places = core::mem::take(&mut self.places);
        for place in places.iter_mut().filter(|place| **place != NO_WORDS) {
            // It was in the longer text, so that it has a place in the shorter.
            let at = u32::try_from(text.len()).unwrap_or(NO_WORDS);
            text.push_str(self.text_at(*place));
            text.push(END);
            *place = at;
        }
        (self.text, self.places, self.garbage) = (text, places, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_after_garbage_was_taken_out() {
        let mut words = Words::default();
        for track in 0..3_000 {
            words.set(track, "idea", &format!("title {track}"), ["tag", "other tag"]).unwrap();
        }
        let whole = words.text.len();
        for track in (0..3_000).filter(|track| track % 10 != 0) {
            words.set(track, "mixing", &format!("changed {track}"), Vec::<String>::new()).unwrap();
        }
        words.forget(20);
        assert!(words.garbage > words.text.len() / 2 && words.text.len() > whole);
        words.tidy();
        assert!(words.garbage == 0 && words.text.len() < whole);
        for track in 0..3_001 {
            let found = words.of(track);
            let told = (found.stage, found.title, found.tags().count());
            let (changed, title) = (format!("changed {track}"), format!("title {track}"));
            match track {
                20 | 3_000 => assert_eq!(told, ("", "", 0)),
                _ if track % 10 == 0 => assert_eq!(told, ("idea", title.as_str(), 2)),
                _ => assert_eq!(told, ("mixing", changed.as_str(), 0)),
            }
        }
    }
}
