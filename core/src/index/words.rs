//! The words of tracks that listings go by: one text for all, with room for garbage.

/// Marks that a track has no words.
pub(super) const NO_WORDS: u32 = u32::MAX;

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

/// The words of all tracks.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    garbage: usize,
}

impl Words {
    pub(super) const fn bytes(&self) -> usize {
        self.text.capacity()
    }

    /// Gives back room that nobody needs yet.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
    }

    /// Adds a track's words, and returns where they stand, or nothing where no room is left.
    pub(super) fn add(
        &mut self,
        stage: &str,
        title: &str,
        tags: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Option<u32> {
        let at = u32::try_from(self.text.len()).ok().filter(|at| *at != NO_WORDS)?;
        self.text.push_str(stage);
        self.text.push(BETWEEN);
        self.text.push_str(title);
        for tag in tags {
            self.text.push(BETWEEN);
            self.text.push_str(tag.as_ref());
        }
        self.text.push(END);
        Some(at)
    }

    fn text_at(&self, at: u32) -> &str {
        let rest = usize::try_from(at).ok().and_then(|at| self.text.get(at..)).unwrap_or_default();
        rest.split(END).next().unwrap_or_default()
    }

    /// Returns a track's words.
    pub(super) fn at(&self, at: u32) -> TrackWords<'_> {
        TrackWords::read(if at == NO_WORDS { "" } else { self.text_at(at) })
    }

    /// Notes that nobody's words stand there any more.
    pub(super) fn forget(&mut self, at: u32) {
        if at != NO_WORDS {
            self.garbage = self.garbage.saturating_add(self.text_at(at).len()).saturating_add(1);
        }
    }

    /// Returns whether more than half of the text is nobody's.
    pub(super) const fn is_mostly_garbage(&self) -> bool {
        self.garbage > LEAST_GARBAGE && self.garbage > self.text.len() / 2
    }

    /// Copies what is somebody's into a new text; each of `places` is told where its words stand then.
    pub(super) fn gather<'p>(&mut self, places: impl Iterator<Item = &'p mut u32>) {
        let mut text = String::with_capacity(self.text.len().saturating_sub(self.garbage));
        for place in places.filter(|place| **place != NO_WORDS) {
            // It was in the longer text, so that it has a place in the shorter.
            let at = u32::try_from(text.len()).unwrap_or(NO_WORDS);
            text.push_str(self.text_at(*place));
            text.push(END);
            *place = at;
        }
        (self.text, self.garbage) = (text, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_after_garbage_was_taken_out() {
        let mut words = Words::default();
        let mut places: Vec<u32> = Vec::new();
        for number in 0..3_000 {
            places.push(words.add("idea", &format!("title {number}"), ["tag", "other tag"]).unwrap());
        }
        for (number, place) in places.iter_mut().enumerate() {
            words.forget(*place);
            *place = words.add("mixing", &format!("changed {number}"), Vec::<String>::new()).unwrap();
        }
        assert!(words.is_mostly_garbage());
        words.gather(places.iter_mut());
        assert!(!words.is_mostly_garbage());
        for (number, place) in places.iter().enumerate() {
            let found = words.at(*place);
            assert_eq!((found.stage, found.title), ("mixing", format!("changed {number}").as_str()));
            assert_eq!(found.tags().count(), 0);
        }
    }
}
