//! Comments (SPEC §10, COM).

use serde_json::{Value, json};

use super::access::denied;
use super::input::{self, invalid};
use super::model::{Id, Level, Scope, State};
use super::{Answer, Call, Refused, not_found, views};

#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub track: Id,
    pub author: Id,
    pub text: String,
    pub file: Option<String>,
    /// Where it begins and, for a range, ends.
    pub position: Option<(u64, Option<u64>)>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    pub pinned: bool,
    pub taken_down: bool,
}

/// Lines and tabs may stand in it.
pub(super) fn prose(field: &str, value: &Value, limit: usize) -> Result<String, Refused> {
    let raw = value.as_str().ok_or_else(|| invalid(field))?.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = unicode_normalization::UnicodeNormalization::nfc(raw.trim()).collect();
    let bad = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
    if text.is_empty() || text.chars().any(bad) {
        return Err(invalid(field));
    }
    if text.chars().count() > limit {
        return Err(input::over_limit(field, i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    Ok(text)
}

fn position(value: &Value) -> Result<(u64, Option<u64>), Refused> {
    let start = value.get("start_ms").and_then(Value::as_u64).ok_or_else(|| invalid("position"))?;
    let end = match value.get("end_ms") {
        None | Some(Value::Null) => None,
        Some(end) => Some(end.as_u64().filter(|end| *end >= start).ok_or_else(|| invalid("position"))?),
    };
    Ok((start, end))
}

impl State {
    pub(super) fn add_comment(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let text = prose("text", call.args.get("text").unwrap_or(&Value::Null), 10_000)?;
        let file = input::optional_text(call.args, "file")?;
        let position = input::given(call.args, "position").map(position).transpose()?;
        self.require(&call.actor, &scope, "comment")?;
        let id = self.new_id(call.made("id"));
        let comment = Comment {
            track: scope.id().to_owned(),
            author: call.actor.clone(),
            text,
            file,
            position,
            created_at: call.now,
            edited_at: None,
            pinned: false,
            taken_down: false,
        };
        self.comments.insert(id.clone(), comment);
        Ok(self.comment_json(&id))
    }

    /// The comment, where it is there and the actor can view its track.
    fn seen_comment(&self, call: &Call<'_>) -> Result<(Id, Comment, Scope), Refused> {
        let id = input::id(call.args, "comment")?;
        let comment = self.comments.get(&id).filter(|comment| !comment.taken_down).cloned();
        let comment = comment.ok_or_else(|| not_found("comment"))?;
        let scope = Scope::Track(comment.track.clone());
        self.see(&call.actor, &scope).map_err(|_| not_found("comment"))?;
        Ok((id, comment, scope))
    }

    pub(super) fn edit_comment(&mut self, call: &Call<'_>) -> Answer {
        let text = input::given(call.args, "text").map(|text| prose("text", text, 10_000)).transpose()?;
        let file = input::optional_text(call.args, "file")?;
        let at = input::given(call.args, "position").map(position).transpose()?;
        let (id, old, _) = self.seen_comment(call)?;
        if old.author != call.actor {
            return Err(denied("comment", Level::Owner));
        }
        let mut new = old.clone();
        new.text = text.unwrap_or(new.text);
        if call.args.get("file").is_some() {
            new.file = file;
        }
        if call.args.get("position").is_some() {
            new.position = at;
        }
        if (&new.text, &new.file, new.position) != (&old.text, &old.file, old.position) {
            new.edited_at = Some(call.now);
        }
        self.comments.insert(id.clone(), new);
        Ok(self.comment_json(&id))
    }

    pub(super) fn delete_comment(&mut self, call: &Call<'_>) -> Answer {
        let (id, comment, scope) = self.seen_comment(call)?;
        if comment.author != call.actor {
            self.require(&call.actor, &scope, "delete_comments")?;
        }
        self.comments.remove(&id);
        Ok(json!({ "comment": id, "track": comment.track }))
    }

    pub(super) fn pin_comment(&mut self, call: &Call<'_>, pinned: bool) -> Answer {
        let (id, comment, scope) = self.seen_comment(call)?;
        self.require(&call.actor, &scope, "pin_comments")?;
        if let Some(comment) = self.comments.get_mut(&id) {
            comment.pinned = pinned;
        }
        Ok(json!({ "comment": id, "track": comment.track, "pinned": pinned }))
    }

    /// Pinned first, then newest.
    pub(super) fn comments(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.see(&call.actor, &scope)?;
        let mut ids: Vec<&Id> = self.comments.keys().collect();
        ids.retain(|id| self.comments.get(*id).is_some_and(|one| one.track == scope.id() && !one.taken_down));
        ids.sort_by_key(|id| (self.comments.get(*id).is_some_and(|one| one.pinned), *id));
        let comments: Vec<Value> = ids.into_iter().rev().map(|id| self.comment_json(id)).collect();
        Ok(json!({ "comments": comments }))
    }

    /// OPS-1: there for nobody until it is restored.
    pub(super) fn set_comment_taken_down(&mut self, call: &Call<'_>, taken_down: bool) -> Answer {
        let id = input::id(call.args, "comment")?;
        let comment = self.comments.get_mut(&id).ok_or_else(|| not_found("comment"))?;
        comment.taken_down = taken_down;
        Ok(json!({ "comment": id, "track": comment.track, "condition": views::condition(taken_down) }))
    }

    fn comment_json(&self, id: &str) -> Value {
        let Some(comment) = self.comments.get(id) else {
            return Value::Null;
        };
        json!({
            "id": id,
            "track": comment.track,
            "author": comment.author,
            "author_name": self.name_of(&comment.author),
            "text": comment.text,
            "file": comment.file,
            "position": comment.position.map(|(start, end)| json!({ "start_ms": start, "end_ms": end })),
            "created_at": views::instant(comment.created_at),
            "edited_at": comment.edited_at.map(views::instant),
            "pinned": comment.pinned,
        })
    }
}
