//! Giving what decides access, row by row.

use super::State;
use crate::domain::document::Document;
use crate::domain::sync::Seen;
use crate::domain::text::fold;
use crate::domain::track::Condition;
use crate::ports::store::{Row, SurveySink, Surveyed};

impl State {
    pub(super) fn survey(&self, sink: &mut SurveySink) -> Seen {
        let placed = |row: &Row| match row {
            Row::Document(Document::Placement(placement)) => {
                Some((placement.person, placement.track, placement.bucket?))
            }
            _ => None,
        };
        // A scope's row comes before its roster's, tracks by id, in the order of keys.
        for stored in self.table.rows() {
            match &stored.row {
                Row::Person(person) => sink(Surveyed::Person(person.id)),
                Row::Group(group) if !group.deleted => {
                    sink(Surveyed::Group { id: group.id, owner: group.owner, parent: group.parent() });
                }
                Row::Track(track) if track.is_there() => {
                    let tags: Vec<String> = track.tags.iter().map(|tag| fold(tag)).collect();
                    sink(Surveyed::Track {
                        id: track.id,
                        owner: track.owner,
                        group: track.group,
                        stage: track.stage.as_str(),
                        title_key: &fold(&track.title),
                        tags: &tags,
                        archived: track.archived,
                        taken_down: track.condition == Condition::TakenDown,
                    });
                }
                Row::Member { scope, person, member } => {
                    Surveyed::of_member(*scope, *person, member).into_iter().for_each(&mut *sink);
                }
                Row::Document(Document::Bucket(bucket)) if !bucket.deleted => {
                    sink(Surveyed::Bucket { id: bucket.id, person: bucket.person });
                }
                Row::Group(_) | Row::Track(_) | Row::Roster { .. } | Row::Invitation(_) | Row::Document(_) => {}
            }
        }
        for (person, track, bucket) in self.table.rows().filter_map(|stored| placed(&stored.row)) {
            sink(Surveyed::Placement { person, track, bucket });
        }
        Seen::up_to(self.revision)
    }
}
