//! The library, and how a person arranges it (SPEC §12), by looking at every track there is.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::input::{self, invalid, over_limit};
use super::model::{Bucket, Id, KINDS, Level, Scope, State, Track};
use super::{Answer, Call, Refused, not_found, views};

fn folded(text: &str) -> String {
    let compatible: String = text.nfkc().collect();
    compatible.to_lowercase().nfc().collect()
}

/// One property's two sides: any of the one, none of the other.
fn passes(filter: Option<&Value>, is: &dyn Fn(&str) -> bool) -> bool {
    let side = |name: &str| -> Vec<&str> {
        let list = filter.and_then(|filter| filter.get(name)).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let include = side("include");
    (include.is_empty() || include.iter().any(|one| is(one))) && !side("exclude").iter().any(|one| is(one))
}

/// REL-5: the words of a filter, in the form that titles, stages and tags are kept in.
fn tidied(mut filter: Value) -> Result<Value, Refused> {
    for side in ["include", "exclude"] {
        for name in ["relation", "group", "bucket", "stage", "tags"] {
            let list = filter.get_mut(name).and_then(|filter| filter.get_mut(side)).and_then(Value::as_array_mut);
            let list = list.into_iter().flatten().collect::<Vec<_>>();
            if list.len() > 100 {
                return Err(over_limit("filter", 100));
            }
            for word in list.into_iter().filter(|_| ["stage", "tags"].contains(&name)) {
                *word = json!(input::text(name, word)?);
            }
        }
    }
    if let Some(text) = filter.get_mut("text").filter(|text| !text.is_null()) {
        *text = json!(input::text("text", text)?);
    }
    Ok(filter)
}

impl State {
    /// ACC-4 and LIB-1: exactly the tracks that the person can view and wants. A cursor is the library's own
    /// affair; only first pages are compared.
    pub(super) fn library(&self, call: &Call<'_>) -> Answer {
        let limit = match input::given(call.args, "limit") {
            None => 50,
            Some(limit) => limit.as_u64().ok_or_else(|| invalid("limit"))?,
        };
        if !(1..=200).contains(&limit) {
            return Err(invalid("limit"));
        }
        if input::given(call.args, "after").is_some() {
            return Err(invalid("after"));
        }
        let filter = tidied(input::given(call.args, "filter").cloned().unwrap_or_default())?;
        let mut found: Vec<(&Id, &Track)> =
            self.tracks.iter().rev().filter(|(id, track)| self.is_wanted(call, &filter, id, track)).collect();
        if call.args.get("sort").and_then(Value::as_str) == Some("title") {
            found.sort_by_key(|(id, track)| (folded(&track.title), (*id).clone()));
        }
        found.truncate(usize::try_from(limit).unwrap_or(200));
        let rows: Vec<Value> = found.into_iter().map(|(id, track)| self.library_row(call, id, track)).collect();
        Ok(json!({ "rows": rows, "next": null }))
    }

    fn is_wanted(&self, call: &Call<'_>, filter: &Value, id: &str, track: &Track) -> bool {
        let at = Scope::Track(id.to_owned());
        let Some(level) = self.level(&call.actor, &at) else {
            return false;
        };
        let is_mine = level == Level::Owner;
        let relation = |wanted: &str| match wanted {
            "mine" => is_mine,
            "shared_with_me" => !is_mine,
            _ => is_mine && !self.reaching(&at, call.now).is_empty(),
        };
        let group = |wanted: &str| {
            let group = Scope::Group(wanted.to_owned());
            self.path(&at).contains(&group) && self.level(&call.actor, &group).is_some()
        };
        let bucket = self.bucket_of(&call.actor, id);
        let tags: Vec<String> = track.tags.iter().map(|tag| folded(tag)).collect();
        let text = filter.get("text").and_then(Value::as_str).map(folded);
        let archived = filter.get("archived").and_then(Value::as_bool);
        passes(filter.get("relation"), &relation)
            && passes(filter.get("group"), &group)
            && passes(filter.get("bucket"), &|wanted| bucket.as_deref() == Some(wanted))
            && passes(filter.get("stage"), &|wanted| track.stage == wanted)
            && passes(filter.get("tags"), &|wanted| tags.contains(&folded(wanted)))
            && archived.is_none_or(|archived| track.archived == archived)
            && text.is_none_or(|text| folded(&track.title).contains(&text))
    }

    /// Everybody but the owner who has access, in the order of the roster.
    fn reaching(&self, at: &Scope, now: i64) -> Vec<Id> {
        let people = self.people.keys().filter(|person| !self.owns(person, at));
        let people: Vec<Id> = people.filter(|person| self.level(person, at).is_some()).cloned().collect();
        self.in_roster_order(at, people, now)
    }

    fn bucket_of(&self, person: &str, track: &str) -> Option<Id> {
        let placed = self.placements.get(&(person.to_owned(), track.to_owned()))?;
        self.buckets.contains_key(placed).then(|| placed.clone())
    }

    fn library_row(&self, call: &Call<'_>, id: &str, track: &Track) -> Value {
        let at = Scope::Track(id.to_owned());
        let others = self.reaching(&at, call.now);
        let named = |person: &Id| json!({ "person": person, "name": self.name_of(person) });
        let (level, via) = match self.level_via(&call.actor, &at) {
            Some((level, via)) => (Some(level), views::scope(&via)),
            None => (None, Value::Null),
        };
        let group = self.parent(&at).filter(|group| self.level(&call.actor, group).is_some());
        let group = group.and_then(|group| self.groups.get(group.id()).map(|found| (group.id().to_owned(), found)));
        let totals = self.totals_json(&at);
        let splits: std::collections::BTreeMap<String, Option<Value>> = KINDS
            .into_iter()
            .map(|kind| {
                (kind.word().to_owned(), totals.get(kind.word()).and_then(|total| total.get("status")).cloned())
            })
            .collect();
        json!({
            "track": id,
            "title": track.title,
            "owner": track.owner,
            "owner_name": self.name_of(&track.owner),
            "level": views::level(level),
            "via": via,
            "collaborators": others.iter().take(4).map(named).collect::<Vec<_>>(),
            "collaborator_count": others.len(),
            "stage": track.stage,
            "bpm": track.bpm.map(views::decimal),
            "key": track.key,
            "tags": track.tags,
            "archived": track.archived,
            "splits": splits,
            "group": group.map(|(id, group)| json!({ "group": id, "name": group.name })),
            "bucket": self.bucket_of(&call.actor, id),
            "links": (level == Some(Level::Owner)).then(|| self.links_on(id)),
            "latest_version": self.latest_version(id),
        })
    }

    fn own_bucket(&self, call: &Call<'_>) -> Result<Id, Refused> {
        let id = input::id(call.args, "bucket")?;
        let is_own = self.buckets.get(&id).is_some_and(|bucket| bucket.person == call.actor);
        if is_own { Ok(id) } else { Err(not_found("bucket")) }
    }

    fn bucket_json(&self, id: &str) -> Value {
        json!({ "id": id, "name": self.buckets.get(id).map(|bucket| &bucket.name) })
    }

    /// LIB-2.
    pub(super) fn create_bucket(&mut self, call: &Call<'_>) -> Answer {
        let name = input::needed_text(call.args, "name")?;
        self.require_registered(&call.actor)?;
        if self.buckets.values().filter(|bucket| bucket.person == call.actor).count() >= 500 {
            return Err(over_limit("buckets", 500));
        }
        let id = self.new_id(call.made("id"));
        self.buckets.insert(id.clone(), Bucket { person: call.actor.clone(), name });
        Ok(self.bucket_json(&id))
    }

    pub(super) fn rename_bucket(&mut self, call: &Call<'_>) -> Answer {
        let name = input::needed_text(call.args, "name")?;
        let id = self.own_bucket(call)?;
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.name = name;
        }
        Ok(self.bucket_json(&id))
    }

    pub(super) fn delete_bucket(&mut self, call: &Call<'_>) -> Answer {
        let id = self.own_bucket(call)?;
        let before = self.bucket_json(&id);
        self.buckets.remove(&id);
        Ok(before)
    }

    pub(super) fn move_to_bucket(&mut self, call: &Call<'_>) -> Answer {
        let track = input::id(call.args, "track")?;
        let wanted = input::optional_id(call.args, "bucket")?;
        self.see(&call.actor, &Scope::Track(track.clone()))?;
        let bucket = wanted.map(|_| self.own_bucket(call)).transpose()?;
        let key = (call.actor.clone(), track.clone());
        match &bucket {
            Some(bucket) => drop(self.placements.insert(key, bucket.clone())),
            None => drop(self.placements.remove(&key)),
        }
        Ok(json!({ "track": track, "bucket": bucket }))
    }

    pub(super) fn bucket_list(&self, call: &Call<'_>) -> Answer {
        let own = self.buckets.iter().filter(|(_, bucket)| bucket.person == call.actor);
        Ok(own.map(|(id, _)| self.bucket_json(id)).collect())
    }
}
